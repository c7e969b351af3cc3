"""Boxes and balls for tiny worlds."""

import numpy as np
import trimesh

from palpate.body.mesh import Mesh

SIDES = np.array([
    [0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1],
    [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3],
])  # fmt: skip
"""Two triangles a side, turned outwards; corners are counted with z fastest, then y, then x."""


def box(low: tuple[float, float, float], high: tuple[float, float, float]) -> Mesh:
    """The closed box between two corners, in mm."""
    corners = [[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    return Mesh(np.array(corners, float), SIDES)


def ball(radius_mm: float, at_mm: tuple[float, float, float] = (0, 0, 0), subdivisions: int = 4) -> Mesh:
    """A closed ball; each subdivision makes four triangles of one, beginning with twenty."""
    sphere = trimesh.creation.icosphere(subdivisions=subdivisions, radius=radius_mm)
    return Mesh(np.asarray(sphere.vertices) + at_mm, np.asarray(sphere.faces))
