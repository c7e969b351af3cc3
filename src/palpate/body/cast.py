"""Who stands in a picture: the structures of a scene as one surface that remembers which face is whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from embreex.rtcore_scene import EmbreeScene

from palpate.body.mesh import Mesh, mirror
from palpate.body.rays import Surface, face_normals, point_normals, surface_of, tracer


@dataclass(frozen=True)
class Actor:
    """One mesh in a picture, the kind of structure that it is, and its role in the scene."""

    mesh: Mesh
    kind: str
    role: str


@dataclass(frozen=True)
class Cast:
    """Actors as one surface with its smooth normals (N, 3), ready for rays."""

    actors: Sequence[Actor]
    surface: Surface
    normals: np.ndarray
    tracer: EmbreeScene


def actors_of(scene: Mapping, meshes: Mapping[str, Mesh]) -> list[Actor]:
    """Every structure of a scene with its mesh; the left ones mirrored, those in parts part by part."""
    return [
        Actor(mirror(mesh) if structure["side"] == "left" else mesh, structure["kind"], structure["role"])
        for structure in scene["structures"]
        for mesh in meshes_of(structure["id"], meshes)
    ]


def meshes_of(structure: str, meshes: Mapping[str, Mesh]) -> list[Mesh]:
    """The mesh of a structure or part; of a structure in parts all of them, such as `trapezius.upper`."""
    return [mesh for id, mesh in meshes.items() if id == structure or id.startswith(structure + ".")]


def cast_of(actors: Sequence[Actor]) -> Cast:
    """Actors made ready for rays."""
    surface = surface_of([actor.mesh for actor in actors])
    return Cast(actors, surface, point_normals(surface.points, surface.faces), tracer(surface))


def near_sides_of(actors: Sequence[Actor], eye_mm: np.ndarray) -> Cast:
    """Actors made ready for rays without the faces that turn away from the eye."""
    surface = surface_of([actor.mesh for actor in actors])
    normals = point_normals(surface.points, surface.faces)
    towards = surface.points[surface.faces[:, 0]] - eye_mm
    near = np.einsum("fi,fi->f", face_normals(surface), towards) < 0
    surface = replace(surface, faces=surface.faces[near], owner=surface.owner[near])
    return Cast(actors, surface, normals, tracer(surface))
