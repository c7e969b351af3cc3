"""Pictures of scenes by ray casting: one transparent picture that serves light and dark pages.

Rays go out from the scene's first view; what is solid is shaded where they first hit, ghosts are
walked through front to back. Occlusion is traced at the vertices in sight and interpolated, which
costs a twentieth of tracing it at every sample and stays free of noise.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from palpate.body import shading
from palpate.body.camera import frame_of
from palpate.body.colours import GHOST, ROLES, colour_of, linear_rgb, srgb
from palpate.body.film import Film, Layer, cropped, developed, directions, empty_layer, film_of
from palpate.body.frames import lps_mm
from palpate.body.marks import draw_marks
from palpate.body.mesh import Mesh, mirror
from palpate.body.occlusion import openness_at
from palpate.body.rays import FAR_MM, Hits, Surface, point_normals, surface_of, trace, tracer, unit

WIDTH, HEIGHT = 960, 720
SAMPLES = 2
"""Rays a pixel along each side."""

QUALITY = 80
"""WebP quality: a poster of a whole region stays near 40 KB."""

REACH_MM = 45.0
"""Neighbours farther than this do not shade each other."""

GHOST_LAYERS = 6
"""Ghost surfaces seen behind one another at most."""

STEP_MM = 0.02
"""A ray goes on this far behind the ghost that it went through."""

VEIL_FACE, VEIL_EDGE, VEIL_LINE = 0.24, 0.66, 0.8
"""Cover of a ghost where it faces the eye, where it turns away, and on its outline."""

VEIL_OVER_ROLE = 0.55
"""A ghost in front of what the page is about is thinned to this."""


@dataclass(frozen=True)
class Actor:
    """One mesh in a picture, the kind of structure that it is, and its role in the scene."""

    mesh: Mesh
    kind: str
    role: str


@dataclass(frozen=True)
class Cast:
    """Actors as one surface with its smooth normals (N, 3)."""

    actors: Sequence[Actor]
    surface: Surface
    normals: np.ndarray


def poster(scene: Mapping, meshes: Mapping[str, Mesh]) -> bytes:
    """The WebP poster of a scene from its first view."""
    return webp(picture(scene, meshes, scene["views"][0]))


def picture(
    scene: Mapping, meshes: Mapping[str, Mesh], view: Mapping, width: int = WIDTH, height: int = HEIGHT
) -> np.ndarray:
    """A scene from a view as RGBA (height, width, 4), 8 bits a channel, not premultiplied.

    Landmarks that carry `"mark": true` are dotted.
    """
    actors = actors_of(scene, meshes)
    film = film_of(frame_of(view), width * SAMPLES, height * SAMPLES)
    if not actors:
        return developed(film, empty_layer(film), SAMPLES)
    marks = [lps_mm(landmark["at"]) for landmark in scene.get("landmarks", []) if landmark.get("mark")]
    film = cropped(
        film, np.concatenate([*(actor.mesh.vertices_mm for actor in actors), *_around(marks)]), SAMPLES
    )
    layer = empty_layer(film)
    if solid := [actor for actor in actors if actor.role != "ghost"]:
        _draw_solid(film, layer, _cast(solid))
    if ghosts := [actor for actor in actors if actor.role == "ghost"]:
        layer = _veiled(film, layer, _cast(ghosts), _thinning(solid, layer))
    draw_marks(film, layer, marks, SAMPLES)
    return developed(film, layer, SAMPLES)


def actors_of(scene: Mapping, meshes: Mapping[str, Mesh]) -> list[Actor]:
    """Every structure of a scene with its mesh; the left ones mirrored, those in parts part by part."""
    return [
        Actor(mirror(mesh) if structure["side"] == "left" else mesh, structure["kind"], structure["role"])
        for structure in scene["structures"]
        for mesh in meshes_of(structure["id"], meshes)
    ]


def meshes_of(structure: str, meshes: Mapping[str, Mesh]) -> list[Mesh]:
    """The mesh of a structure or part; of a structure in parts all of them, such as `trapezius.upper`."""
    return [mesh for id, mesh in meshes.items() if id == structure or id.startswith(structure + ".")]


def webp(image: np.ndarray) -> bytes:
    """An RGBA image as WebP."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "WEBP", quality=QUALITY, alpha_quality=80, method=4)
    return out.getvalue()


