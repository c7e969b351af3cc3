"""From draped sheets to closed meshes: fields, the thickness that gives the volume, surfaces, smoothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import fast_simplification
import numpy as np
from scipy.ndimage import gaussian_filter, label
from scipy.sparse import coo_matrix, diags
from scipy.spatial import cKDTree
from skimage.measure import marching_cubes

from palpate.body.fields import Grid, near
from palpate.body.mesh import Mesh, flip, is_watertight, volume_cm3
from palpate.body.sheets import Sheet

MARGIN_MM = 0.7
"""The gap left between a muscle and the bone or muscle beneath it."""
TOUCH_MM = 0.1
"""Half the gap left between neighbours of one layer."""
ROUNDS = 6
"""How often the thickness is corrected by the volume found."""


@dataclass(frozen=True)
class Thickening:
    """The grid points near one sheet: their distance from it, and half its thickness there as a + scale * b."""

    mask: np.ndarray
    distance_mm: np.ndarray
    rest_mm: np.ndarray
    belly: np.ndarray

    def field(self, scale_mm: float) -> np.ndarray:
        """The field (grid) of the sheet swollen to the scale."""
        out = np.full(self.mask.shape, 20.0, np.float32)
        out[self.mask] = self.distance_mm - self.rest_mm - scale_mm * self.belly
        return out


def thickening(one: Sheet, grid: Grid, reach_mm: float) -> Thickening:
    """Each grid point within reach tied to the nearest point of the sheet."""
    points = one.points_mm[one.present]
    mask = near(points, grid, reach_mm)
    distance, nearest = cKDTree(points).query(grid.points_at(mask))
    belly = one.belly[one.present][nearest]
    return Thickening(mask, distance, np.full(len(distance), one.tendon_half_mm), belly)


def fitted(parts: Sequence[Thickening], scales: Sequence[float], volumes_mm3: Sequence[float],
           obstacle: np.ndarray, grid: Grid) -> list[np.ndarray]:
    """The fields of the parts of one muscle, carved and parted, each swollen until it fills about its volume."""
    scales = np.array(scales, float)
    for _ in range(ROUNDS):
        fields = shared([carved(p.field(s), obstacle) for p, s in zip(parts, scales, strict=True)])
        filled = np.array([np.count_nonzero(f < 0) for f in fields]) * grid.step_mm**3
        ratio = np.array(volumes_mm3) / np.maximum(filled, 1.0)
        if (np.abs(ratio - 1) < 0.03).all():
            break
        scales = scales * np.clip(ratio, 0.7, 1.4) ** 0.9
    return fields


def carved(field: np.ndarray, obstacle: np.ndarray) -> np.ndarray:
    """The field without what lies in the obstacle or closer to it than the margin."""
    return gaussian_filter(np.maximum(gaussian_filter(field, 0.6), MARGIN_MM - obstacle), 0.6)


def shared(fields: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Overlapping fields parted where they are equally deep, so that neighbours touch and do not overlap."""
    if len(fields) == 1:
        return list(fields)
    parted = []
    for i, field in enumerate(fields):
        rival = np.minimum.reduce([other for k, other in enumerate(fields) if k != i])
        parted.append(np.maximum(field, (field - rival) / 2 + TOUCH_MM))
    return parted


def largest(field: np.ndarray) -> np.ndarray:
    """The field with only its largest body left inside."""
    bodies, count = label(field < 0)
    if count < 2:
        return field
    sizes = np.bincount(bodies.ravel())
    sizes[0] = 0
    return np.where((bodies > 0) & (bodies != sizes.argmax()), np.float32(0.5), field)


def surface(field: np.ndarray, grid: Grid, triangles: int) -> Mesh:
    """The closed, smooth, simplified surface where the field is zero."""
    padded = np.pad(largest(field), 1, constant_values=20.0)
    points, faces, _, _ = marching_cubes(padded, 0.0, gradient_direction="ascent")
    points = grid.origin_mm + grid.step_mm * (points.astype(float) - 1)
    mesh = simplified(Mesh(taubin(points, faces, 12), faces.astype(int)), triangles)
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
    """The mesh with as many triangles as asked, or as few more as leave it closed."""
    while triangles < len(mesh.faces):
        fewer = Mesh(*fast_simplification.simplify(mesh.vertices_mm, mesh.faces, target_count=triangles))
        if is_watertight(fewer):
            return Mesh(fewer.vertices_mm.astype(float), fewer.faces.astype(int))
        triangles = int(triangles * 1.1)
    return mesh
