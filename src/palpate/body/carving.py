"""Adding to and cutting from bones: what a coarse source lacks (dens, foramen) as simple solids.

Solids are signed distances on the bone's own grid, joined or cut with rounded seams.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from palpate.body.fields import Grid
from palpate.body.mesh import Mesh, bounds_mm
from palpate.body.remesh import BAND_MM, field_on

Cut = Mapping[str, Any]


def carve(field: np.ndarray, grid: Grid, cuts: Sequence[Cut]) -> np.ndarray:
    """The field after all cuts in order.

    Each adds its solid, or takes it away with `do: cut`; `seam_mm` rounds the seam; `both: true` does the
    same on the mirrored side. Solids: `rope`, a chain of points [x, y, z, radius] in LPS mm; `ball`, a
    centre and three half axes; `cup`, a centre and two radii, open `toward` a direction; `half`, all that
    lies beyond a point `toward` it.
    """
    carved = field.copy()
    for cut in cuts:
        for side in (1, -1) if cut.get("both") else (1,):
            window = _window(grid, cut, side)
            if window is not None:
                carved[window] = _with(carved[window], _points(grid, window) * [side, 1, 1], cut)
    return carved


def keep_off(field: np.ndarray, grid: Grid, neighbours: Iterable[Mesh], gap_mm: float) -> np.ndarray:
    """The field cut back until it lies `gap_mm` away from its neighbours: cartilage is not bone."""
    kept = field.copy()
    for one in neighbours:
        window = _overlap(grid, bounds_mm(one), gap_mm + BAND_MM)
        if window is not None:
            inner = Grid(
                grid.origin_mm + grid.step_mm * np.array([cut.start for cut in window]),
                grid.step_mm,
                tuple(cut.stop - cut.start for cut in window),
            )
            kept[window] = smooth_max(kept[window], gap_mm - field_on(one, inner), 1.0)
    return kept


def _with(field: np.ndarray, points: np.ndarray, cut: Cut) -> np.ndarray:
    """The field with one solid added or taken away."""
    solid, seam = distance_to(points, cut), cut.get("seam_mm", 2.0)
    return smooth_max(field, -solid, seam) if cut.get("do") == "cut" else smooth_min(field, solid, seam)


def distance_to(points: np.ndarray, solid: Cut) -> np.ndarray:
    """Signed distance of points (..., 3) to a solid."""
    if "rope" in solid:
        return rope(points, np.array(solid["rope"], float))
    if "ball" in solid:
        return ball(points, *np.array(solid["ball"], float))
    toward = np.array(solid["toward"], float) / np.linalg.norm(solid["toward"])
    if "half" in solid:
        return -((points - np.array(solid["half"], float)) @ toward)
    return cup(points, np.array(solid["cup"][0], float), solid["cup"][1], toward)


def cup(points: np.ndarray, centre: np.ndarray, radii: Sequence[float], toward: np.ndarray) -> np.ndarray:
    """Signed distance to a half shell between two radii, its rim in the plane through the centre."""
    out = np.linalg.norm(points - centre, axis=-1)
    shell = np.maximum(out - radii[1], radii[0] - out)
    return smooth_max(shell, (points - centre) @ toward, 3.0)


def rope(points: np.ndarray, chain: np.ndarray) -> np.ndarray:
    """Signed distance to a chain of rounded cones given as rows [x, y, z, radius]."""
    if len(chain) == 1:
        return np.linalg.norm(points - chain[0, :3], axis=-1) - chain[0, 3]
    pieces = [_cone(points, start, end) for start, end in pairwise(chain)]
    return np.min(pieces, axis=0)


def _cone(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end[:3] - start[:3]
    share = np.clip((points - start[:3]) @ along / max(along @ along, 1e-9), 0, 1)
    centre = start[:3] + share[..., None] * along
    return np.linalg.norm(points - centre, axis=-1) - (start[3] + share * (end[3] - start[3]))


def ball(points: np.ndarray, centre: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Signed distance (nearly) to an ellipsoid with half axes along x, y, z."""
    scaled = np.linalg.norm((points - centre) / half, axis=-1)
    slope = np.linalg.norm((points - centre) / half**2, axis=-1)
    return scaled * (scaled - 1) / np.maximum(slope, 1e-9)


def smooth_min(a: np.ndarray, b: np.ndarray, seam_mm: float) -> np.ndarray:
    """The union of two fields with a seam rounded over about `seam_mm`."""
    if not seam_mm:
        return np.minimum(a, b)
    share = np.clip(0.5 + 0.5 * (b - a) / seam_mm, 0, 1)
    return b + (a - b) * share - seam_mm * share * (1 - share)


def smooth_max(a: np.ndarray, b: np.ndarray, seam_mm: float) -> np.ndarray:
    """The common part of two fields with a rounded seam."""
    return -smooth_min(-a, -b, seam_mm)


def _window(grid: Grid, cut: Cut, side: int) -> tuple[slice, slice, slice] | None:
    """The part of the grid that the solid can change."""
    low, high = _box(cut)
    if side < 0:
        low, high = np.array([-high[0], *low[1:]]), np.array([-low[0], *high[1:]])
    return _overlap(grid, np.array([low, high]), cut.get("seam_mm", 2.0) + 2 * grid.step_mm)


def _overlap(grid: Grid, box: np.ndarray, reach: float) -> tuple[slice, slice, slice] | None:
    """The part of the grid within reach of a box (2, 3), or None."""
    low, high = box
    first = np.maximum(np.floor(grid.indices(low - reach)), 0).astype(int)
    last = np.minimum(np.ceil(grid.indices(high + reach)) + 1, grid.shape).astype(int)
    if (first >= last).any():
        return None
    return tuple(slice(int(a), int(b)) for a, b in zip(first, last, strict=True))


def _box(cut: Cut) -> tuple[np.ndarray, np.ndarray]:
    if "rope" in cut:
        chain = np.array(cut["rope"], float)
        return (chain[:, :3] - chain[:, 3:]).min(axis=0), (chain[:, :3] + chain[:, 3:]).max(axis=0)
    if "half" in cut:
        return np.full(3, -1e4), np.full(3, 1e4)
    centre, half = cut["ball"] if "ball" in cut else (cut["cup"][0], cut["cup"][1][1])
    return np.array(centre, float) - half, np.array(centre, float) + half


def _points(grid: Grid, window: tuple[slice, slice, slice]) -> np.ndarray:
    axes = [grid.origin_mm[i] + grid.step_mm * np.arange(window[i].start, window[i].stop) for i in range(3)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
