"""What is shown as a ghost: even veils with an outline, that rays walk through front to back."""

from collections.abc import Sequence

import numpy as np

from palpate.body import shading
from palpate.body.cast import Cast
from palpate.body.colours import GHOST, ROLES, colour_of, linear_rgb, srgb
from palpate.body.film import Film
from palpate.body.rays import trace
from palpate.body.sight import Sight, carried, nothing

VEILS = 2
"""Ghosts that a ray shows: third ones would only cloud the picture."""

SURFACES = 4
"""Near sides that a ray goes through at most on its way to the last of them: ghosts have folds."""

STEP_MM = 0.02
"""A ray goes on this far behind the surface that it went through."""

COVER, LINE = 0.32, 0.8
"""Cover of a ghost, and on its outline; even cover is quiet, and a third of the bytes less than a rim."""

NOGO_COVER = 0.55
"""Cover of an organ to keep away from: seen at once, and seen through."""

INK = 0.75 * np.array(srgb(GHOST), np.float32)
"""Colour of the outline."""


def veils(cast: Cast, eye_mm: np.ndarray, directions: np.ndarray, limit_mm: np.ndarray) -> list[Sight]:
    """What rays see of the nearest ghost and of the next one, both before the limit (R,).

    With organs to keep away from a third is shown, so that a rib under the scapula does not hide the lung.
    """
    more = int(_nogo(cast).any())
    seen = [nothing(len(directions)) for _ in range(VEILS + more)]
    live, gone = np.arange(len(directions)), np.zeros(len(directions), np.float32)
    count, last = np.zeros(len(directions), np.int8), np.full(len(directions), -1, np.int32)
    for _ in range(SURFACES + 2 * more):
        aims = directions[live]
        starts = eye_mm.astype(np.float32) + gone[:, None] * aims
        hits = trace(cast.tracer, starts, aims, limit_mm[live] - gone)
        live, gone, owner = live[hits.ray], gone[hits.ray] + hits.distance, cast.surface.owner[hits.face]
        new = owner != last[live]
        for number, veil in enumerate(seen):
            at = new & (count[live] == number)
            ray = live[at]
            veil.face[ray], veil.owner[ray], veil.depth[ray] = hits.face[at], owner[at], gone[at]
            veil.weights[ray] = hits.weights[at]
        last[live] = owner
        count[live] += new
        on = count[live] < len(seen)
        live, gone = live[on], gone[on] + STEP_MM
    return seen


def veil_colour(seen: Sequence[Sight], cast: Cast, look: np.ndarray, thinning: np.ndarray) -> np.ndarray:
    """Premultiplied sRGB and cover (R, 4) of what rays see; `thinning` (R,) is the share that stays."""
    veil = np.zeros((len(thinning), 4), np.float32)
    cover = np.where(_nogo(cast), NOGO_COVER, COVER).astype(np.float32)
    for one in seen:
        hits = one.hits
        share = (1 - veil[hits, 3]) * thinning[hits] * cover[one.owner[hits]]
        veil[hits, :3] += share[:, None] * carried(look, cast, one)
        veil[hits, 3] += share
    return veil


def look_of(cast: Cast, film: Film) -> np.ndarray:
    """The sRGB colour of vertices (N, 3): each kind's own halfway to grey, of no-go organs their role's."""
    owner = np.zeros(len(cast.normals), np.int32)
    owner[cast.surface.faces] = cast.surface.owner[:, None]
    tints = np.array([linear_rgb(colour_of(actor.kind, "show")) for actor in cast.actors], np.float32)
    tints = 0.5 * tints + 0.5 * np.array(linear_rgb(GHOST), np.float32)
    tints[_nogo(cast)[:-1]] = linear_rgb(ROLES["nogo"])
    light = shading.lit(tints[owner], cast.normals, np.ones(len(owner), np.float32), film.axes)
    return shading.encoded_srgb(light).astype(np.float32)


def forbidden(cast: Cast, seen: Sequence[Sight]) -> np.ndarray:
    """Whether rays (R,) go through something to keep away from."""
    nogo = _nogo(cast)
    return np.logical_or.reduce([nogo[one.owner] for one in seen])


def _nogo(cast: Cast) -> np.ndarray:
    """Whether each actor is to be kept away from, and at the end that nothing is not."""
    return np.array([*(actor.role == "nogo" for actor in cast.actors), False])
