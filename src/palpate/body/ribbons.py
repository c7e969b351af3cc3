"""Ligaments, fasciae and menisci as ribbons: a sheet between lines laid side by side, with a thickness."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from palpate.body.mesh import Mesh, outward
from palpate.body.sheets import even
from palpate.body.tubes import smooth

Clearing = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Moves points (U, T, 3) that stand closer to bone than the half thickness (U, T) beside them."""

ACROSS_MM, ALONG_MM = 14.0, 16.0
"""About how far apart the points of a ribbon lie."""

LEAST, MOST = (3, 4), (12, 90)
"""Fewest and most points across and along."""


def ribbon(lines_mm: Sequence[np.ndarray], thick_mm: Sequence[float], edge: float, clear: Clearing) -> Mesh:
    """The closed ribbon over lines (each (K, 3), border to border), as thick at each as `thick_mm` says.

    `edge` is the share of the thickness that is left at the two borders.
    """
    grid, share = _grid(lines_mm)
    side = 2 * np.linspace(0, 1, len(grid)) - 1
    swell = edge + (1 - edge) * np.sqrt((1 - side**2).clip(0))
    half = np.interp(share, np.arange(len(lines_mm)), thick_mm) * swell / 2
    half = np.repeat(half[:, None], grid.shape[1], axis=1)
    grid = clear(grid, half)
    return outward(_slab(grid, half[..., None] * _normals(grid)))


def _grid(lines: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Points (U, T, 3) across and along, and between which lines each row across lies (U,)."""
    length = max(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in lines)
    bent = max(len(line) for line in lines)
    along = int(np.clip(length / ALONG_MM + 3 * (bent - 2), LEAST[1], MOST[1]))
    laid = np.stack([even(smooth(line)[0], along) for line in lines])
    breadth = np.linalg.norm(np.diff(laid, axis=0), axis=2).max(axis=1)
    across = int(np.clip(breadth.sum() / ACROSS_MM + 2, max(LEAST[0], len(lines)), max(MOST[0], len(lines))))
    knots = np.concatenate([[0], np.cumsum(np.maximum(breadth, 0.5))])
    share = np.interp(np.linspace(0, knots[-1], across), knots, np.arange(len(lines)))
    low = np.minimum(share.astype(int), len(lines) - 2)
    part = (share - low)[:, None, None]
    return laid[low] * (1 - part) + laid[low + 1] * part, share


def _normals(grid: np.ndarray) -> np.ndarray:
    """Unit vectors (U, T, 3) square to the sheet."""
    normal = np.cross(np.gradient(grid, axis=0), np.gradient(grid, axis=1))
    return normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)


def _slab(grid: np.ndarray, off: np.ndarray) -> Mesh:
    """The closed mesh of a grid (U, T, 3) moved by `off` to one side and to the other, joined at its rim."""
    across, along = grid.shape[:2]
    place = np.arange(across * along).reshape(across, along)
    top = _squares(place[:-1, :-1], place[1:, :-1], place[1:, 1:], place[:-1, 1:])
    bottom = top[:, ::-1] + place.size
    rim = np.concatenate([place[0, :-1], place[:-1, -1], place[-1, :0:-1], place[:0:-1, 0]])
    ahead = np.roll(rim, -1)
    walls = _squares(rim, ahead, ahead + place.size, rim + place.size)
    vertices = np.concatenate([(grid + off).reshape(-1, 3), (grid - off).reshape(-1, 3)])
    return Mesh(vertices, np.concatenate([top, bottom, walls]))


def _squares(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    corners = [corner.ravel() for corner in (a, b, c, d)]
    return np.concatenate(
        [
            np.stack([corners[0], corners[1], corners[2]], axis=1),
            np.stack([corners[0], corners[2], corners[3]], axis=1),
        ]
    )
