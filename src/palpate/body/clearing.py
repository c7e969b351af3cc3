"""The last fractions of a millimetre: points of a muscle moved out of the bones and muscles they touch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

from palpate.body.mesh import Mesh, join
from palpate.body.remesh import face_normals, spread_samples

MARGIN_MM = 0.5
"""What is kept from an obstacle's surface."""
SPACING_MM = 1.5
"""Spacing of the points that stand for an obstacle's surface."""
DEEP_MM = 10.0
"""Points deeper than this are not moved: a thin bone would push them out on its other side."""
SPOTS = 5
"""How many spots of a surface tell on which side of it a point is."""
MIDLINE_MM = -0.1
"""The greatest x of a right-sided structure."""
ROUNDS = 4


def cleared(mesh: Mesh, obstacles: Sequence[Mesh], one_sided: bool) -> Mesh:
    """The mesh with its points outside the obstacles, and on its side of the midline."""
    points = mesh.vertices_mm
    near = _near(points, obstacles)
    if near is not None:
        spots, face = spread_samples(near, SPACING_MM)
        normals, tree = face_normals(near)[face], cKDTree(spots)
        for _ in range(ROUNDS):
            points = _pushed(points, spots, normals, tree)
    if one_sided:
        points = np.column_stack([np.minimum(points[:, 0], MIDLINE_MM), points[:, 1:]])
    return Mesh(points, mesh.faces)


def _pushed(points_mm: np.ndarray, spots: np.ndarray, normals: np.ndarray, tree: cKDTree) -> np.ndarray:
    """Points (N, 3) inside brought to the nearest spot of the surface and beyond, close ones moved off it.

    The side is judged by the mean normal of several spots: at an edge that of one may look away.
    """
    away, nearest = tree.query(points_mm, k=SPOTS, distance_upper_bound=DEEP_MM)
    close = np.flatnonzero(np.isfinite(away[:, -1]))
    if not len(close):
        return points_mm
    around = normals[nearest[close]].mean(axis=1)
    around /= np.maximum(np.linalg.norm(around, axis=1, keepdims=True), 1e-6)
    offset = points_mm[close] - spots[nearest[close]].mean(axis=1)
    depth = (offset * around).sum(axis=1)
    out = points_mm.copy()
    out[close] += np.clip(MARGIN_MM - depth, 0, away[close, 0] + MARGIN_MM)[:, None] * around
    return out


def _near(points_mm: np.ndarray, obstacles: Sequence[Mesh]) -> Mesh | None:
    """The triangles of the obstacles that come near any of the points, or None."""
    low, high = points_mm.min(axis=0) - DEEP_MM, points_mm.max(axis=0) + DEEP_MM
    kept = []
    tree = cKDTree(points_mm)
    for mesh in obstacles:
        corners = mesh.triangles_mm
        meets = (corners.max(axis=1) > low).all(axis=1) & (corners.min(axis=1) < high).all(axis=1)
        middles = corners[meets].mean(axis=1)
        size = np.linalg.norm(corners[meets] - middles[:, None], axis=2).max(axis=1, initial=0)
        close = tree.query(middles)[0] < size + 2 * DEEP_MM
        if close.any():
            kept.append(Mesh(mesh.vertices_mm, mesh.faces[meets][close]))
    return join(kept) if kept else None
