"""A muscle part as a sheet: a grid of points between neighbouring fascicles, with a thickness at each.

Narrow sheets are bellies, wide ones plates and fans, so that one construction serves all muscles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator
from scipy.ndimage import gaussian_filter1d

COLUMN_MM, STATION_MM = 5.0, 6.0
"""Distances of neighbouring points across and along a sheet: fine for shapes, coarse for files."""
COLUMNS, STATIONS = (5, 26), (9, 48)
"""Least and greatest numbers of points across and along."""
ROUND = 0.8
"""How thick a belly may be for its breadth."""
LEAST_GAP_MM = 0.3
"""The least distance between columns."""
CROWD_MM = 20.0
"""A sheet narrower than this at a station is evened there."""
SLIP_COLUMNS = 5
"""Stretches from one fascicle to the next where slips part between them: the middle one is the gap."""
SLIP_OPENS = 0.35
"""Over which share of its length a split opens."""


@dataclass(frozen=True)
class Profile:
    """How thickness and width run along and across a part.

    `tendon_from`, `tendon_to`: shares of the length that are tendon. `tendon_mm`: thickness of the tendon.
    `peak`: where along the belly it is thickest (0..1). `fullness`: 1 swells and wanes evenly, 0.3 is a
    plateau. `edge`: share of the thickness left at the side borders. `width_mm`: breadth of the belly
    beyond its fascicles. `slips_from`, `slips_to`: shares of the length over which the part is split into
    one slip per fascicle, each `slip_mm` wide. `notches`: where tendons cross the belly. `ridges`: how much
    of the thickness is lost between neighbouring fascicles, so that each shows as a bundle. `bundles`: each
    fascicle is a rounded bundle of its own and they melt together, for muscles that arise along a line that
    runs with their fibres. `faces`: direction (3,) LPS in which the outer face looks, zeros when the sheet
    itself decides.
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
    bundles: bool = False
    faces: np.ndarray = field(default_factory=lambda: np.zeros(3))


@dataclass(frozen=True)
class Sheet:
    """Points (U, T, 3) in mm, U across the part and T from its `from` end to its `to` end.

    Half the thickness is `tendon_half_mm + scale * belly` (U, T). `present` (U - 1, T - 1) says which of its
    cells are there: the others are gaps between slips. `faces` (U, 3) is the direction in which the outer
    face of each column looks, zeros where it is not said.
    """

    points_mm: np.ndarray
    tendon_half_mm: float
    belly: np.ndarray
    present: np.ndarray
    faces: np.ndarray

    def half_mm(self, scale_mm: float) -> np.ndarray:
        """Half the thickness (U, T) when the belly's peak adds `scale_mm`."""
        return self.tendon_half_mm + scale_mm * self.belly


@dataclass(frozen=True)
class Stations:
    """How many points lie along a sheet, and at which shares of its length the fascicles' points (K,)."""

    count: int
    knots: np.ndarray | None


def sheet(
    paths_mm: Sequence[np.ndarray],
    thick: Sequence[float],
    profile: Profile,
    seams: tuple[bool, bool] = (False, False),
    lengthwise: Stations | None = None,
) -> Sheet:
    """The sheet through the fascicles (each (K, 3), ordered from one border of the part to the other).

    Its border does not taper where a seam joins it to a neighbour; `lengthwise` are its stations.
    """
    lengthwise = lengthwise or stations(paths_mm)
    count = lengthwise.count
    along = np.stack([smooth_path(p, count, lengthwise.knots) for p in paths_mm])
    split = profile.slips_from > 0 or profile.slips_to > 0
    share = _shares(along, profile.width_mm, seams, split)
    points = _between(along, share)
    present = np.ones((len(share) - 1, count - 1), bool)
    if split and len(along) > 1:
        points, present = _slips(points, along, share, profile)
    side = _sides(share, len(along))
    swell = _lengthwise(profile, count)
    breadth_mm = profile.tendon_mm / 2 + swell**0.7 * profile.width_mm
    widened = _outwards(side, seams)[:, None] * breadth_mm / 2
    points = points + widened[..., None] * _across(along, profile.faces)
    crosswise = _crosswise(side, profile.edge, seams) * np.interp(share, np.arange(len(thick)), thick)
    crosswise *= 1 - profile.ridges * np.sin(np.pi * share) ** 2
    faces = np.tile(profile.faces, (len(points), 1))
    return Sheet(points, profile.tendon_mm / 2, crosswise[:, None] * swell, present, faces)


def stations(paths_mm: Sequence[np.ndarray]) -> Stations:
    """How many points fascicles need along, and at which shares of them their points lie, if they answer to
    one another: fascicles of as many points run through the same places in the same order.
    """
    runs = [_shares_of(p) for p in paths_mm]
    length_mm = max(_lengths_mm(p)[-1] for p in paths_mm)
    count = int(np.clip(length_mm / STATION_MM, *STATIONS))
    alike = len({len(p) for p in paths_mm}) == 1
    return Stations(count, np.mean(runs, axis=0) if alike else None)


