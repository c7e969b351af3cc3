"""Pictures of scenes by ray casting: one transparent picture that serves light and dark pages.

Rays go out from the scene's first view: solids first, ghosts over them, landmarks on top.
"""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image

from palpate.body.camera import frame_of
from palpate.body.cast import Actor, actors_of, cast_of
from palpate.body.colours import ROLES
from palpate.body.film import GRAIN, Layer, cropped, developed, empty_layer, film_of
from palpate.body.frames import lps_mm
from palpate.body.ghosts import veiled
from palpate.body.marks import draw_marks
from palpate.body.mesh import Mesh
from palpate.body.solids import draw_solids

WIDTH, HEIGHT = 960, 720

QUALITY, ALPHA_QUALITY = 75, 100
"""WebP qualities: a poster takes 20 to 60 KB; with less for alpha the fading frame shows steps."""

OVER_ROLE = 0.55
"""A ghost in front of what the page is about is thinned to this."""


def poster(scene: Mapping, meshes: Mapping[str, Mesh]) -> bytes:
    """The WebP poster of a scene from its first view."""
    return webp(picture(scene, meshes, scene["views"][0]))


def picture(
    scene: Mapping, meshes: Mapping[str, Mesh], view: Mapping, width: int = WIDTH, height: int = HEIGHT
) -> np.ndarray:
    """A scene from a view as RGBA (height, width, 4), 8 bits a channel, not premultiplied.

    `meshes` are by structure or node id. Landmarks that carry `"mark": true` are dotted.
    """
    actors = actors_of(scene, meshes)
    marks = [lps_mm(landmark["at"]) for landmark in scene.get("landmarks", []) if landmark.get("mark")]
    film = film_of(frame_of(view), width * GRAIN, height * GRAIN)
    if not actors:
        return developed(film, empty_layer(film))
    film = cropped(film, np.concatenate([*(actor.mesh.vertices_mm for actor in actors), *_around(marks)]))
    layer = empty_layer(film)
    if solid := [actor for actor in actors if actor.role != "ghost"]:
        draw_solids(film, layer, cast_of(solid))
    if ghosts := [actor for actor in actors if actor.role == "ghost"]:
        layer = veiled(film, layer, cast_of(ghosts), _thinning(solid, layer))
    draw_marks(film, layer, marks)
    return developed(film, layer)


def webp(image: np.ndarray) -> bytes:
    """An RGBA image as WebP."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "WEBP", quality=QUALITY, alpha_quality=ALPHA_QUALITY, method=4)
    return out.getvalue()


def _around(points_mm: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Corners of small boxes around points: the film must be exposed where their dots will be."""
    corners = 12 * np.stack(np.meshgrid([-1, 1], [-1, 1], [-1, 1]), axis=-1).reshape(-1, 3)
    return [point + corners for point in points_mm]


def _thinning(solid: Sequence[Actor], layer: Layer) -> np.ndarray:
    """How much of a ghost's cover stays (H, W): less in front of what the page is about."""
    factor = np.array([OVER_ROLE if actor.role in ROLES else 1.0 for actor in solid] + [1.0], np.float32)
    return factor[layer.owner]
