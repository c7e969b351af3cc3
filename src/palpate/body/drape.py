"""Laying a sheet over what lies beneath it as a cloth: bone and deeper muscles push it out, its ends hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from palpate.body.fields import Grid, sample
from palpate.body.sheets import Sheet

ROUNDS = 30
STEP_MM = 1.5
"""The farthest a point moves in one round, less than the obstacle's voxel."""
FIRM = 6
"""The last rounds, in which nothing is evened any more."""
END_MM = 2.0
"""What the ends keep from bone, so that a thin tendon lies on it and is not carved away."""
HELD_MM = 16.0
"""How far from its end a sheet is held by it, but no more than an eighth of its length."""
GAP_MM = 0.5
"""What is left between the inner face and what lies beneath, besides half the thickness."""
SPREAD = 1.2
"""How far a displacement is evened in one round, in points."""


def drape(
    one: Sheet, scale_mm: float, obstacle: np.ndarray, grid: Grid, bone: np.ndarray | None = None
) -> Sheet:
    """The sheet pushed out of `obstacle` (a field on `grid`) until its inner face lies on it.

    Its ends are only pushed out of `bone` (a field too): muscles share the places that they are fixed to.

    Each round moves the points that are too close outward and evens the displacement over the sheet, so that
    a plate bridges the gaps between ribs and keeps its thickness.
    """
    free = _free(one)
    clearance = END_MM + (one.half_mm(scale_mm) + GAP_MM - END_MM) * free
    bone = obstacle if bone is None else bone
    slope = np.stack(np.gradient(gaussian_filter(obstacle, 1.0), grid.step_mm))
    points = one.points_mm
    shift = np.zeros_like(points)
    for turn in range(ROUNDS):
        room = sample(obstacle, grid, points + shift)
        room = room + (1 - free) * (sample(bone, grid, points + shift) - room)
        push = np.clip(clearance - room, 0, STEP_MM)
        if push.max() < 0.05:
            break
        shift = shift + push[..., None] * _outward(points + shift, slope, grid, one.faces[:, None], free)
        if turn < ROUNDS - FIRM:
            shift = _evened(shift, free)
    return replace(one, points_mm=points + shift)


def _outward(
    points_mm: np.ndarray, slope: np.ndarray, grid: Grid, faces: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """Unit directions (U, T, 3) out of the obstacle, leaning between the ends to where the outer face is."""
    direction = _unit(np.stack([sample(s, grid, points_mm) for s in slope], axis=-1))
    inward = np.minimum((direction * faces).sum(axis=-1, keepdims=True), 0)
    leaning = _unit(direction - 2 * inward * faces + 0.5 * faces)
    held = free[None, :, None]
    return _unit(held * leaning + (1 - held) * direction)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)


def _free(one: Sheet) -> np.ndarray:
    """How free each station along the fibres is (T,): 0 at the attachments, 1 at some distance from them."""
    length_mm = np.linalg.norm(np.diff(one.points_mm, axis=1), axis=2).sum(axis=1).mean()
    t = np.linspace(0, 1, one.points_mm.shape[1])
    return np.clip(np.minimum(t, 1 - t) / min(0.125, HELD_MM / max(length_mm, 1.0)), 0, 1)


def _evened(shift: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The displacement spread over its neighbourhood; at the ends, held where they attach, only sideways."""
    sideways = gaussian_filter1d(shift, SPREAD, axis=0, mode="nearest")
    smooth = gaussian_filter1d(sideways, SPREAD, axis=1, mode="nearest")
    held = free[None, :, None]
    return held * smooth + (1 - held) * sideways