def _shares_of(points_mm: np.ndarray) -> np.ndarray:
    """Where along its length each point of a polyline lies, 0 to 1."""
    run = _lengths_mm(points_mm)
    return run / run[-1]


def _lengths_mm(points_mm: np.ndarray) -> np.ndarray:
    """The way along a polyline (K, 3) to each of its points (K,)."""
    return np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points_mm, axis=0), axis=1))])


def smooth_path(points_mm: np.ndarray, count: int, knots: np.ndarray | None = None) -> np.ndarray:
    """A curve (count, 3) through points (K, 3): a natural spline on centripetal parameters.

    In equal steps, or with the points at the shares `knots` (K,) of the way.
    """
    if len(points_mm) == 2:
        return np.linspace(points_mm[0], points_mm[1], count)
    steps = np.linalg.norm(np.diff(points_mm, axis=0), axis=1)
    at = np.concatenate([[0], np.cumsum(np.sqrt(np.maximum(steps, 1e-6)))])
    spline = CubicSpline(at, points_mm, bc_type="natural")
    fine_at = np.linspace(0, at[-1], 8 * count)
    fine = spline(fine_at)
    if knots is None:
        return even(fine, count)
    return _at_knots(fine, np.interp(at, fine_at, _shares_of(fine)), knots, count)


def _at_knots(fine_mm: np.ndarray, shares: np.ndarray, knots: np.ndarray, count: int) -> np.ndarray:
    """A fine polyline sampled so that what lies at `shares` of its length comes at the shares `knots`."""
    length = PchipInterpolator(*_rising(knots, shares))(np.linspace(0, 1, count))
    run = _shares_of(fine_mm)
    return np.stack([np.interp(length, run, fine_mm[:, i]) for i in range(3)], axis=1)


