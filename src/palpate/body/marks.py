"""Landmarks in a picture: a small ringed dot that stays legible on any ground."""

from collections.abc import Sequence

import numpy as np

from palpate.body.colours import LANDMARK, srgb
from palpate.body.film import GRAIN, Film, Layer, projected

RINGS = ((9.5, (0.13, 0.12, 0.11)), (8.2, (1.0, 1.0, 1.0)), (6.0, srgb(LANDMARK)))
"""Radius in pixels and sRGB colour, from the outside in: dark for light pages, white for dark ones."""

HIDDEN_MM = 6.0
"""A landmark this far behind the surface in sight is on the other side of it."""

HIDDEN_COVER = 0.35
"""A landmark on the other side shines through this much."""


def draw_marks(film: Film, layer: Layer, points_mm: Sequence[np.ndarray]) -> None:
    """Draws a dot on the film at each point, paler where the point is hidden."""
    for point in points_mm:
        row, column = (float(place[0]) for place in projected(film, point[None]))
        row, column = row - film.top, column - film.left
        reach = int(RINGS[0][0] * GRAIN) + 2
        rows = slice(max(int(row) - reach, 0), max(int(row) + reach, 0))
        columns = slice(max(int(column) - reach, 0), max(int(column) + reach, 0))
        down, across = np.mgrid[rows, columns]
        height, width = layer.cover[rows, columns].shape
        away = np.hypot(down - row, across - column)[:height, :width] / GRAIN
        _dot(layer, (rows, columns), away, _strength(film, layer, point, row, column))


def _strength(film: Film, layer: Layer, point: np.ndarray, row: float, column: float) -> float:
    at = tuple(np.clip([row, column], 0, np.array(layer.depth.shape) - 1).astype(int))
    return HIDDEN_COVER if np.linalg.norm(point - film.eye_mm) > layer.depth[at] + HIDDEN_MM else 1.0


def _dot(layer: Layer, box: tuple[slice, slice], away: np.ndarray, strength: float) -> None:
    """Lays the rings over a box of the layer by the distance (H, W) in pixels from their middle."""
    for radius, colour in RINGS:
        over = strength * (radius - away + 0.5).clip(0, 1)
        layer.colour[box] = layer.colour[box] * (1 - over[..., None]) + np.array(colour) * over[..., None]
        layer.cover[box] = layer.cover[box] * (1 - over) + over
