"""From draped sheets to closed meshes: fields, the thickness that gives the volume, surfaces, smoothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import fast_simplification
import numpy as np
from scipy.ndimage import gaussian_filter, label
from scipy.sparse import coo_matrix, diags
from scipy.spatial import cKDTree
from skimage.measure import marching_cubes

from palpate.body import meshopt
from palpate.body.fields import Grid, near
from palpate.body.mesh import Mesh, compact, components, flip, is_watertight, volume_cm3
from palpate.body.sheets import Sheet

MARGIN_MM = 0.7
"""The gap left between a muscle and the bone or muscle beneath it."""
MELT_MM = 3.0
"""The reach over which the bands of one part melt together."""
TOUCH_MM = 0.1
"""Half the gap left between neighbours of one layer."""
EMPTY_MM = 20.0
"""The value of a field far outside."""
THINNEST = 0.85
"""Half of the thinnest sheet that voxels can carry without holes, in voxels."""
ROUNDS = 9
"""How often the thickness is corrected by the volume found."""


@dataclass(frozen=True)
class Thickening:
    """The grid points near one sheet: how far, and half its thickness there (rest + scale * belly)."""

    mask: np.ndarray
    distance_mm: np.ndarray
    rest_mm: float
    belly: np.ndarray

    def field(self, scale_mm: float) -> np.ndarray:
        """The field (grid) of the sheet swollen to the scale."""
        out = np.full(self.mask.shape, EMPTY_MM, np.float32)
        out[self.mask] = self.distance_mm - self.rest_mm - scale_mm * self.belly
        return out


def thickening(one: Sheet, grid: Grid, scale_mm: float) -> Thickening:
    """Each grid point that the sheet may come to fill tied to the nearest point of the sheet."""
    points, belly = one.points_mm[one.present], one.belly[one.present]
    mask = _fillable(points, one.half_mm(scale_mm)[one.present], grid)
    kept = _thinned(points, 0.4 * grid.step_mm)
    distance, own = cKDTree(points[kept]).query(grid.points_at(mask), eps=0.01)
    return Thickening(mask, distance, max(one.tendon_half_mm, THINNEST * grid.step_mm), belly[kept][own])


def _thinned(points: np.ndarray, cell_mm: float) -> np.ndarray:
    """The first point of each cell, in order: where fascicles converge there are more than are needed."""
    return np.sort(np.unique(np.rint(points / cell_mm).astype(int), axis=0, return_index=True)[1])


def _fillable(points: np.ndarray, half_mm: np.ndarray, grid: Grid) -> np.ndarray:
    """The grid points (mask) within reach of a sheet, of its thin, its middling and its thick stretches."""
    mask = np.zeros(grid.shape, bool)
    steps = np.linspace(0, half_mm.max() + 1e-6, 4)
    for thinnest, thickest in pairwise(steps):
        stretch = (half_mm >= thinnest) & (half_mm < thickest)
        if stretch.any():
            mask |= near(points[stretch], grid, reach_mm(thickest))
    return mask


def reach_mm(half_mm: float) -> float:
    """How far from its middle a sheet of this half thickness may come to fill, as bone takes room from it."""
    return 1.4 * half_mm + 3.0


def fused(bands: Sequence[Thickening], scale_mm: float) -> np.ndarray:
    """The field (grid) of bands that melt into one another over a few millimetres."""
    whole = bands[0].field(scale_mm)
    for band in bands[1:]:
        other = band.field(scale_mm)
        melt = np.maximum(MELT_MM - np.abs(whole - other), 0)
        whole = np.minimum(whole, other) - melt**2 / (4 * MELT_MM)
    return whole


def fitted(parts: Sequence[Sequence[Thickening]], scales: Sequence[float],
           targets: Sequence[tuple[tuple[int, ...], float]], obstacle: np.ndarray,
           grid: Grid) -> list[np.ndarray]:
    """The fields of the parts of one muscle, carved and parted, swollen until they fill about their volumes.

    `targets` names parts by number that swell together and the volume in mm3 that they should fill.
    """
    near_any = np.any([band.mask for part in parts for band in part], axis=0)
    wall = obstacle[near_any]
    scales = np.maximum(scales, 0.2)
    for _ in range(ROUNDS):
        values = [fused(part, scale)[near_any] for part, scale in zip(parts, scales, strict=True)]
        fields = parted([carved(value, wall) for value in values])
        ratio = np.ones(len(parts))
        for together, volume_mm3 in targets:
            filled = sum(np.count_nonzero(fields[i] < 0) for i in together) * grid.step_mm**3
            ratio[list(together)] = volume_mm3 / max(filled, 1.0)
        if (np.abs(ratio - 1) < 0.03).all():
            break
        scales = scales * np.clip(ratio, 0.6, 1.6) ** 0.8
    return [_spread(field, near_any) for field in fields]


def _spread(values: np.ndarray, mask: np.ndarray) -> np.ndarray:
    field = np.full(mask.shape, np.float32(EMPTY_MM))
    field[mask] = values
    return field


def carved(field: np.ndarray, obstacle: np.ndarray) -> np.ndarray:
    """The field without what lies in the obstacle or closer to it than the margin."""
    return np.maximum(field, MARGIN_MM - obstacle)


def parted(fields: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Overlapping fields parted where they are equally deep, so that neighbours touch and do not overlap."""
    if len(fields) == 1:
        return list(fields)
    apart = []
    for i, field in enumerate(fields):
        rival = np.minimum.reduce([other for k, other in enumerate(fields) if k != i])
        apart.append(np.maximum(field, (field - rival) / 2 + TOUCH_MM))
    return apart