def _rising(knots: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Knots with at least a little between them."""
    apart = np.maximum(np.diff(knots), 0.01)
    return np.concatenate([[0], np.cumsum(apart)]) / apart.sum(), shares


def even(points_mm: np.ndarray, count: int) -> np.ndarray:
    """The polyline (K, 3) sampled anew at `count` points of equal arc length."""
    run = _lengths_mm(points_mm)
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


def _shares(along: np.ndarray, width_mm: float, seams: tuple[bool, bool], split: bool) -> np.ndarray:
    """Where each column lies between the fascicles (U,), 0 at the first, closer together at free borders."""
    gaps_mm = np.linalg.norm(np.diff(along, axis=0), axis=2).max(axis=1, initial=0)
    if split and len(along) > 1:
        return np.linspace(0, len(gaps_mm), SLIP_COLUMNS * len(gaps_mm) + 1)
    knots = np.concatenate([[0], np.cumsum(np.maximum(gaps_mm, 0.5))])
    count = int(np.clip((knots[-1] + width_mm) / COLUMN_MM + 2, *COLUMNS))
    even_mm = np.linspace(-1, 1, count)
    round_mm = np.sin(even_mm * np.pi / 2)
    free = np.where(even_mm < 0, not seams[0], not seams[1])
    where = (even_mm + np.where(free, round_mm, even_mm)) / 2
    return np.interp((where + 1) / 2 * knots[-1], knots, np.arange(len(knots)))


def _between(along: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The fascicles filled up to columns (U, T, 3): straight between two, a smooth curve through more."""
    if len(along) == 1:
        return np.repeat(along, len(share), axis=0)
    if len(along) == 2:
        return along[0] + (along[1] - along[0]) * share[:, None, None]
    return PchipInterpolator(np.arange(len(along)), along, axis=0)(share)


def _sides(share: np.ndarray, fascicles: int) -> np.ndarray:
    """Where each column lies from border to border (U,), -1 to 1."""
    return np.linspace(-1, 1, len(share)) if fascicles == 1 else 2 * share / (fascicles - 1) - 1


def _outwards(side: np.ndarray, seams: tuple[bool, bool]) -> np.ndarray:
    """How far each column (U,) goes with a border that is moved outward: not at all at a seam."""
    if seams[0] and seams[1]:
        return np.zeros_like(side)
    return (side + seams[0] - seams[1]) / (1 + (seams[0] or seams[1]))


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


def _slips(
    points: np.ndarray, along: np.ndarray, share: np.ndarray, profile: Profile
) -> tuple[np.ndarray, np.ndarray]:
    """The columns drawn together on their fascicles towards a split end, and the cells (U - 1, T - 1) left.

    The middle one of the stretches between two fascicles is the gap.
    """
    t = np.linspace(0, 1, points.shape[1])
    opening = np.zeros(len(t))
    for reach, distance in ((profile.slips_from, t), (profile.slips_to, 1 - t)):
        if reach > 0:
            opening = np.maximum(opening, np.clip((1 - distance / reach) / SLIP_OPENS, 0, 1))
    own = along[np.rint(share).astype(int)]
    away = points - own
    far = np.linalg.norm(away, axis=2)
    kept = np.minimum(1, profile.slip_mm / 2 / np.maximum(far, 1e-6))
    points = own + away * (1 - opening + opening * kept)[..., None]
    gap = np.rint(share[:-1]) != np.rint(share[1:])
    return points, ~(gap[:, None] & ((opening[:-1] > 0.5) & (opening[1:] > 0.5)))


def _seen(one: Sheet) -> np.ndarray:
    """How much of each point's surroundings is there (U, T): 1 amid present cells, 0 amid gaps."""
    cells = np.pad(one.present.astype(float), 1, mode="edge")
    return (cells[:-1, :-1] + cells[1:, :-1] + cells[:-1, 1:] + cells[1:, 1:]) / 4


def untangled(one: Sheet) -> Sheet:
    """The sheet with its columns in order at every station, where converging fascicles cross one another."""
    points = one.points_mm
    across = _across(points, one.faces[0])
    middle = points.mean(axis=0)
    offset = ((points - middle) * across).sum(axis=2)
    rest = points - middle - offset[..., None] * across
    ordered = _in_order(offset, LEAST_GAP_MM)
    crowded = np.clip(1 - np.ptp(ordered, axis=0) / CROWD_MM, 0, 1)[None, :, None]
    even = crowded * gaussian_filter1d(rest, len(points) / 4, axis=0, mode="nearest") + (1 - crowded) * rest
    return replace(one, points_mm=middle + ordered[..., None] * across + even)


def _in_order(offset: np.ndarray, gap: float) -> np.ndarray:
    """Offsets (U, T) changed as little as makes each at least a gap greater than the one before it."""
    steps = gap * np.arange(len(offset))[:, None]
    level = offset - steps
    up = np.maximum.accumulate(level, axis=0)
    down = np.minimum.accumulate(level[::-1], axis=0)[::-1]
    return (up + down) / 2 + steps


def rounded(one: Sheet, scale_mm: float) -> Sheet:
    """The sheet made broader and thinner by as much where it would be thicker than broad: a round belly."""
    points = one.points_mm
    half = one.half_mm(scale_mm)
    broad = np.linalg.norm(np.diff(points, axis=0), axis=2).sum(axis=0) + 2 * half[[0, -1]].mean(axis=0)
    thick = 2 * half.max(axis=0)
    factor = gaussian_filter1d(np.sqrt(np.maximum(thick / (ROUND * broad), 1.0)), 1.5, mode="nearest")
    side = 2 * _run(points) - 1
    wider = side * (broad * (factor - 1) / 2)
    moved = points + wider[..., None] * _across(points, one.faces[0])
    return replace(one, points_mm=moved, belly=one.belly / factor)


def _run(points_mm: np.ndarray) -> np.ndarray:
    """How far across its own station each point lies (U, T), 0 at the first border to 1 at the last."""
    step = np.linalg.norm(np.diff(points_mm, axis=0), axis=2)
    run = np.concatenate([np.zeros((1, step.shape[1])), np.cumsum(step, axis=0)])
    even = np.linspace(0, 1, len(points_mm))[:, None]
    return np.where(run[-1] > 0.5, run / np.maximum(run[-1], 0.5), even)


def _areas(one: Sheet) -> np.ndarray:
    """The share of the sheet's area that each of its points stands for (U, T), none for gaps."""
    along, across = np.gradient(one.points_mm, axis=1), np.gradient(one.points_mm, axis=0)
    return np.linalg.norm(np.cross(along, across), axis=2) * _seen(one)


def enclosed_mm3(one: Sheet, half_mm: np.ndarray) -> float:
    """About how much the sheet encloses with half thicknesses (U, T): over its area, and in its borders."""
    run = np.linalg.norm(np.gradient(one.points_mm, axis=1), axis=2)
    borders = sum((np.pi / 2 * half_mm[u] ** 2 * run[u]).sum() for u in (0, -1))
    return float((2 * half_mm * _areas(one)).sum() + borders)


def scale_for(sheets: Sequence[Sheet], volume_mm3: float) -> float:
    """The `scale_mm` at which the sheets together enclose about the volume, by halving an interval."""
    low, high = 0.0, 60.0
    for _ in range(30):
        middle = (low + high) / 2
        found = sum(enclosed_mm3(one, one.half_mm(middle)) for one in sheets)
        low, high = (middle, high) if found < volume_mm3 else (low, middle)
    return (low + high) / 2
