"""Triangle meshes in the body's frame, and the few operations every maker of structures needs.

The frame is LPS millimetres in anatomical position: x to the body's left, y backward, z upward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

WELD_MM = 1e-3
"""Vertices closer than this are one; far below any detail of a bone, far above the noise of float32 files."""


@dataclass(frozen=True)
class Mesh:
    """A surface: `vertices_mm` (N, 3) float64 in LPS millimetres, `faces` (M, 3) int, outward winding."""

    vertices_mm: np.ndarray
    faces: np.ndarray

    @property
    def triangles_mm(self) -> np.ndarray:
        """Corner points of every face (M, 3, 3)."""
        return self.vertices_mm[self.faces]

    @cached_property
    def longest_edge_mm(self) -> float:
        """The length of the longest edge."""
        sides = self.triangles_mm - self.triangles_mm[:, [1, 2, 0]]
        return float(np.sqrt((sides**2).sum(axis=2).max()))


def weld(mesh: Mesh, tolerance_mm: float = WELD_MM) -> Mesh:
    """The mesh with coinciding vertices made one, and faces without area or said twice removed."""
    _, first, where = np.unique(
        np.round(mesh.vertices_mm / tolerance_mm).astype(np.int64),
        axis=0,
        return_index=True,
        return_inverse=True,
    )
    faces = where.reshape(-1)[mesh.faces]
    apart = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    faces = faces[apart]
    _, once = np.unique(np.sort(faces, axis=1), axis=0, return_index=True)
    return compact(Mesh(mesh.vertices_mm[first], faces[np.sort(once)]))


def compact(mesh: Mesh) -> Mesh:
    """The mesh without vertices that no face uses, the others in their old order."""
    used = np.unique(mesh.faces)
    place = np.full(len(mesh.vertices_mm), -1)
    place[used] = np.arange(len(used))
    return Mesh(mesh.vertices_mm[used], place[mesh.faces])


def components(mesh: Mesh) -> list[Mesh]:
    """The connected pieces of a welded mesh, the one with most faces first."""
    label = face_components(mesh)
    pieces = [
        compact(Mesh(mesh.vertices_mm, mesh.faces[label == one])) for one in range(label.max(initial=-1) + 1)
    ]
    return sorted(pieces, key=lambda piece: -len(piece.faces))


def face_components(mesh: Mesh) -> np.ndarray:
    """For every face the number of the connected piece it belongs to (M,)."""
    ends = mesh.faces[:, [0, 1, 1, 2]].reshape(-1, 2)
    count = len(mesh.vertices_mm)
    graph = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    return np.unique(label[mesh.faces[:, 0]], return_inverse=True)[1] if len(mesh.faces) else np.zeros(0, int)


def join(meshes: Sequence[Mesh]) -> Mesh:
    """All meshes laid side by side in one, without welding."""
    starts = np.cumsum([0, *(len(mesh.vertices_mm) for mesh in meshes)])
    return Mesh(
        np.concatenate([mesh.vertices_mm for mesh in meshes]),
        np.concatenate([mesh.faces + start for mesh, start in zip(meshes, starts, strict=False)]),
    )


def mirror(mesh: Mesh) -> Mesh:
    """The same structure of the other side of the body: x to -x, winding kept outward."""
    return Mesh(mesh.vertices_mm * [-1, 1, 1], mesh.faces[:, ::-1])


def flip(mesh: Mesh) -> Mesh:
    """The mesh turned inside out."""
    return Mesh(mesh.vertices_mm, mesh.faces[:, ::-1])


def outward(mesh: Mesh) -> Mesh:
    """The closed mesh wound so that its faces look outward."""
    return flip(mesh) if volume_cm3(mesh) < 0 else mesh


def volume_cm3(mesh: Mesh) -> float:
    """Enclosed volume, negative when the winding is inward; meaningful for closed meshes only."""
    a, b, c = np.moveaxis(mesh.triangles_mm, 1, 0)
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6000)


def bounds_mm(mesh: Mesh) -> np.ndarray:
    """Lowest and highest corner of the mesh (2, 3)."""
    return np.array([mesh.vertices_mm.min(axis=0), mesh.vertices_mm.max(axis=0)])


def boxes_meet(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two boxes, each lowest and highest corner (2, 3), share room."""
    return bool((one[0] < other[1]).all() and (other[0] < one[1]).all())


def edge_uses(mesh: Mesh) -> np.ndarray:
    """How many faces share each edge (E,)."""
    edges = np.sort(mesh.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    return np.unique(edges, axis=0, return_counts=True)[1]


def is_watertight(mesh: Mesh) -> bool:
    """Whether every edge joins exactly two faces that are wound alike, so that the surface has an inside."""
    directed = mesh.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    once = len(np.unique(directed, axis=0)) == len(directed)
    return bool(len(mesh.faces)) and once and bool((edge_uses(mesh) == 2).all())


def face_areas_mm2(mesh: Mesh) -> np.ndarray:
    """Area of every face (M,)."""
    a, b, c = np.moveaxis(mesh.triangles_mm, 1, 0)
    return np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2


def vertex_normals(mesh: Mesh) -> np.ndarray:
    """Outward unit normals of the vertices (N, 3), faces weighted by their area."""
    a, b, c = np.moveaxis(mesh.triangles_mm, 1, 0)
    normals = np.zeros_like(mesh.vertices_mm)
    for corner in range(3):
        np.add.at(normals, mesh.faces[:, corner], np.cross(b - a, c - a))
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
