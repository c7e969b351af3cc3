"""Rays against meshes: the one place that knows Embree (through the `embreex` wheel).

Everything here is in millimetres and in whatever frame the points are given in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from palpate.body.mesh import Mesh, join

FAR_MM = 1e9
"""Reach of a ray that nothing limits."""


@dataclass(frozen=True)
class Surface:
    """Meshes laid together as one: points (N, 3), faces (M, 3) and the mesh number of each face (M,)."""

    points: np.ndarray
    faces: np.ndarray
    owner: np.ndarray


@dataclass(frozen=True)
class Hits:
    """First hits of rays: ray number (H,), face number (H,), distance (H,), corner weights (H, 3)."""

    ray: np.ndarray
    face: np.ndarray
    distance: np.ndarray
    weights: np.ndarray


def surface_of(meshes: Sequence[Mesh]) -> Surface:
    """Several meshes as one surface that remembers which face is whose."""
    whole = join(meshes)
    owner = np.repeat(np.arange(len(meshes)), [len(mesh.faces) for mesh in meshes])
    return Surface(whole.vertices_mm.astype(float), whole.faces.astype(np.int32), owner)


def tracer(surface: Surface) -> EmbreeScene:
    """The acceleration structure for rays against a surface; it keeps 32-bit copies of the points."""
    scene = EmbreeScene()
    TriangleMesh(scene=scene, vertices=surface.points.astype(np.float32), indices=surface.faces)
    return scene


def trace(
    scene: EmbreeScene, origins: np.ndarray, directions: np.ndarray, reach: np.ndarray | float = FAR_MM
) -> Hits:
    """What rays (R, 3) hit first within their reach (R,); directions have length 1."""
    limits = np.broadcast_to(np.float32(reach), len(origins)).copy()
    found = scene.run(_single(origins), _single(directions), dists=limits, query="INTERSECT", output=True)
    ray = np.flatnonzero(found["primID"] >= 0)
    second, third = found["u"][ray], found["v"][ray]
    weights = np.stack([1 - second - third, second, third], axis=1)
    return Hits(ray, found["primID"][ray], found["tfar"][ray], weights)


def point_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Smooth normals (N, 3): each point's faces weighted by the angle they have there."""
    corners = points[faces]
    normals = np.zeros((len(points), 3))
    for corner in range(3):
        ahead = corners[:, (corner + 1) % 3] - corners[:, corner]
        behind = corners[:, (corner + 2) % 3] - corners[:, corner]
        across = np.cross(ahead, behind)
        size = np.linalg.norm(across, axis=1)
        angle = np.arctan2(size, (ahead * behind).sum(axis=1))
        weighted = across * (angle / np.maximum(size, 1e-12))[:, None]
        for axis in range(3):
            normals[:, axis] += np.bincount(faces[:, corner], weighted[:, axis], len(points))
    return unit(normals)


def face_normals(surface: Surface) -> np.ndarray:
    """Outward normals (M, 3) of the faces, not of unit length."""
    a, b, c = np.moveaxis(surface.points[surface.faces], 1, 0)
    return np.cross(b - a, c - a)


def turned(vectors: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Vectors (N, 3) along the rows of axes (3, 3), in 32 bits.

    A plain matrix product would wake all threads of the linear algebra library for three columns.
    """
    return np.einsum("nj,kj->nk", vectors, axes.astype(np.float32), dtype=np.float32, casting="same_kind")


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors (..., 3) at length 1; those without length stay zero."""
    length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))
    return vectors / np.maximum(length, 1e-12)[..., None]


def _single(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values, dtype=np.float32)
