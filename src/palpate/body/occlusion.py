"""How open each point of a surface lies to its surroundings: the soft shade in hollows and between bones."""

from collections.abc import Sequence

import numpy as np
from embreex.rtcore_scene import EmbreeScene

from palpate.body.mesh import Mesh, bounds_mm
from palpate.body.rays import point_normals, surface_of, trace, tracer

DIRECTIONS = 128
"""Directions over the whole sphere; a surface point looks along the half of them that leave it."""

REACH_MM = 60.0
"""Farther neighbours do not darken; nearer ones the more the nearer they are."""

LIFT_MM = 0.1
"""Rays start this far above the surface, so that they do not hit the face they leave."""


def openness(mesh: Mesh, neighbours: Sequence[Mesh] = (), reach_mm: float = REACH_MM) -> np.ndarray:
    """Openness (N,) of a mesh's vertices among itself and its neighbours, 0 buried .. 1 free."""
    surface = surface_of([mesh, *within_reach(neighbours, [mesh], reach_mm)])
    return openness_at(
        mesh.vertices_mm, point_normals(mesh.vertices_mm, mesh.faces), tracer(surface), reach_mm
    )


def openness_at(
    points: np.ndarray, normals: np.ndarray, scene: EmbreeScene, reach_mm: float, count: int = DIRECTIONS
) -> np.ndarray:
    """Openness (N,) of points with outward normals under what a tracer holds.

    All points look along the same fixed directions, so that the result is smooth and the same every time.
    """
    starts = points + LIFT_MM * normals
    hidden, seen = np.zeros(len(points)), np.zeros(len(points))
    for direction in sphere_directions(count):
        slant = normals @ direction
        above = np.flatnonzero(slant > 0)
        hits = trace(scene, starts[above], np.tile(direction, (len(above), 1)), reach_mm)
        struck = above[hits.ray]
        hidden[struck] += slant[struck] * (1 - hits.distance / reach_mm)
        seen[above] += slant[above]
    return 1 - hidden / np.maximum(seen, 1e-12)


def sphere_directions(count: int) -> np.ndarray:
    """Directions (count, 3) spread evenly over the sphere along a Fibonacci spiral."""
    step = np.arange(count) + 0.5
    height = 1 - 2 * step / count
    turn = np.pi * (1 + 5**0.5) * step
    ring = np.sqrt(1 - height**2)
    return np.stack([ring * np.cos(turn), ring * np.sin(turn), height], axis=1)


def within_reach(
    candidates: Sequence[Mesh], meshes: Sequence[Mesh], reach_mm: float = REACH_MM
) -> list[Mesh]:
    """The candidates, other than the meshes themselves, whose box comes near the box of the meshes."""
    boxes = np.array([bounds_mm(mesh) for mesh in meshes])
    low, high = boxes[:, 0].min(axis=0) - reach_mm, boxes[:, 1].max(axis=0) + reach_mm
    others = [one for one in candidates if all(one is not mesh for mesh in meshes)]
    return [one for one in others if (bounds_mm(one)[1] > low).all() and (bounds_mm(one)[0] < high).all()]
