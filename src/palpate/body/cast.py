"""Who stands in a picture: the structures of a scene as one surface that remembers which face is whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from embreex.rtcore_scene import EmbreeScene

from palpate.body.made import Sinews
from palpate.body.mesh import Mesh, mirror
from palpate.body.rays import Surface, face_normals, point_normals, surface_of, tracer


@dataclass(frozen=True)
class Actor:
    """One mesh in a picture, the kind of structure that it is, and its role in the scene.

    `sinew` (N,) says how much of each vertex is tendon, where anything is.
    """

    mesh: Mesh
    kind: str
    role: str
    sinew: np.ndarray | None = None


@dataclass(frozen=True)
class Cast:
    """Actors as one surface with its smooth normals (N, 3) and its tendons (N,), ready for rays."""

    actors: Sequence[Actor]
    surface: Surface
    normals: np.ndarray
    sinew: np.ndarray
    tracer: EmbreeScene


def actors_of(scene: Mapping, meshes: Mapping[str, Mesh], sinews: Sinews) -> list[Actor]:
    """Every structure of a scene with its mesh; the left ones mirrored, those in parts part by part."""
    return [
        Actor(
            mirror(meshes[node]) if structure["side"] == "left" else meshes[node],
            structure["kind"],
            structure["role"],
            sinews.get(node),
        )
        for structure in scene["structures"]
        for node in nodes_of(structure["id"], meshes)
    ]


def nodes_of(structure: str, meshes: Mapping[str, Mesh]) -> list[str]:
    """The node of a structure or part; of a structure in parts all of them, such as `trapezius.upper`."""
    return [id for id in meshes if id == structure or id.startswith(structure + ".")]


def cast_of(actors: Sequence[Actor]) -> Cast:
    """Actors made ready for rays."""
    surface = surface_of([actor.mesh for actor in actors])
    normals = point_normals(surface.points, surface.faces)
    return Cast(actors, surface, normals, _sinew(actors), tracer(surface))


def near_sides_of(actors: Sequence[Actor], eye_mm: np.ndarray) -> Cast:
    """Actors made ready for rays without the faces that turn away from the eye."""
    surface = surface_of([actor.mesh for actor in actors])
    normals = point_normals(surface.points, surface.faces)
    towards = surface.points[surface.faces[:, 0]] - eye_mm
    near = np.einsum("fi,fi->f", face_normals(surface), towards) < 0
    surface = replace(surface, faces=surface.faces[near], owner=surface.owner[near])
    return Cast(actors, surface, normals, _sinew(actors), tracer(surface))


def _sinew(actors: Sequence[Actor]) -> np.ndarray:
    none = (np.zeros(len(actor.mesh.vertices_mm), np.float32) for actor in actors)
    return np.concatenate(
        [zeros if actor.sinew is None else actor.sinew for actor, zeros in zip(actors, none, strict=True)]
    )
