"""What is shown as a ghost: veils that rays walk through front to back, firmer towards their outlines."""

from collections.abc import Iterator

import numpy as np
from scipy.ndimage import maximum_filter

from palpate.body import shading
from palpate.body.cast import Cast, between
from palpate.body.colours import GHOST, colour_of, linear_rgb, srgb
from palpate.body.film import GRAIN, Film, Layer, directions, empty_layer, expose
from palpate.body.rays import FAR_MM, Hits, face_normals, trace, unit

SURFACES = 6
"""Surfaces that a ray goes through at most on its way to the second ghost."""

STEP_MM = 0.02
"""A ray goes on this far behind the surface that it went through."""

FACE, EDGE, LINE = 0.30, 0.66, 0.8
"""Cover of a ghost where it faces the eye, where it turns away, and on its outline."""


def veiled(film: Film, layer: Layer, cast: Cast, thinning: np.ndarray) -> Layer:
    """The layer with ghosts laid over it; `thinning` (H, W) is the share of their cover that stays."""
    veil = empty_layer(film)
    normals = face_normals(cast.surface).astype(np.float32)

    def draw(samples: np.ndarray) -> None:
        _clear(veil, samples, layer.depth)
        rays = directions(film, samples)
        for hits in _walk(film, cast, normals, layer.depth.reshape(-1)[samples], rays):
            _lay(film, veil, cast, hits, rays, samples[hits.ray], thinning.reshape(-1))

    expose(film, veil, draw)
    line = LINE * thinning * maximum_filter(shading.contour(veil.depth, veil.owner, 3, 15), GRAIN)
    colour = veil.colour * (1 - line[..., None]) + 0.75 * np.array(srgb(GHOST), np.float32) * line[..., None]
    cover = veil.cover * (1 - line) + line
    through = 1 - cover
    colour, cover = colour + layer.colour * through[..., None], cover + layer.cover * through
    return Layer(colour, cover, layer.depth, layer.owner)


def _clear(veil: Layer, samples: np.ndarray, depth: np.ndarray) -> None:
    """Takes samples back to what lies behind all ghosts."""
    veil.colour.reshape(-1, 3)[samples] = 0
    veil.cover.reshape(-1)[samples] = 0
    veil.owner.reshape(-1)[samples] = -1
    veil.depth.reshape(-1)[samples] = depth.reshape(-1)[samples]


def _walk(film: Film, cast: Cast, normals: np.ndarray, limit: np.ndarray, rays: np.ndarray) -> Iterator[Hits]:
    """Hits on ghosts in front of the limit (R,), nearest first; distances are from the eye.

    Each ray shows the nearest sides of two different ghosts: far sides, folds and third ones would only cloud
    the picture.
    """
    live, gone, first = np.arange(len(rays)), np.zeros(len(rays), np.float32), np.full(len(rays), -1)
    for _ in range(SURFACES):
        ahead = np.minimum(limit[live], FAR_MM) - gone
        hits = trace(cast.tracer, film.eye_mm + gone[:, None] * rays[live], rays[live], ahead)
        if not len(hits.ray):
            return
        live, gone, owner = live[hits.ray], gone[hits.ray] + hits.distance, cast.surface.owner[hits.face]
        shown = ((normals[hits.face] * rays[live]).sum(axis=1) < 0) & (owner != first[live])
        yield Hits(live[shown], hits.face[shown], gone[shown], hits.weights[shown])
        on = ~shown | (first[live] < 0)
        first[live[shown]] = owner[shown]
        live, gone = live[on], gone[on] + STEP_MM


def _lay(
    film: Film, veil: Layer, cast: Cast, hits: Hits, rays: np.ndarray, at: np.ndarray, thinning: np.ndarray
) -> None:
    """Lays one ghost surface, seen at samples `at`, behind what the veil already holds there."""
    owner = cast.surface.owner[hits.face]
    normals = unit(between(cast.normals, cast.surface.faces[hits.face], hits))
    facing = -(normals * rays[hits.ray]).sum(axis=1).clip(-1, 0)
    light = shading.lit(_tints(cast)[owner], normals, np.ones(len(at), np.float32), film.axes)
    colour, cover, front = veil.colour.reshape(-1, 3), veil.cover.reshape(-1), veil.owner.reshape(-1)
    share = (1 - cover[at]) * thinning[at] * (FACE + (EDGE - FACE) * (1 - facing) ** 3)
    colour[at] += share[:, None] * shading.encoded_srgb(light)
    cover[at] += share
    fresh = front[at] < 0
    front[at[fresh]] = owner[fresh]
    veil.depth.reshape(-1)[at[fresh]] = hits.distance[fresh]


def _tints(cast: Cast) -> np.ndarray:
    """Ghost colours (actors, 3): each kind's own drawn halfway to grey."""
    own = np.array([linear_rgb(colour_of(actor.kind, "show")) for actor in cast.actors], np.float32)
    return 0.5 * own + 0.5 * np.array(linear_rgb(GHOST), np.float32)
