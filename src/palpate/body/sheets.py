"""A muscle part as a sheet: a grid of points between neighbouring fascicles, with a thickness at each.

Narrow sheets are bellies, wide ones plates and fans, so that one construction serves all muscles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator
from scipy.ndimage import gaussian_filter1d

SPACING_MM = (1.1, 2.4)
"""Least and greatest distance of neighbouring sheet points; between them it is half the tendon's thickness.

Seen from a surface that lies h away, points s apart roughen it by s * s / (8 * h).
"""


@dataclass(frozen=True)
class Profile:
    """How thickness and width run along and across a part.

    `tendon_from`, `tendon_to`: shares of the length that are tendon. `tendon_mm`: thickness of the tendon.
    `peak`: where along the belly it is thickest (0..1). `fullness`: 1 swells and wanes evenly, 0.3 is a
    plateau. `edge`: share of the thickness left at the side borders. `width_mm`: breadth of the belly
    beyond its fascicles. `slips_from`, `slips_to`: shares of the length over which the part is split into
    one slip per fascicle, each `slip_mm` wide. `notches`: where tendons cross the belly. `ridges`: how much
    of the thickness is lost between neighbouring fascicles, so that each shows as a bundle. `faces`:
    direction (3,) LPS in which the outer face looks, zeros when the sheet itself decides.
    """

    tendon_from: float = 0.0
    tendon_to: float = 0.0
    tendon_mm: float = 2.4
    peak: float = 0.5
    fullness: float = 0.5
    edge: float = 0.5
    width_mm: float = 0.0
    slips_from: float = 0.0
    slips_to: float = 0.0
    slip_mm: float = 8.0
    notches: tuple[float, ...] = ()
    ridges: float = 0.0
    faces: np.ndarray = field(default_factory=lambda: np.zeros(3))


@dataclass(frozen=True)
class Sheet:
    """Points (U, T, 3) in mm, U across the part and T from its `from` end to its `to` end.

    Half the thickness is `tendon_half_mm + scale * belly` (U, T); points where `present` is False are gaps
    between slips. `faces` (U, 3) is the direction in which the outer face of each column looks, zeros where
    it is not said.
    """

    points_mm: np.ndarray
    tendon_half_mm: float
    belly: np.ndarray
    present: np.ndarray
    faces: np.ndarray

    def half_mm(self, scale_mm: float) -> np.ndarray:
        """Half the thickness (U, T) when the belly's peak adds `scale_mm`."""
        return self.tendon_half_mm + scale_mm * self.belly


def sheet(paths_mm: Sequence[np.ndarray], thick: Sequence[float], profile: Profile,
          seams: tuple[bool, bool] = (False, False), count: int | None = None) -> Sheet:
    """The sheet through the fascicles (each (K, 3), ordered from one border of the part to the other).

    Its border does not taper where a seam joins it to a neighbour; `count` is how many stations it has along.
    """
    count = count or stations(paths_mm, profile)
    along = np.stack([smooth_path(p, count) for p in paths_mm])
    points, share = _columns(along, profile.width_mm, spacing_mm(profile))
    side = 2 * np.linspace(0, 1, len(points)) - 1
    lengthwise = _lengthwise(profile, count)
    widened = side[:, None] * lengthwise**0.7 * profile.width_mm / 2
    points = points + widened[..., None] * _across(along, profile.faces)
    crosswise = _crosswise(side, profile.edge, seams) * np.interp(share, np.arange(len(thick)), thick)
    crosswise *= 1 - profile.ridges * np.sin(np.pi * share) ** 2
    belly = crosswise[:, None] * lengthwise
    faces = np.tile(profile.faces, (len(points), 1))
    return Sheet(points, profile.tendon_mm / 2, belly, _slips(points, share, profile), faces)


def stations(paths_mm: Sequence[np.ndarray], profile: Profile) -> int:
    """How many points a part needs along its longest fascicle."""
    length = max(np.linalg.norm(np.diff(p, axis=0), axis=1).sum() for p in paths_mm)
    return max(24, int(length / spacing_mm(profile)))


def spacing_mm(profile: Profile) -> float:
    """The distance of neighbouring sheet points that suits the part's thinnest stretch."""
    return float(np.clip(profile.tendon_mm / 2, *SPACING_MM))


def smooth_path(points_mm: np.ndarray, count: int) -> np.ndarray:
    """A curve (count, 3) of equal steps through points (K, 3): a natural spline on centripetal parameters."""
    steps = np.linalg.norm(np.diff(points_mm, axis=0), axis=1)
    at = np.concatenate([[0], np.cumsum(np.sqrt(np.maximum(steps, 1e-6)))])
    if len(points_mm) == 2:
        return np.linspace(points_mm[0], points_mm[1], count)
    fine = CubicSpline(at, points_mm, bc_type="natural")(np.linspace(0, at[-1], 8 * count))
    return even(fine, count)


