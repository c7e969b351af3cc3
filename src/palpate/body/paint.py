"""What a view looks like: the colour of solids and of the veil over them, and the pen lines on both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from palpate.body import shading
from palpate.body.film import Film
from palpate.body.ghosts import INK, LINE, forbidden, look_of, veil_colour
from palpate.body.lines import contour, widened
from palpate.body.sight import View
from palpate.body.solids import HATCH, openness_in_sight, solid_colour
from palpate.body.stage import Stage, thinning

SOLID_STEP_MM, GHOST_STEP_MM = (1.5, 12), (3, 15)
"""Steps in depth that begin to have a line, and that have the full one."""


@dataclass(frozen=True)
class Paint:
    """What is known of the vertices: how open those of solids lie (N,), how those of ghosts look (N, 4)."""

    openness: np.ndarray
    look: np.ndarray


def paint_of(stage: Stage, film: Film, views: Iterable[View]) -> Paint:
    """The paint for what is in sight in any of the views."""
    openness = openness_in_sight(stage.solid, [view.solid for view in views]) if stage.solid else np.zeros(0)
    return Paint(openness, look_of(stage.ghosts, film) if stage.ghosts else np.zeros((0, 4)))


def painted(stage: Stage, paint: Paint, view: View) -> tuple[np.ndarray, np.ndarray]:
    """Premultiplied sRGB and cover (R, 4) of the solids in a view and of the veil over them."""
    solid, veil = (np.zeros((len(view.numbers), 4), np.float32) for _ in range(2))
    if stage.solid:
        hits = view.solid.hits
        solid[hits, :3], solid[hits, 3] = solid_colour(view, stage.solid, paint.openness), 1
    if stage.ghosts:
        veil = veil_colour(view.ghosts, stage.ghosts, paint.look, thinning(stage, view))
        veil[:, :3] *= _stripes(stage, view)[:, None]
    return solid, veil


def _stripes(stage: Stage, view: View) -> np.ndarray:
    """A factor (R,) on the colour of the veil: hatching over organs to keep away from."""
    places = np.divmod(view.numbers, view.film.shape[1])
    hatching = shading.hatched(*places, HATCH * view.film.fineness)
    return np.where(forbidden(stage.ghosts, view.ghosts), hatching, 1.0)


def inked(
    stage: Stage, view: View, depths: Sequence[np.ndarray], solid: np.ndarray, veil: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Solids and veil (R, 4) with their contours, given the depths (H, W) of solids and of what is first."""
    line = shading.LINE * contour(depths[0], view.numbers, *SOLID_STEP_MM)[:, None]
    solid = np.concatenate([solid[:, :3] * (1 - line), solid[:, 3:]], axis=1)
    if view.ghosts:
        line = contour(depths[1], view.numbers, *GHOST_STEP_MM) * (view.ghosts[0].face >= 0)
        line = LINE * thinning(stage, view) * widened(view.film, view.numbers, line)
        veil = over(line[:, None] * np.array([*INK, 1], np.float32), veil)
    return solid, veil


def over(front: np.ndarray, back: np.ndarray) -> np.ndarray:
    """What lies in front laid over what lies behind, both premultiplied (R, 4)."""
    return front + back * (1 - front[:, 3:])
