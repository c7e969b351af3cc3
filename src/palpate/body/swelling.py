"""How thick a sheet becomes: as its belly asks and its surroundings leave room, until it has its volume."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from palpate.body.fields import Grid, sample
from palpate.body.sheets import Sheet, enclosed_mm3

MARGIN_MM = 0.7
"""The gap left between a muscle and the bone or muscle beneath it."""
STEPS = 10
"""How many steps are looked ahead for an obstacle within the greatest thickness."""
THINNEST_MM = 0.5
"""Half the least thickness, kept even where no room is left."""
ROUNDS = 12
"""How often the thickness is corrected by the volume found."""
MOST = 5.0
"""How many times the first guess a scale may grow to where there is little room."""


@dataclass(frozen=True)
class Room:
    """How far a sheet can swell along its normals and against them until it meets something (U, T), in mm."""

    outer_mm: np.ndarray
    inner_mm: np.ndarray


def room_for(one: Sheet, normals: np.ndarray, reach_mm: float, obstacle: np.ndarray, grid: Grid) -> Room:
    """The room on both sides of a sheet, as far as `reach_mm`."""
    return Room(*(_free(one.points_mm, way * normals, reach_mm, obstacle, grid) for way in (1, -1)))


def _free(
    points_mm: np.ndarray, way: np.ndarray, reach_mm: float, obstacle: np.ndarray, grid: Grid
) -> np.ndarray:
    """How far each point can go its way until it is closer than the margin to an obstacle (U, T)."""
    free = np.full(points_mm.shape[:2], reach_mm)
    open_ = np.ones(points_mm.shape[:2], bool)
    before = sample(obstacle, grid, points_mm) - MARGIN_MM
    free[before <= 0], open_[before <= 0] = 0, False
    step = reach_mm / STEPS
    for k in range(1, STEPS + 1):
        here = sample(obstacle, grid, points_mm + k * step * way) - MARGIN_MM
        met = open_ & (here <= 0)
        free[met] = step * (k - 1 + before[met] / np.maximum(before[met] - here[met], 1e-6))
        open_ &= ~met
        before = here
    return free


def swollen(
    sheets: Sequence[Sheet],
    rooms: Sequence[Room],
    scale: float,
    volumes_mm3: Sequence[float],
    together: bool,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The outer and inner half thickness (each (U, T) mm) of every sheet, so that each has about its volume.

    `scale` is the first guess for all. Sheets that are `together` lie side by side in the order given: one
    thickness goes over into the next.
    """
    scales = np.full(len(sheets), scale)
    most = MOST * max(scale, 0.5)
    for _ in range(ROUNDS):
        halves = _halves(sheets, rooms, scales, together)
        found = np.array([_filled_mm3(s, o, i) for s, (o, i) in zip(sheets, halves, strict=True)])
        ratio = np.array(volumes_mm3) / np.maximum(found, 1.0)
        if (np.abs(ratio - 1) < 0.02).all():
            break
        scales = np.minimum(scales * np.clip(ratio, 0.6, 1.7) ** 0.9, most)
    return _halves(sheets, rooms, scales, together)


def _halves(
    sheets: Sequence[Sheet], rooms: Sequence[Room], scales: np.ndarray, together: bool
) -> list[tuple[np.ndarray, np.ndarray]]:
    columns = [np.full(len(s.points_mm), k) for s, k in zip(sheets, scales, strict=True)]
    if together:
        cuts = np.cumsum([len(c) for c in columns])[:-1]
        columns = np.split(gaussian_filter1d(np.concatenate(columns), 2.5, mode="nearest"), cuts)
    return [
        _limited(s.tendon_half_mm + k[:, None] * s.belly, room)
        for s, k, room in zip(sheets, columns, rooms, strict=True)
    ]


def _limited(half_mm: np.ndarray, room: Room) -> tuple[np.ndarray, np.ndarray]:
    """Half thicknesses kept within the room, evened; what one side lacks the other gets where it has room."""
    inner = np.minimum(half_mm, room.inner_mm)
    outer = np.minimum(half_mm, room.outer_mm)
    inner, outer = (
        np.minimum(half_mm + 0.8 * (half_mm - other), own)
        for own, other in ((room.inner_mm, outer), (room.outer_mm, inner))
    )
    return tuple(
        np.maximum(np.minimum(gaussian_filter(side, 0.8, mode="nearest"), free), THINNEST_MM)
        for side, free in ((outer, room.outer_mm), (inner, room.inner_mm))
    )


def _filled_mm3(one: Sheet, outer_mm: np.ndarray, inner_mm: np.ndarray) -> float:
    """About how much a sheet with these half thicknesses encloses."""
    return enclosed_mm3(one, (outer_mm + inner_mm) / 2)
