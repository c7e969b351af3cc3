"""Ellipsoids melted into a field or cut out of it: what bones and muscles do not shape, as nose and ears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from palpate.body.fascicles import direction, point
from palpate.body.fields import Grid, sample
from palpate.body.mesh import Mesh

Record = Mapping[str, Any]
MIDLINE_MM = 0.5
"""Nearer to the midline than this a feature stands once."""
FAR_MM = 300.0
"""No surface lies farther from the place that names it."""
BLEND_MM = 4.0
"""Breadth of the fillet around a feature that names none."""


def featured(
    field: np.ndarray, grid: Grid, features: Iterable[Record], bones: Mapping[str, Mesh]
) -> np.ndarray:
    """The field with every feature on the right and, mirrored, on the left.

    A feature has a place `at` (moved out to the surface in the direction of `onto`, if it has one, and back
    by `sink_mm`), `radii_mm` along its axes, `along` and `toward` (words of direction for the first
    two axes), `blend_mm`, and `cut` where it is a hollow.
    """
    field = field.copy()
    for feature in features:
        centre = point(feature["at"], bones, {})
        if "onto" in feature:
            way = direction(feature["onto"])
            centre = _onto(centre, way, field, grid) - float(feature.get("sink_mm", 0)) * way
        axes = _axes(feature.get("along", "superior"), feature.get("toward", "anterior"))
        for side in (1, -1) if abs(centre[0]) > MIDLINE_MM else (1,):
            flip = np.array([side, 1, 1])
            _lay(field, feature, centre * flip, axes * flip, grid)
    return field


def melted(one: np.ndarray, other: np.ndarray, blend_mm: float) -> np.ndarray:
    """The union of two fields with a fillet: the smooth minimum by a polynomial."""
    share = np.clip(0.5 + 0.5 * (other - one) / blend_mm, 0, 1)
    return other + (one - other) * share - blend_mm * share * (1 - share)


def _onto(start: np.ndarray, way: np.ndarray, field: np.ndarray, grid: Grid) -> np.ndarray:
    """The first point outside the field on the way from a start inside it."""
    steps = start + np.arange(0.0, FAR_MM)[:, None] * way
    return steps[np.argmax(sample(field, grid, steps) > 0)]


def _axes(along: str | Sequence[str], toward: str | Sequence[str]) -> np.ndarray:
    """Three unit vectors (3, 3): along, toward made square to it, and the one square to both."""
    first, second = direction(along), direction(toward)
    second = second - first * (second @ first)
    second /= np.linalg.norm(second)
    return np.array([first, second, np.cross(first, second)])


def _lay(field: np.ndarray, feature: Record, centre: np.ndarray, axes: np.ndarray, grid: Grid) -> None:
    radii, blend = np.array(feature["radii_mm"], float), float(feature.get("blend_mm", BLEND_MM))
    box = _around(centre, radii.max() + 3 * blend + 2 * grid.step_mm, grid)
    spots = np.stack(np.mgrid[box], axis=-1)
    away = _away((grid.origin_mm + grid.step_mm * spots - centre) @ axes.T, radii)
    sign = -1 if feature.get("cut") else 1
    field[box] = sign * melted(sign * field[box], away, blend)


def _around(centre: np.ndarray, reach_mm: float, grid: Grid) -> tuple[slice, ...]:
    low = np.maximum(np.floor(grid.indices(centre - reach_mm)).astype(int), 0)
    high = np.minimum(np.ceil(grid.indices(centre + reach_mm)).astype(int), grid.shape)
    return tuple(slice(int(a), int(b)) for a, b in zip(low, high, strict=True))


def _away(local_mm: np.ndarray, radii_mm: np.ndarray) -> np.ndarray:
    """About the signed distance of points (..., 3) to an ellipsoid around the origin."""
    scaled = np.linalg.norm(local_mm / radii_mm, axis=-1)
    slope = np.linalg.norm(local_mm / radii_mm**2, axis=-1)
    inner = -radii_mm.min()
    return np.where(slope > 1e-9, scaled * (scaled - 1) / np.maximum(slope, 1e-9), inner)
