"""What can be measured on a finished muscle: does it keep its volume, its ends and its distance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from palpate.body.fascicles import Part
from palpate.body.fields import surface_points
from palpate.body.fusing import shared_cm3
from palpate.body.mesh import Mesh, bounds_mm, boxes_meet, components, is_watertight, volume_cm3
from palpate.body.rays import face_normals, surface_of, trace, tracer

STEP_MM = 1.0
"""Spacing of the points that stand for a surface."""
RAYS = np.array([[0.06, 0.08, 1.0], [1.0, 0.07, -0.05], [-0.09, -1.0, 0.04]])
"""Directions that no edge of a mesh is likely to run along."""


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
        node=part.node,
        closed=is_watertight(mesh),
        pieces=len(components(mesh)),
        triangles=len(mesh.faces),
        volume_cm3=volume_cm3(mesh),
        target_cm3=part.volume_cm3,
        ends_mm=float(end_distances_mm(part, mesh).max()),
        in_bone_mm=float(depths_mm(mesh, bones).max()),
        in_neighbours_cm3=shared_cm3(mesh, neighbours),
    )


def end_distances_mm(part: Part, mesh: Mesh) -> np.ndarray:
    """How far each attachment point lies from the part's surface (E,)."""
    return cKDTree(surface_points(mesh, STEP_MM)).query(part.ends_mm())[0]


def depths_mm(mesh: Mesh, others: Sequence[Mesh]) -> np.ndarray:
    """How deep each vertex (N,) lies inside any of the other closed meshes; 0 outside.

    A vertex is inside a closed mesh when what rays from it meet first is met from behind.
    """
    deepest = np.zeros(len(mesh.vertices_mm))
    box = bounds_mm(mesh)
    for other in others:
        if boxes_meet(bounds_mm(other), box):
            inside = np.flatnonzero(inside_of(mesh.vertices_mm, other))
            if len(inside):
                away, _ = cKDTree(surface_points(other, STEP_MM)).query(mesh.vertices_mm[inside])
                deepest[inside] = np.maximum(deepest[inside], away)
    return deepest


def inside_of(points_mm: np.ndarray, mesh: Mesh) -> np.ndarray:
    """Whether points lie in a closed mesh, by most of several rays: a single one may slip through an edge."""
    surface = surface_of([mesh])
    scene, normals = tracer(surface), face_normals(surface)
    votes = np.zeros(len(points_mm), int)
    for ray in RAYS / np.linalg.norm(RAYS, axis=1, keepdims=True):
        hits = trace(scene, points_mm, np.tile(ray, (len(points_mm), 1)))
        votes[hits.ray] += normals[hits.face] @ ray > 0
    return votes > len(RAYS) / 2
