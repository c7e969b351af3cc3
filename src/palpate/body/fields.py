"""Signed distances on a regular grid: the common ground on which bones and muscles meet.

A field is negative inside and positive outside, in millimetres, so that union, carving and the midline are
plain minima and maxima of arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt, map_coordinates
from scipy.spatial import cKDTree

from palpate.body.mesh import Mesh

FAR_MM = 1e3
"""The distance given where nothing is near."""


@dataclass(frozen=True)
class Grid:
    """A box of points in LPS millimetres: `origin_mm` (3,), one spacing `step_mm`, `shape` (nx, ny, nz)."""

    origin_mm: np.ndarray
    step_mm: float
    shape: tuple[int, int, int]

    def indices(self, points_mm: np.ndarray) -> np.ndarray:
        """Points (..., 3) as fractional grid indices."""
        return (points_mm - self.origin_mm) / self.step_mm

    def points_at(self, mask: np.ndarray) -> np.ndarray:
        """The points (N, 3) of the grid where `mask` holds, in the order of `mask.nonzero()`."""
        return self.origin_mm + self.step_mm * np.argwhere(mask)

    def along(self, axis: int) -> np.ndarray:
        """The coordinates in mm of the grid along one axis, shaped to broadcast over the grid."""
        line = self.origin_mm[axis] + self.step_mm * np.arange(self.shape[axis])
        return line.reshape([-1 if i == axis else 1 for i in range(3)])


def grid_around(points_mm: np.ndarray, pad_mm: float, step_mm: float) -> Grid:
    """The grid that holds all points (N, 3) with `pad_mm` to spare, aligned to whole steps of the body frame.

    Alignment makes grids of one step share their points, so that neighbours can be compared voxel by voxel.
    """
    low = np.floor((points_mm.min(axis=0) - pad_mm) / step_mm).astype(int)
    high = np.ceil((points_mm.max(axis=0) + pad_mm) / step_mm).astype(int)
    return Grid(low * step_mm, step_mm, tuple(int(n) for n in high - low + 1))


def sample(field: np.ndarray, grid: Grid, points_mm: np.ndarray) -> np.ndarray:
    """The field at points (..., 3), linear between grid points; beyond the grid the nearest value."""
    where = np.moveaxis(grid.indices(points_mm), -1, 0)
    return map_coordinates(field, where, order=1, mode="nearest")


def near(points_mm: np.ndarray, grid: Grid, reach_mm: float) -> np.ndarray:
    """A mask of the grid points within about `reach_mm` of the points (N, 3), all of which the grid holds."""
    empty = np.ones(grid.shape, bool)
    empty[tuple(np.rint(grid.indices(points_mm)).astype(int).T)] = False
    return distance_transform_edt(empty, sampling=grid.step_mm) <= reach_mm


def winding(mesh: Mesh, grid: Grid) -> np.ndarray:
    """How often the closed surface goes round each grid point (0 outside), by counting crossings below it.

    Every triangle is projected on the columns of the grid and adds its sign where a column meets it; a sum
    along the column follows. Several closed meshes laid into one give their union where the count is above
    zero.
    """
    crossings = np.zeros((*grid.shape[:2], grid.shape[2] + 1), np.int32)
    triangle, column = _candidates(mesh, grid)
    corners = grid.indices(mesh.vertices_mm)[mesh.faces[triangle]]
    hit, height, sign = _crossing(corners, column)
    level = np.clip(np.ceil(height[hit]), 0, grid.shape[2]).astype(int)
    np.add.at(crossings, (column[hit, 0], column[hit, 1], level), sign[hit])
    return np.cumsum(crossings, axis=2)[:, :, :-1]


def _candidates(mesh: Mesh, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of triangle number and column (i, j) whose boxes overlap."""
    flat = grid.indices(mesh.vertices_mm)[mesh.faces][:, :, :2]
    low = np.maximum(np.floor(flat.min(axis=1)), 0).astype(int)
    high = np.minimum(np.ceil(flat.max(axis=1)), np.array(grid.shape[:2]) - 1).astype(int)
    span = np.maximum(high - low + 1, 0)
    counts = span.prod(axis=1)
    triangle = np.repeat(np.arange(len(flat)), counts)
    nth = np.arange(len(triangle)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = np.maximum(span[triangle, 1], 1)
    return triangle, low[triangle] + np.stack([nth // width, nth % width], axis=1)


# Columns are shifted by a sliver of a step so that none runs through a vertex or along an edge.
_SLIVER = np.array([1.7e-4, 2.9e-4])


def _crossing(corners: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether each column meets its triangle, at which height (in steps), and the sign of the crossing."""
    point = column + _SLIVER
    a, b, c = (corners[:, i, :2] - point for i in range(3))
    area_a, area_b, area_c = _cross(b, c), _cross(c, a), _cross(a, b)
    total = area_a + area_b + area_c
    areas = np.stack([area_a, area_b, area_c], axis=1)
    hit = ((areas >= 0).all(axis=1) | (areas <= 0).all(axis=1)) & (np.abs(total) > 1e-12)
    weights = areas / np.where(hit, total, 1.0)[:, None]
    height = (weights * corners[:, :, 2]).sum(axis=1)
    return hit, height, -np.sign(total).astype(np.int32)


def _cross(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]


def surface_points(mesh: Mesh, spacing_mm: float) -> np.ndarray:
    """Points (N, 3) over the whole surface, no farther than `spacing_mm` apart: long edges are halved."""
    corners = mesh.vertices_mm[mesh.faces]
    found = [corners.reshape(-1, 3)]
    while len(corners):
        middles = (corners + np.roll(corners, -1, axis=1)) / 2
        long = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2).max(axis=1) > spacing_mm
        found.append(corners[~long].mean(axis=1))
        corners, middles = corners[long], middles[long]
        found.append(middles.reshape(-1, 3))
        ab, bc, ca = (middles[:, i] for i in range(3))
        a, b, c = (corners[:, i] for i in range(3))
        quarters = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
        corners = np.concatenate([np.stack(quarter, axis=1) for quarter in quarters])
    return np.concatenate(found)


def solid(meshes: Iterable[Mesh], grid: Grid) -> np.ndarray:
    """A mask of the grid points inside any of the closed meshes."""
    inside = np.zeros(grid.shape, bool)
    for mesh in meshes:
        box = _box(mesh, grid)
        if box is not None:
            inside[box] |= winding(mesh, _crop(grid, box)) > 0
    return inside


def coarse_field(inside: np.ndarray, step_mm: float) -> np.ndarray:
    """The signed distance to a mask, right to about half a step."""
    if not inside.any():
        return np.full(inside.shape, FAR_MM, np.float32)
    outer, inner = (distance_transform_edt(side, sampling=step_mm) for side in (~inside, inside))
    return (outer - inner - step_mm / 2 * np.where(inside, -1, 1)).astype(np.float32)


def exact_field(meshes: Sequence[Mesh], grid: Grid, mask: np.ndarray, band_mm: float) -> np.ndarray:
    """The signed distance to the union of closed meshes, measured to their surfaces where `mask` holds.

    Elsewhere, and farther than the band, it is the coarse one.
    """
    inside = solid(meshes, grid)
    field = coarse_field(inside, grid.step_mm)
    wanted = mask & (np.abs(field) < band_mm)
    cuts = [_within(mesh, grid, band_mm) for mesh in meshes]
    points = [surface_points(cut, grid.step_mm) for cut in cuts if len(cut.faces)]
    if points and wanted.any():
        distance, _ = cKDTree(np.concatenate(points)).query(grid.points_at(wanted))
        field[wanted] = np.where(inside[wanted], -distance, distance)
    return field


def _within(mesh: Mesh, grid: Grid, reach_mm: float) -> Mesh:
    """The triangles of the mesh that come within reach of the grid."""
    at = grid.indices(mesh.triangles_mm)
    pad = reach_mm / grid.step_mm
    close = (at.max(axis=1) > -pad).all(axis=1) & (at.min(axis=1) < np.array(grid.shape) + pad).all(axis=1)
    return Mesh(mesh.vertices_mm, mesh.faces[close])


def _box(mesh: Mesh, grid: Grid) -> tuple[slice, slice, slice] | None:
    """The part of the grid in the mesh's box, or None where there is none."""
    low = np.floor(grid.indices(mesh.vertices_mm.min(axis=0))).astype(int)
    high = np.ceil(grid.indices(mesh.vertices_mm.max(axis=0))).astype(int) + 1
    low, high = np.maximum(low, 0), np.minimum(high, grid.shape)
    if (low >= high).any():
        return None
    return tuple(slice(int(a), int(b)) for a, b in zip(low, high, strict=True))


def _crop(grid: Grid, box: tuple[slice, slice, slice]) -> Grid:
    start = np.array([s.start for s in box])
    return Grid(grid.origin_mm + grid.step_mm * start, grid.step_mm, tuple(s.stop - s.start for s in box))
