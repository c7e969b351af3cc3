"""What is solid in a picture: shaded where rays first hit it, with contours.

Occlusion is traced at the vertices in sight and interpolated, which costs a twentieth of tracing it at
every sample and stays free of noise.
"""

import numpy as np

from palpate.body import shading
from palpate.body.cast import Cast, between
from palpate.body.colours import colour_of, linear_rgb
from palpate.body.film import Film, Layer, directions, expose, sample_mm
from palpate.body.occlusion import openness_at
from palpate.body.rays import Hits, trace, unit

REACH_MM = 45.0
"""Neighbours farther than this do not shade each other."""

HATCH = 28
"""Samples from stripe to stripe on what to keep away from."""


def draw_solids(film: Film, layer: Layer, cast: Cast) -> None:
    """Exposes the film to the first surfaces in sight."""
    openness = np.full(len(cast.normals), np.nan)

    def draw(samples: np.ndarray) -> None:
        rays = directions(film, samples)
        hits = trace(cast.tracer, np.tile(film.eye_mm, (len(rays), 1)), rays)
        at = samples[hits.ray]
        layer.depth.reshape(-1)[at] = hits.distance
        layer.owner.reshape(-1)[at] = cast.surface.owner[hits.face]
        layer.cover.reshape(-1)[at] = 1
        _open_up(openness, cast, hits)
        normals, open_ = _turned_and_open(cast, hits, openness)
        light = shading.lit(_albedo(film, cast, hits, rays, at), normals, open_, film.axes)
        layer.colour.reshape(-1, 3)[at] = shading.encoded_srgb(light)

    expose(film, layer, draw)
    layer.colour[:] *= 1 - shading.LINE * shading.contour(layer.depth, layer.owner, 1.5, 12)[..., None]


def _open_up(openness: np.ndarray, cast: Cast, hits: Hits) -> None:
    """Traces the openness of the vertices that come into sight and are not known (nan) yet."""
    seen = np.unique(cast.surface.faces[hits.face])
    new = seen[np.isnan(openness[seen])]
    openness[new] = openness_at(cast.surface.points[new], cast.normals[new], cast.tracer, REACH_MM)


def _turned_and_open(cast: Cast, hits: Hits, openness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Normals (H, 3) and openness (H,) of the hits."""
    corners = cast.surface.faces[hits.face]
    return unit(between(cast.normals, corners, hits)), between(openness, corners, hits)


def _albedo(film: Film, cast: Cast, hits: Hits, rays: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Colours (H, 3) in linear light: muscles with the grain of their fibres, no-go structures hatched."""
    owner = cast.surface.owner[hits.face]
    colours = np.array([linear_rgb(colour_of(actor.kind, actor.role)) for actor in cast.actors], np.float32)
    albedo = colours[owner]
    for number, actor in enumerate(cast.actors):
        own = np.flatnonzero(owner == number)
        if actor.role == "nogo":
            albedo[own] *= shading.hatched(*np.divmod(at[own], film.shape[1]), HATCH)[:, None]
        elif actor.kind == "muscle" and len(own):
            points = film.eye_mm + rays[hits.ray[own]] * hits.distance[own, None]
            albedo[own] *= shading.fibres(points, actor.mesh.vertices_mm, sample_mm(film, points))[:, None]
    return albedo