def largest(field: np.ndarray) -> np.ndarray:
    """The field with only its largest body left inside."""
    bodies, count = label(field < 0)
    if count < 2:
        return field
    sizes = np.bincount(bodies.ravel())
    sizes[0] = 0
    return np.where((bodies > 0) & (bodies != sizes.argmax()), np.float32(0.5), field)


def surface(field: np.ndarray, grid: Grid, triangles: int) -> Mesh:
    """The closed, smooth, simplified surface where the field is zero, without bubbles inside."""
    padded = np.pad(largest(gaussian_filter(field, 0.35)), 1, constant_values=EMPTY_MM)
    points, faces, _, _ = marching_cubes(padded, 0.0, gradient_direction="ascent")
    points = grid.origin_mm + grid.step_mm * (points.astype(float) - 1)
    whole = components(Mesh(points, faces.astype(int)))[0]
    mesh = simplified(Mesh(taubin(whole.vertices_mm, whole.faces, 20), whole.faces), triangles)
    return mesh if volume_cm3(mesh) > 0 else flip(mesh)


def taubin(points: np.ndarray, faces: np.ndarray, rounds: int) -> np.ndarray:
    """Points smoothed without shrinking (Taubin 1995: a step of 0.5 in, one of 0.53 out)."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    ones = np.ones(2 * len(edges))
    pairs = (np.concatenate([edges[:, 0], edges[:, 1]]), np.concatenate([edges[:, 1], edges[:, 0]]))
    links = coo_matrix((ones, pairs), shape=(len(points), len(points))).tocsr()
    links.data[:] = 1.0
    average = diags(1 / np.maximum(np.asarray(links.sum(axis=1)).ravel(), 1)) @ links
    for _ in range(rounds):
        points = points + 0.5 * (average @ points - points)
        points = points - 0.53 * (average @ points - points)
    return points


def simplified(mesh: Mesh, triangles: int) -> Mesh:
    """The mesh with as many triangles as asked, or as few more as leave it closed.

    Collapsing edges may pinch a thin sheet; the two ways of thinning do so at different counts.
    """
    while triangles < len(mesh.faces):
        for thinned in (_fewer(mesh, triangles), _fewest(mesh, triangles)):
            if is_watertight(thinned) and len(components(thinned)) == 1:
                return thinned
        triangles = int(triangles * 1.1)
    return mesh


def _fewer(mesh: Mesh, triangles: int) -> Mesh:
    kept = meshopt.simplified(mesh.vertices_mm, mesh.faces, triangles, error=0.05)
    return compact(Mesh(mesh.vertices_mm, kept))


def _fewest(mesh: Mesh, triangles: int) -> Mesh:
    points, faces = fast_simplification.simplify(mesh.vertices_mm, mesh.faces, target_count=triangles)
    return Mesh(points.astype(float), faces.astype(int))
