"""Bone as the ground that nerves, vessels and ligaments run over and never through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from palpate.body.mesh import Mesh
from palpate.body.remesh import face_normals

TURNS = 12
"""Rounds of pushing and easing; most lines are clear after three."""

REACH_MM = 12.0
"""Deeper in bone than this no point is looked for: it was put there by mistake, and a test will say so."""

NOWHERE_MM = 1e6
"""Where the ground lies in a world without bones."""


@dataclass(frozen=True)
class Ground:
    """Points (N, 3) spread over bones, and the outward direction (N, 3) of the surface at each."""

    tree: cKDTree
    points_mm: np.ndarray
    normals: np.ndarray


def ground_of(bones: Iterable[Mesh]) -> Ground:
    """The surfaces of bones as points about two millimetres apart: corners, middles and edges of faces."""
    points, normals = [], []
    for bone in bones:
        corners = bone.triangles_mm
        spots = np.concatenate(
            [corners, (corners + np.roll(corners, -1, axis=1)) / 2, corners.mean(axis=1)[:, None]], axis=1
        )
        spots = 0.9 * spots + 0.1 * spots[:, -1:]
        points.append(spots.reshape(-1, 3))
        normals.append(np.repeat(face_normals(bone), spots.shape[1], axis=0))
    if not points:
        points, normals = [np.full((1, 3), NOWHERE_MM)], [np.array([[0.0, 0, 1]])]
    spread = np.concatenate(points)
    return Ground(cKDTree(spread), spread, np.concatenate(normals))


def above(ground: Ground, points_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far points (..., 3) stand off bone in mm (negative inside), and the way out of it (..., 3)."""
    away, nearest = ground.tree.query(points_mm, distance_upper_bound=4 * REACH_MM)
    found = np.isfinite(away)
    nearest = np.where(found, nearest, 0)
    out = ground.normals[nearest]
    off = points_mm - ground.points_mm[nearest]
    height = (off * out).sum(axis=-1)
    flat = np.linalg.norm(off - height[..., None] * out, axis=-1)
    height = np.where(height > 0, np.hypot(height, np.maximum(flat - 1.5, 0)), height)
    return np.where(found, height, 4 * REACH_MM), out


def cleared(points_mm: np.ndarray, keep_mm: np.ndarray, ground: Ground, ease: float = 1.0) -> np.ndarray:
    """The points (..., T, 3) of lines moved out until each stands `keep_mm` (..., T) off bone.

    What is moved is eased along its line, so that a line bends round a bone and does not jump off it.
    """
    moved = points_mm.copy()
    for _ in range(TURNS):
        height, out = above(ground, moved)
        short = np.where(height > -REACH_MM, (keep_mm - height).clip(0), 0)
        if short.max() < 0.05:
            break
        step = short[..., None] * out
        eased = gaussian_filter1d(step, ease, axis=-2, mode="nearest")
        moved = moved + np.where(short[..., None] > 0, step, eased)
    return moved
