"""Laying a sheet over what lies beneath it as a cloth: bone and deeper muscles push it out, its ends hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.interpolate import RegularGridInterpolator
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from palpate.body.fields import Grid, sample
from palpate.body.sheets import Sheet

ROUNDS = 30
STEP_MM = 1.5
"""The farthest a point moves in one round, less than the obstacle's voxel."""
END_MM = 2.0
"""What the ends keep from bone, so that a thin tendon lies on it and is not carved away."""
GAP_MM = 0.5
"""What is left between the inner face and what lies beneath, besides half the thickness."""
SPREAD = 1.2
"""How far a displacement is evened in one round, in points."""


def drape(one: Sheet, scale_mm: float, obstacle: np.ndarray, grid: Grid) -> Sheet:
    """The sheet pushed out of `obstacle` (a field on `grid`) until its inner face lies on it.

    Each round moves the points that are too close outward and evens the displacement over the sheet, so that
    a plate bridges the gaps between ribs and keeps its thickness. Every third point is moved, the others
    follow.
    """
    rows, columns = (_every_third(n) for n in one.points_mm.shape[:2])
    points = one.points_mm[np.ix_(rows, columns)]
    clearance = _clearance(one, scale_mm)[np.ix_(rows, columns)]
    faces = one.faces[rows, None]
    slope = np.stack(np.gradient(gaussian_filter(obstacle, 1.0), grid.step_mm))
    shift = np.zeros_like(points)
    for turn in range(ROUNDS):
        push = np.clip(clearance - sample(obstacle, grid, points + shift), 0, STEP_MM)
        if push.max() < 0.05:
            break
        shift = shift + push[..., None] * _outward(points + shift, slope, grid, faces)
        if turn < ROUNDS - 4:
            shift = _evened(shift)
    return replace(one, points_mm=one.points_mm + _between(shift, rows, columns, one.points_mm.shape[:2]))


def _every_third(count: int) -> np.ndarray:
    """About every third index, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, max(count // 3, min(count, 4))).round().astype(int))


def _between(shift: np.ndarray, rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Displacements known at some rows and columns, linear between them (U, T, 3)."""
    places = np.stack(np.meshgrid(np.arange(shape[0]), np.arange(shape[1]), indexing="ij"), axis=-1)
    return RegularGridInterpolator((rows, columns), shift)(places)


def _clearance(one: Sheet, scale_mm: float) -> np.ndarray:
    """The distance (U, T) from the obstacle that the sheet's middle should keep.

    All of it lies outside, but for the ends, where a millimetre lets the fibres meet the bone.
    """
    return END_MM + (one.half_mm(scale_mm) + GAP_MM - END_MM) * _free(one.points_mm.shape[1])


def _outward(points_mm: np.ndarray, slope: np.ndarray, grid: Grid, faces: np.ndarray) -> np.ndarray:
    """Unit directions (U, T, 3) out of the obstacle, leaning between the ends to where the outer face is."""
    direction = _unit(np.stack([sample(s, grid, points_mm) for s in slope], axis=-1))
    inward = np.minimum((direction * faces).sum(axis=-1, keepdims=True), 0)
    leaning = _unit(direction - 2 * inward * faces + 0.5 * faces)
    free = _free(points_mm.shape[1])[None, :, None]
    return _unit(free * leaning + (1 - free) * direction)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)


def _free(count: int) -> np.ndarray:
    """How free each station along the fibres is (T,): 0 at the attachments, 1 an eighth of the way in."""
    t = np.linspace(0, 1, count)
    return np.clip(8 * np.minimum(t, 1 - t), 0, 1)


def _evened(shift: np.ndarray) -> np.ndarray:
    """The displacement spread over its neighbourhood; at the ends, held where they attach, only sideways."""
    sideways = gaussian_filter1d(shift, SPREAD, axis=0, mode="nearest")
    smooth = gaussian_filter1d(sideways, SPREAD, axis=1, mode="nearest")
    free = _free(shift.shape[1])[None, :, None]
    return free * smooth + (1 - free) * sideways
