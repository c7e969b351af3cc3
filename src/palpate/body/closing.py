"""From a sheet and its thickness to a closed surface: outer and inner face with rounded borders between.

The surface is closed and of one piece by construction, however thin or split the sheet is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.ndimage import gaussian_filter

from palpate.body.mesh import Mesh, compact
from palpate.body.sheets import Sheet

ROUND_DEG = (45.0, 0.0, -45.0)
"""Where around a border, half a circle from the outer to the inner face, points are set."""


@dataclass(frozen=True)
class Thick:
    """A sheet with its thickness.

    Points (U, T, 3) with unit normals, and how far the outer face lies from them along the normal and the
    inner face against it (U, T), all in mm. `present` (U - 1, T - 1) are its cells; `seams` says whether the
    first and the last column join a neighbour, so that they stay flat.
    """

    points_mm: np.ndarray
    normals: np.ndarray
    outer_mm: np.ndarray
    inner_mm: np.ndarray
    present: np.ndarray
    seams: tuple[bool, bool] = (False, False)


def normals_of(one: Sheet) -> np.ndarray:
    """Unit normals (U, T, 3) of a sheet, even where its columns run together into a tendon."""
    across, along = np.gradient(one.points_mm, axis=0), np.gradient(one.points_mm, axis=1)
    weighted = np.cross(across, along)
    soft = gaussian_filter(weighted, (1.0, one.points_mm.shape[1] / 16, 0), mode="nearest")
    return soft / np.maximum(np.linalg.norm(soft, axis=2, keepdims=True), 1e-12)


def closed(thick: Thick) -> Mesh:
    """The closed surface of a thick sheet, wound outward."""
    columns, stations = thick.points_mm.shape[:2]
    outer = np.arange(columns * stations).reshape(columns, stations)
    quads = _quads(outer, thick.present)
    edges = _border(quads)
    rings, rounded = _rounded(thick, edges, 2 * outer.size)
    points = np.concatenate(
        [
            (thick.points_mm + thick.outer_mm[..., None] * thick.normals).reshape(-1, 3),
            (thick.points_mm - thick.inner_mm[..., None] * thick.normals).reshape(-1, 3),
            rounded,
        ]
    )
    faces = [_halves(quads), _halves(quads + outer.size)[:, ::-1]]
    a, b = edges.T
    layers = [outer.ravel(), *rings.T, outer.ravel() + outer.size]
    for above, below in pairwise(layers):
        faces.append(_halves(np.stack([above[b], above[a], below[a], below[b]], axis=1)))
    return compact(Mesh(points, np.concatenate(faces)))


def _quads(numbers: np.ndarray, present: np.ndarray) -> np.ndarray:
    """The present cells as corners (Q, 4), wound so that they face along the normals."""
    corners = (numbers[:-1, :-1], numbers[1:, :-1], numbers[1:, 1:], numbers[:-1, 1:])
    return np.stack([corner[present] for corner in corners], axis=1)


def _halves(quads: np.ndarray) -> np.ndarray:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def _border(quads: np.ndarray) -> np.ndarray:
    """The directed edges (B, 2) that only one cell has."""
    edges = quads[:, [0, 1, 1, 2, 2, 3, 3, 0]].reshape(-1, 2)
    there = set(map(tuple, edges.tolist()))
    return np.array([edge for edge in edges.tolist() if (edge[1], edge[0]) not in there])


def _rounded(thick: Thick, edges: np.ndarray, start: int) -> tuple[np.ndarray, np.ndarray]:
    """Points around every border vertex from the outer face to the inner one.

    Returns their numbers (V, 3) by vertex, counted from `start` (-1 for vertices inside), and the points.
    """
    vertices = np.unique(edges)
    middle, normal = thick.points_mm.reshape(-1, 3), thick.normals.reshape(-1, 3)
    outward = _outward(thick, edges, middle, normal)[vertices]
    up, down = thick.outer_mm.ravel()[vertices], thick.inner_mm.ravel()[vertices]
    reach = (up + down) / 2
    found, numbers = [], np.full((len(middle), len(ROUND_DEG)), -1)
    for k, angle in enumerate(np.radians(ROUND_DEG)):
        lift = (up - down) / 2 + reach * np.sin(angle)
        found.append(
            middle[vertices] + (np.cos(angle) * reach)[:, None] * outward + lift[:, None] * normal[vertices]
        )
        numbers[vertices, k] = start + k * len(vertices) + np.arange(len(vertices))
    return numbers, np.concatenate(found)


def _outward(thick: Thick, edges: np.ndarray, middle: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """The unit direction (N, 3) out of the sheet at its side borders; none at its ends and seams."""
    columns, stations = thick.points_mm.shape[:2]
    total = np.zeros_like(middle)
    for a, b in edges:
        (u, t), (v, s) = divmod(a, stations), divmod(b, stations)
        at_end = t == s and t in (0, stations - 1)
        at_seam = u == v and ((u == 0 and thick.seams[0]) or (u == columns - 1 and thick.seams[1]))
        if not at_end and not at_seam:
            way = np.cross(middle[b] - middle[a], normal[a])
            way /= max(np.linalg.norm(way), 1e-9)
            total[a] += way
            total[b] += way
    size = np.linalg.norm(total, axis=1, keepdims=True)
    return np.where(size > 1e-6, total / np.maximum(size, 1e-9), 0.0)
