"""The inside of the rib cage, where ribs leave gaps: level by level the convex outline of all its bones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import ConvexHull

from palpate.body.fields import FAR_MM, Grid
from palpate.body.mesh import Mesh
from palpate.body.places import PlaceError

BONES = ("rib-", "costal-cartilage-", "sternum", "vertebra-t")
"""How the ids of the bones of the cage begin."""

SLAB_MM = 13.0
"""Half the height of the slab whose bones make the outline of a level: it always holds two ribs."""

WALL_MM = 4.0
"""How far inside the outline of the bones' outer faces the inside begins, at the least."""

EVEN_MM = 6.0
"""Levels are evened out over this height."""


def cage(bones: Mapping[str, Mesh], grid: Grid) -> np.ndarray:
    """About the distance of the grid's points to the inside of the cage; its inlet follows the first rib."""
    right = [mesh.vertices_mm for id, mesh in bones.items() if id.startswith(BONES)]
    if not right:
        raise PlaceError("an organ inside the cage needs ribs")
    points = np.concatenate([*right, *(one * [-1, 1, 1] for one in right)])
    levels = grid.along(2).ravel()
    field = np.stack([_level(points, height, grid) for height in levels], axis=2)
    return gaussian_filter1d(field, EVEN_MM / grid.step_mm, axis=2, mode="nearest") + WALL_MM


def _level(points: np.ndarray, height_mm: float, grid: Grid) -> np.ndarray:
    """The signed distance (nx, ny) to the outline of a level, far where no bone is."""
    slab = points[np.abs(points[:, 2] - height_mm) < SLAB_MM, :2]
    if len(slab) < 3:
        return np.full(grid.shape[:2], FAR_MM)
    x, y = grid.along(0)[:, :, 0], grid.along(1)[:, :, 0]
    sides = ConvexHull(slab).equations
    return np.max([a * x + b * y + c for a, b, c in sides], axis=0)
