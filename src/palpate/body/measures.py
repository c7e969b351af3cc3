"""What can be measured on a finished muscle: does it keep its volume, its ends and its distance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from palpate.body.fascicles import Part
from palpate.body.fields import exact_field, grid_around, sample, solid, surface_points
from palpate.body.mesh import Mesh, bounds_mm, components, is_watertight, volume_cm3

STEP_MM = 1.0


@dataclass(frozen=True)
class Measures:
    """One muscle part measured; lengths in mm, volumes in cm3.

    `ends_mm` is the farthest attachment point from the surface, `in_bone_mm` the deepest vertex in any bone,
    `in_neighbours_cm3` what it shares with other muscles.
    """

    node: str
    closed: bool
    pieces: int
    triangles: int
    volume_cm3: float
    target_cm3: float
    ends_mm: float
    in_bone_mm: float
    in_neighbours_cm3: float


def measure(part: Part, mesh: Mesh, bones: Sequence[Mesh], neighbours: Sequence[Mesh]) -> Measures:
    """All measures of one part against its target, the bones and the other muscles."""
    return Measures(
        node=part.node, closed=is_watertight(mesh), pieces=len(components(mesh)), triangles=len(mesh.faces),
        volume_cm3=volume_cm3(mesh), target_cm3=part.volume_cm3,
        ends_mm=float(end_distances_mm(part, mesh).max()),
        in_bone_mm=float(depths_mm(mesh, bones).max()), in_neighbours_cm3=overlap_cm3(mesh, neighbours))


def end_distances_mm(part: Part, mesh: Mesh) -> np.ndarray:
    """How far each attachment point lies from the part's surface (E,)."""
    return cKDTree(surface_points(mesh, STEP_MM)).query(part.ends_mm())[0]


def depths_mm(mesh: Mesh, others: Sequence[Mesh]) -> np.ndarray:
    """How deep each vertex (N,) lies inside any of the other closed meshes; 0 outside."""
    grid = grid_around(mesh.vertices_mm, 4 * STEP_MM, STEP_MM)
    field = exact_field(others, grid, np.ones(grid.shape, bool), 3.0)
    return np.maximum(-sample(field, grid, mesh.vertices_mm), 0)


def overlap_cm3(mesh: Mesh, others: Sequence[Mesh]) -> float:
    """The volume that the mesh shares with the others."""
    grid = grid_around(bounds_mm(mesh), STEP_MM, STEP_MM)
    both = solid([mesh], grid) & solid(others, grid)
    return float(np.count_nonzero(both) * STEP_MM**3 / 1e3)
