"""The skin: one closed envelope of bones and muscles, with the fat between them and what they do not shape.

Bones and muscles are filled in a grid of the right half, hollows between them are closed (wide ones on the
trunk, narrow ones between fingers), and the outside moves out by the thickness of the fat. Nose, ears, lips
and pads are ellipsoids of the record. The left half is the mirror, so the skin is the same on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter, zoom
from scipy.spatial import cKDTree

from palpate.body.fascicles import direction, point
from palpate.body.fields import Grid, solid, surface_points
from palpate.body.mesh import Mesh
from palpate.body.remesh import surface_of, taubin, thin

Record = Mapping[str, Any]

STEP_MM = 3.0
CLOSINGS_MM = (4.0, 14.0, 40.0)
"""Radii of the balls that roll over the flesh; the closing asked for at a place is mixed from these."""
REACH_MM = 48.0
"""Room around the flesh, more than the widest ball."""
COARSE = 4
"""Steps of the grid on which thickness and closing are laid out; between them they go over smoothly."""
EASE = 1.6
"""How far, in coarse steps, the thickness of one bone's flesh goes over into the next one's."""
BLUR_MM = 3.0
ROUNDS = 12
"""Rounds of evening out."""


def build(records: Mapping[str, Record], below: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """The skin of every record over bones and muscles by node id (right and midline ones), in LPS mm."""
    return {name: _skin(record, below) for name, record in records.items()}


def _skin(record: Record, below: Mapping[str, Mesh]) -> Mesh:
    grid = _half(below.values())
    flesh = solid(below.values(), grid)
    fat_mm, close_mm = _laid_out(record["over"], below, grid)
    field = _whole(_closed(flesh, close_mm, grid.step_mm)) - _whole(fat_mm)
    whole = _both(grid)
    for feature in record.get("features", ()):
        field = _featured(field, feature, below, whole)
    field = gaussian_filter(field, BLUR_MM / grid.step_mm)
    return thin(taubin(surface_of(field, whole), ROUNDS), int(record["triangles"]))


def _half(meshes: Any) -> Grid:
    """The grid of the right half, from the far right to the midline, which is its last plane."""
    points = np.concatenate([mesh.vertices_mm[mesh.vertices_mm[:, 0] <= 0] for mesh in meshes])
    low = np.floor((points.min(axis=0) - REACH_MM) / STEP_MM).astype(int)
    high = np.ceil((points.max(axis=0) + REACH_MM) / STEP_MM).astype(int)
    high[0] = 0
    return Grid(low * STEP_MM, STEP_MM, tuple(int(n) for n in high - low + 1))


def _both(grid: Grid) -> Grid:
    return Grid(grid.origin_mm, grid.step_mm, (2 * grid.shape[0] - 1, *grid.shape[1:]))


def _whole(half: np.ndarray, planes: int | None = None) -> np.ndarray:
    """The array of the right half followed by its mirror, or by so many planes of it."""
    return np.concatenate([half, half[-2::-1][:planes]])


def _closed(flesh: np.ndarray, close_mm: np.ndarray, step_mm: float) -> np.ndarray:
    """The signed distance to the flesh with its hollows closed, each place by the ball asked for there."""
    beside = int(REACH_MM / step_mm)
    outside = distance_transform_edt(~_whole(flesh, beside), sampling=step_mm)
    fields = [_rolled(outside, ball, step_mm)[: len(flesh)] for ball in CLOSINGS_MM]
    mixed, sizes = fields[0], np.log(CLOSINGS_MM)
    for i in range(1, len(fields)):
        share = np.clip((np.log(close_mm) - sizes[i - 1]) / (sizes[i] - sizes[i - 1]), 0, 1)
        mixed = mixed + share * (fields[i] - fields[i - 1])
    return mixed


def _rolled(outside: np.ndarray, ball_mm: float, step_mm: float) -> np.ndarray:
    """The signed distance to what a ball of this radius that rolls outside does not reach."""
    grown = outside < ball_mm
    inner = ball_mm - distance_transform_edt(grown, sampling=step_mm) + step_mm / 2
    return np.where(grown, inner, outside).astype(np.float32)


def _laid_out(
    over: Mapping[str, Record], below: Mapping[str, Mesh], grid: Grid
) -> tuple[np.ndarray, np.ndarray]:
    """The thickness of the fat and the ball of the closing, in mm, all over the grid: as over the nearest bone."""
    points, values = [], []
    for bone, said in over.items():
        spread = surface_points(below[bone], 12.0)
        spread = spread[spread[:, 0] <= grid.step_mm]
        points.append(spread)
        values += [(said["fat_mm"], np.log(said["close_mm"]))] * len(spread)
    coarse = Grid(grid.origin_mm, COARSE * grid.step_mm, tuple(-(-n // COARSE) + 1 for n in grid.shape))
    _, nearest = cKDTree(np.concatenate(points)).query(coarse.points_at(np.ones(coarse.shape, bool)))
    laid = np.array(values, np.float32)[nearest].reshape(*coarse.shape, 2)
    eased = [gaussian_filter(laid[..., i], EASE) for i in range(2)]
    fat, close = (zoom(one, COARSE, order=1, grid_mode=False)[tuple(map(slice, grid.shape))] for one in eased)
    return fat, np.exp(close)


def _featured(field: np.ndarray, feature: Record, below: Mapping[str, Mesh], grid: Grid) -> np.ndarray:
    """The field with an ellipsoid melted into it on both sides, or cut out of it."""
    centre = point(feature["at"], below, {})
    field = field.copy()
    for side in (1, -1) if abs(centre[0]) > 1 else (1,):
        axes = _axes(feature.get("along", "superior"), feature.get("toward", "anterior"))
        flip = np.array([side, 1, 1])
        _melt(field, feature, centre * flip, axes * flip, grid)
    return field


def _axes(along: str | Sequence[str], toward: str | Sequence[str]) -> np.ndarray:
    """Three unit vectors (3, 3): along, toward made square to it, and the one square to both."""
    first = direction(along)
    second = direction(toward) - first * (direction(toward) @ first)
    second /= np.linalg.norm(second)
    return np.array([first, second, np.cross(first, second)])


def _melt(field: np.ndarray, feature: Record, centre: np.ndarray, axes: np.ndarray, grid: Grid) -> None:
    radii, blend = np.array(feature["radii_mm"], float), float(feature.get("blend_mm", 4.0))
    reach = radii.max() + 3 * blend + 2 * grid.step_mm
    low = np.maximum(np.floor(grid.indices(centre - reach)).astype(int), 0)
    high = np.minimum(np.ceil(grid.indices(centre + reach)).astype(int), grid.shape)
    box = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    spots = np.stack(np.meshgrid(*(np.arange(a, b) for a, b in zip(low, high, strict=True)), indexing="ij"), -1)
    local = (grid.origin_mm + grid.step_mm * spots - centre) @ axes.T
    scaled = np.linalg.norm(local / radii, axis=-1)
    away = scaled * (scaled - 1) / np.maximum(np.linalg.norm(local / radii**2, axis=-1), 1e-6)
    if feature.get("cut"):
        field[box] = -_melted(-field[box], away, blend)
    else:
        field[box] = _melted(field[box], away, blend)


def _melted(one: np.ndarray, other: np.ndarray, blend_mm: float) -> np.ndarray:
    """The union of two fields with a fillet (polynomial smooth minimum)."""
    share = np.clip(0.5 + 0.5 * (other - one) / blend_mm, 0, 1)
    return other + (one - other) * share - blend_mm * share * (1 - share)