def _around(points_mm: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Corners of small boxes around points: the film must be exposed where their dots will be."""
    corners = 12 * np.stack(np.meshgrid([-1, 1], [-1, 1], [-1, 1]), axis=-1).reshape(-1, 3)
    return [point + corners for point in points_mm]


def _cast(actors: Sequence[Actor]) -> Cast:
    surface = surface_of([actor.mesh for actor in actors])
    return Cast(actors, surface, point_normals(surface.points, surface.faces))


def _draw_solid(film: Film, layer: Layer, cast: Cast) -> None:
    """Exposes the film to the first surfaces in sight, with their contours."""
    rays = directions(film)
    hits = trace(tracer(cast.surface), np.tile(film.eye_mm, (len(rays), 1)), rays)
    layer.depth.reshape(-1)[hits.ray] = hits.distance
    layer.owner.reshape(-1)[hits.ray] = cast.surface.owner[hits.face]
    layer.cover.reshape(-1)[hits.ray] = 1
    layer.colour.reshape(-1, 3)[hits.ray] = shading.encoded_srgb(_seen(film, cast, hits, rays))
    layer.colour[:] *= 1 - shading.LINE * shading.contour(layer.depth, layer.owner, 1.5, 12)[..., None]


def _seen(film: Film, cast: Cast, hits: Hits, rays: np.ndarray) -> np.ndarray:
    """Linear light (H, 3) that the hits send to the eye."""
    corners = cast.surface.faces[hits.face]
    openness = _between(_openness_in_sight(cast, corners), corners, hits)
    points = film.eye_mm + rays[hits.ray] * hits.distance[:, None]
    albedo = _albedo(film, cast, hits, points)
    return shading.lit(albedo, unit(_between(cast.normals, corners, hits)), openness, film.axes)


def _openness_in_sight(cast: Cast, corners: np.ndarray) -> np.ndarray:
    """Openness (N,) of the vertices whose faces are in sight; the others stay 1."""
    seen = np.unique(corners)
    openness = np.ones(len(cast.normals))
    openness[seen] = openness_at(cast.surface.points[seen], cast.normals[seen], cast.surface, REACH_MM)
    return openness


def _between(values: np.ndarray, corners: np.ndarray, hits: Hits) -> np.ndarray:
    """Values at vertices carried to the hits."""
    return np.einsum("hc,hc...->h...", hits.weights, values.astype(np.float32)[corners])


def _albedo(film: Film, cast: Cast, hits: Hits, points: np.ndarray) -> np.ndarray:
    """Colours (H, 3) in linear light: muscles with the grain of their fibres, no-go structures hatched."""
    owner = cast.surface.owner[hits.face]
    albedo = np.array([linear_rgb(colour_of(actor.kind, actor.role)) for actor in cast.actors], np.float32)[
        owner
    ]
    pixel_mm = 2 * SAMPLES * film.slope / film.height * float(np.median(hits.distance, keepdims=False))
    for number, actor in enumerate(cast.actors):
        own = np.flatnonzero(owner == number)
        if actor.role == "nogo":
            row, column = np.divmod(hits.ray[own], film.shape[1])
            albedo[own] *= shading.hatched(row, column, 14 * SAMPLES)[:, None]
        elif actor.kind == "muscle":
            albedo[own] *= shading.fibres(points[own], actor.mesh.vertices_mm, pixel_mm)[:, None]
    return albedo


def _thinning(solid: Sequence[Actor], layer: Layer) -> np.ndarray:
    """How much of a ghost's cover stays (H, W): less in front of what the page is about."""
    factor = np.array([VEIL_OVER_ROLE if actor.role in ROLES else 1.0 for actor in solid] + [1.0], np.float32)
    return factor[layer.owner]


def _veiled(film: Film, layer: Layer, cast: Cast, thinning: np.ndarray) -> Layer:
    """The layer with ghosts and their outlines laid over it, front to back."""
    veil = empty_layer(film)
    veil.depth[:] = layer.depth
    rays = directions(film)
    for hits in _walk(film, cast.surface, layer.depth.reshape(-1), rays):
        _draw_veil(film, veil, cast, hits, rays, thinning.reshape(-1))
    line = VEIL_LINE * thinning * shading.contour(veil.depth, veil.owner, 3, 15)
    colour = veil.colour * (1 - line[..., None]) + 0.75 * np.array(srgb(GHOST)) * line[..., None]
    cover = veil.cover * (1 - line) + line
    through = 1 - cover
    return Layer(
        colour + layer.colour * through[..., None], cover + layer.cover * through, veil.depth, veil.owner
    )


def _walk(film: Film, surface: Surface, limit: np.ndarray, rays: np.ndarray) -> Iterator[Hits]:
    """Hits on ghosts in front of the limit (R,), nearest first; distances are from the eye."""
    scene, live, gone = tracer(surface), np.arange(len(rays)), np.zeros(len(rays), np.float32)
    for _ in range(GHOST_LAYERS):
        ahead = np.minimum(limit[live], FAR_MM) - gone
        hits = trace(scene, film.eye_mm + gone[:, None] * rays[live], rays[live], ahead)
        if not len(hits.ray):
            return
        live, gone = live[hits.ray], gone[hits.ray] + hits.distance
        yield Hits(live, hits.face, gone, hits.weights)
        gone = gone + STEP_MM


def _draw_veil(
    film: Film, veil: Layer, cast: Cast, hits: Hits, rays: np.ndarray, thinning: np.ndarray
) -> None:
    """Lays one ghost surface behind what the veil already holds; the sides turned away are left out."""
    normals = unit(_between(cast.normals, cast.surface.faces[hits.face], hits))
    facing = -(normals * rays[hits.ray]).sum(axis=1)
    front = np.flatnonzero(facing > 0)
    at, owner = hits.ray[front], cast.surface.owner[hits.face[front]]
    light = shading.lit(_tints(cast)[owner], normals[front], np.ones(len(front)), film.axes)
    thickness = thinning[at] * (VEIL_FACE + (VEIL_EDGE - VEIL_FACE) * (1 - facing[front]) ** 2)
    colour, cover = veil.colour.reshape(-1, 3), veil.cover.reshape(-1)
    share = (1 - cover[at]) * thickness
    colour[at] += share[:, None] * shading.encoded_srgb(light)
    cover[at] += share
    fresh = veil.owner.reshape(-1)[at] < 0
    veil.owner.reshape(-1)[at[fresh]] = owner[fresh]
    veil.depth.reshape(-1)[at[fresh]] = hits.distance[front][fresh]


def _tints(cast: Cast) -> np.ndarray:
    """Ghost colours (actors, 3): each kind's own drawn halfway to grey."""
    own = np.array([linear_rgb(colour_of(actor.kind, "show")) for actor in cast.actors], np.float32)
    return 0.5 * own + 0.5 * np.array(linear_rgb(GHOST), np.float32)
