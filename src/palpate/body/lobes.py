"""Round bodies said by places and sizes: balls strung along a line, and their distances on a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from palpate.body.fascicles import point
from palpate.body.fields import FAR_MM, Grid
from palpate.body.mesh import Mesh
from palpate.body.tubes import smooth

Record = Mapping[str, Any]
DIP_MM = 0.3
"""The balls along a line lie so near each other that the surface between two dips by no more than this."""

NEAR_MM = 20.0
"""Farther than this from a ball its distance is not asked for."""

MIRROR = np.array([-1.0, 1.0, 1.0])
"""From the right side, on which places are said, to the left."""


@dataclass(frozen=True)
class Lobe:
    """Balls in a row: centres (N, 3) and half sizes (N, 3) to the side, to the front and upward, in mm.

    `frame` (3, 3) holds the lobe's own three axes, so that a kidney can face obliquely.
    """

    centres_mm: np.ndarray
    radii_mm: np.ndarray
    frame: np.ndarray

    def corners_mm(self) -> np.ndarray:
        """Points (2N, 3) that no ball reaches beyond."""
        reach = self.radii_mm.max(axis=1, keepdims=True)
        return np.concatenate([self.centres_mm - reach, self.centres_mm + reach])


def lobe(record: Record, left: bool, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> Lobe:
    """The lobe that a record says by places `along` a line, and `size_mm` [wide, deep, high] for each place.

    `turn_deg` turns it about the vertical so that its front faces outward; `left` mirrors it.
    """
    sizes = np.atleast_2d(np.asarray(record["size_mm"], float))
    centres, where = _line(
        np.array([point(place, bones, landmarks) for place in record["along"]]), _spacing_mm(sizes / 2)
    )
    given = np.linspace(0, max(len(record["along"]) - 1, 1), len(sizes))
    radii = np.stack([np.interp(where, given, sizes[:, axis]) for axis in range(3)], axis=1) / 2
    frame = _turned(float(record.get("turn_deg", 0.0)))
    return Lobe(centres * MIRROR, radii, frame * MIRROR) if left else Lobe(centres, radii, frame)


def _spacing_mm(radii_mm: np.ndarray) -> float:
    """How far apart balls may lie on a line, by the height of the arc over half the way between two."""
    return float((radii_mm.min(axis=1) * np.sqrt(8 * DIP_MM / radii_mm.max(axis=1))).min())


def _line(points_mm: np.ndarray, step_mm: float) -> tuple[np.ndarray, np.ndarray]:
    return smooth(points_mm, step_mm) if len(points_mm) > 1 else (points_mm, np.zeros(1))


def _turned(angle_deg: float) -> np.ndarray:
    """Axes of a right-sided lobe whose front is turned to the right."""
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def distance(lobes: Sequence[Lobe], grid: Grid, melt_mm: float = 0.0) -> np.ndarray:
    """The signed distance of the grid's points to lobes that melt into each other over `melt_mm`."""
    field = np.full(grid.shape, FAR_MM)
    for one in lobes:
        field = melted(field, _to_balls(one, grid), melt_mm)
    return field


def melted(field: np.ndarray, other: np.ndarray, melt_mm: float) -> np.ndarray:
    """The union of two bodies with the edge between them filled: a polynomial smooth minimum."""
    if not melt_mm:
        return np.minimum(field, other)
    share = np.clip(0.5 + (other - field) / (2 * melt_mm), 0, 1)
    return other + (field - other) * share - melt_mm * share * (1 - share)


def _to_balls(one: Lobe, grid: Grid) -> np.ndarray:
    field = np.full(grid.shape, FAR_MM)
    for centre, radii in zip(one.centres_mm, one.radii_mm, strict=True):
        box, part = _around(centre, radii.max() + NEAR_MM, grid)
        np.minimum(field[box], _to_ball(centre, radii, one.frame, part), out=field[box])
    return field


def _around(centre: np.ndarray, reach_mm: float, grid: Grid) -> tuple[tuple[slice, ...], Grid]:
    """The part of a grid within reach of a point, as slices and as a grid."""
    low = np.clip(np.floor(grid.indices(centre - reach_mm)), 0, grid.shape).astype(int)
    high = np.clip(np.ceil(grid.indices(centre + reach_mm)) + 1, low, grid.shape).astype(int)
    box = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    return box, Grid(grid.origin_mm + grid.step_mm * low, grid.step_mm, tuple(high - low))


def _to_ball(centre: np.ndarray, radii: np.ndarray, frame: np.ndarray, grid: Grid) -> np.ndarray:
    """About the distance to an ellipsoid: right on its surface, and right to some percent near it."""
    away = [grid.along(axis) - centre[axis] for axis in range(3)]
    own = [sum(row[axis] * away[axis] for axis in range(3)) for row in frame]
    size = np.sqrt(sum((line / radius) ** 2 for line, radius in zip(own, radii, strict=True)))
    slope = np.sqrt(sum((line / radius**2) ** 2 for line, radius in zip(own, radii, strict=True)))
    return np.where(slope > 1e-9, size * (size - 1) / np.maximum(slope, 1e-9), -radii.min())