def even(points_mm: np.ndarray, count: int) -> np.ndarray:
    """The polyline (K, 3) sampled anew at `count` points of equal arc length."""
    run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points_mm, axis=0), axis=1))])
    want = np.linspace(0, run[-1], count)
    return np.stack([np.interp(want, run, points_mm[:, i]) for i in range(3)], axis=1)


def _across(along: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit vectors (T, 3) from the first border to the last, square to the run of the fibres."""
    middle = along.mean(axis=0)
    tangent = np.gradient(middle, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    raw = along[-1] - along[0] if len(along) > 1 else np.cross(tangent, faces)
    raw = gaussian_filter1d(raw, len(raw) / 6, axis=0, mode="nearest")
    raw -= (raw * tangent).sum(axis=1, keepdims=True) * tangent
    return raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)


def _columns(along: np.ndarray, width_mm: float, spacing_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """The fascicles filled up to columns (U, T, 3) and where each column lies between fascicles (U,)."""
    gaps = np.linalg.norm(np.diff(along, axis=0), axis=2)
    breadth = gaps.max(axis=1).sum() + width_mm
    count = max(3, int(breadth / spacing_mm) + 1)
    if len(along) == 1:
        return np.repeat(along, count, axis=0), np.zeros(count)
    knots = np.concatenate([[0], np.cumsum(np.maximum(gaps.max(axis=1), 0.5))])
    where = np.linspace(0, knots[-1], count)
    share = np.interp(where, knots, np.arange(len(along)))
    if len(along) == 2:
        return along[0] + (along[1] - along[0]) * share[:, None, None], share
    return PchipInterpolator(knots, along, axis=0)(where), share


def _lengthwise(profile: Profile, count: int) -> np.ndarray:
    """The belly's swelling (T,): 0 in the tendons, 1 at the peak."""
    t = np.linspace(0, 1, count)
    x = np.clip((t - profile.tendon_from) / max(1 - profile.tendon_from - profile.tendon_to, 1e-6), 0, 1)
    x = x ** (np.log(0.5) / np.log(profile.peak))
    belly = np.sin(np.pi * x).clip(0) ** profile.fullness
    for notch in profile.notches:
        belly *= 1 - 0.6 * np.exp(-(((t - notch) * 80) ** 2))
    return belly


def _crosswise(side: np.ndarray, edge: float, seams: tuple[bool, bool]) -> np.ndarray:
    """The thickness across (U,): 1 in the middle and at seams, `edge` at free borders, an ellipse between."""
    left = np.where(seams[0], 1.0, edge)
    right = np.where(seams[1], 1.0, edge)
    border = np.where(side < 0, left, right)
    return border + (1 - border) * np.sqrt((1 - side**2).clip(0))


def _slips(points_mm: np.ndarray, share: np.ndarray, profile: Profile) -> np.ndarray:
    """Where the part is present (U, T): towards a split end only within half a slip of a fascicle."""
    t = np.linspace(0, 1, points_mm.shape[1])
    present = np.ones(points_mm.shape[:2], bool)
    step = np.linalg.norm(np.diff(points_mm, axis=0), axis=2)
    run = np.concatenate([np.zeros((1, len(t))), np.cumsum(step, axis=0)])
    own = np.array([np.abs(share - k).argmin() for k in range(round(share[-1]) + 1)])
    away = np.abs(run[:, None, :] - run[None, own, :]).min(axis=1)
    for reach, distance in ((profile.slips_from, t), (profile.slips_to, 1 - t)):
        if reach > 0:
            opening = np.clip(1 - distance / reach, 0, 1)
            present &= (away <= profile.slip_mm / 2 + 60 * (1 - opening)**3) | (opening <= 0)
    return present


def area_of(one: Sheet) -> float:
    """The area of the sheet in mm2."""
    return float(_areas(one).sum())


def _areas(one: Sheet) -> np.ndarray:
    """The share of the sheet's area that each of its points stands for (U, T), none for gaps."""
    along, across = np.gradient(one.points_mm, axis=1), np.gradient(one.points_mm, axis=0)
    return np.linalg.norm(np.cross(along, across), axis=2) * one.present


def enclosed_mm3(one: Sheet, scale_mm: float) -> float:
    """About how much the sheet encloses: twice the half thickness over its area, and its rounded borders."""
    half = one.half_mm(scale_mm) * one.present
    run = np.linalg.norm(np.gradient(one.points_mm, axis=1), axis=2)
    borders = sum((np.pi / 2 * half[u] ** 2 * run[u]).sum() for u in (0, -1))
    return float((2 * half * _areas(one)).sum() + borders)


def scale_for(sheets: Sequence[Sheet], volume_mm3: float) -> float:
    """The `scale_mm` at which the sheets together enclose about the volume, by halving an interval."""
    low, high = 0.0, 60.0
    for _ in range(30):
        middle = (low + high) / 2
        found = sum(enclosed_mm3(one, middle) for one in sheets)
        low, high = (middle, high) if found < volume_mm3 else (low, middle)
    return (low + high) / 2
