"""Landmarks in a picture: a small ringed dot that stays legible on any ground."""

from collections.abc import Sequence

import numpy as np

from palpate.body.colours import LANDMARK, srgb
from palpate.body.film import Film, projected

RINGS = ((9.5, (0.13, 0.12, 0.11)), (8.2, (1.0, 1.0, 1.0)), (6.0, srgb(LANDMARK)))
"""Radius in pixels and sRGB colour, from the outside in: dark for light pages, white for dark ones."""

HIDDEN_MM = 6.0
"""A landmark this far behind the surface in sight is on the other side of it."""

HIDDEN_COVER = 0.35
"""A landmark on the other side shines through this much."""


def draw_marks(film: Film, image: np.ndarray, depth: np.ndarray, points_mm: Sequence[np.ndarray]) -> None:
    """Draws a dot on the premultiplied image (H, W, 4) at each point, paler where `depth` (H, W) hides it."""
    for point in points_mm:
        row, column = (float(place[0]) for place in projected(film, point[None]))
        row, column = row - film.top, column - film.left
        reach = int(RINGS[0][0]) + 2
        rows = slice(max(int(row) - reach, 0), max(int(row) + reach, 0))
        columns = slice(max(int(column) - reach, 0), max(int(column) + reach, 0))
        height, width = depth[rows, columns].shape
        down, across = np.mgrid[rows, columns][:, :height, :width] + 0.5
        away = np.hypot(down - row, across - column)
        _dot(image[rows, columns], away, _strength(film, depth, point, row, column))


def _strength(film: Film, depth: np.ndarray, point: np.ndarray, row: float, column: float) -> float:
    at = tuple(np.clip([row, column], 0, np.array(depth.shape) - 1).astype(int))
    return HIDDEN_COVER if np.linalg.norm(point - film.eye_mm) > depth[at] + HIDDEN_MM else 1.0


def _dot(box: np.ndarray, away: np.ndarray, strength: float) -> None:
    """Lays the rings over a box of the image by the distance (H, W) in pixels from their middle."""
    for radius, colour in RINGS:
        over = strength * (radius - away + 0.5).clip(0, 1)[..., None]
        box[:] = box * (1 - over) + np.array([*colour, 1]) * over
