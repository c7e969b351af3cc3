"""Laying a sheet over what lies beneath it, as a cloth: bone and deeper muscles push it out, its ends hold."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from palpate.body.fields import Grid, sample
from palpate.body.sheets import Sheet, moved

ROUNDS = 40
STEP_MM = 1.5


def drape(one: Sheet, scale_mm: float, obstacle: np.ndarray, grid: Grid) -> Sheet:
    """The sheet pushed out of `obstacle` (a field on `grid`) until its inner face lies on it.

    Each round moves the points that are too close outward and evens the displacement over the sheet, so that a
    plate bridges the gaps between ribs and keeps its thickness.
    """
    slope = np.stack(np.gradient(gaussian_filter(obstacle, 1.0), grid.step_mm))
    clearance = _clearance(one, scale_mm)
    shift = np.zeros_like(one.points_mm)
    for turn in range(ROUNDS):
        points = one.points_mm + shift
        push = np.clip(clearance - sample(obstacle, grid, points), 0, STEP_MM)
        if push.max() < 0.05:
            break
        shift = shift + push[..., None] * _outward(points, slope, grid, one.faces)
        if turn < ROUNDS - 4:
            shift = _evened(shift)
    return moved(one, one.points_mm + shift)


def _clearance(one: Sheet, scale_mm: float) -> np.ndarray:
    """The distance (U, T) from the obstacle that the sheet's middle should keep: none at its ends."""
    count = one.points_mm.shape[1]
    t = np.linspace(0, 1, count)
    return one.half_mm(scale_mm) * np.clip(8 * np.minimum(t, 1 - t), 0, 1)


def _outward(points_mm: np.ndarray, slope: np.ndarray, grid: Grid, faces: np.ndarray) -> np.ndarray:
    """Unit directions (U, T, 3) out of the obstacle, leaning to the side where the sheet's outer face looks."""
    direction = np.stack([sample(s, grid, points_mm) for s in slope], axis=-1)
    direction /= np.maximum(np.linalg.norm(direction, axis=-1, keepdims=True), 1e-6)
    if faces.any():
        inward = np.minimum((direction * faces).sum(axis=-1, keepdims=True), 0)
        direction = direction - 2 * inward * faces + 0.5 * faces
    return direction / np.maximum(np.linalg.norm(direction, axis=-1, keepdims=True), 1e-6)


def _evened(shift: np.ndarray) -> np.ndarray:
    """The displacement spread over its neighbourhood, except at the ends, which are held where they attach."""
    smooth = np.stack([gaussian_filter(shift[..., i], (3, 3), mode="nearest") for i in range(3)], axis=-1)
    t = np.linspace(0, 1, shift.shape[1])
    free = np.clip(12 * np.minimum(t, 1 - t), 0, 1)[None, :, None]
    return free * smooth + (1 - free) * shift
