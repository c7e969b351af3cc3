"""Smooth subdivision (Loop's scheme) that bears the holes and doubled edges of found meshes.

Loop's surface shrinks away from the corners of a coarse mesh, on the source's hip bone by 5 mm at its spines.
So the corners are moved outward first, until the smooth surface passes near the points that were measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from palpate.body.mesh import Mesh

HOLDING_ROUNDS = 6
"""Corrections toward the measured points; six bring nine tenths of the way on all bones of the source."""


@dataclass(frozen=True)
class Edges:
    """Edges (E, 2), the edge of each face side (M, 3), the corners across (E, 2), which edges are sharp."""

    ends: np.ndarray
    of_face: np.ndarray
    across: np.ndarray
    sharp: np.ndarray


def smooth(mesh: Mesh, rounds: int, hold: float = 0.8) -> Mesh:
    """The mesh subdivided `rounds` times; `hold` (0..1) is how closely it passes by its old points."""
    if not rounds:
        return mesh
    split, faces = _matrix(mesh.faces, len(mesh.vertices_mm))
    limit = split[: len(mesh.vertices_mm)]
    corners = mesh.vertices_mm
    for _ in range(HOLDING_ROUNDS):
        corners = corners + hold * (mesh.vertices_mm - limit @ corners) * 0.7
    fine = Mesh(split @ corners, faces)
    return smooth(fine, rounds - 1, 0.0)


def _matrix(faces: np.ndarray, count: int) -> tuple[csr_matrix, np.ndarray]:
    """The weights (N + E, N) that make the new points from the old, and the four times as many faces."""
    edges = _edges(faces)
    rows = np.concatenate([_old_points(edges, count), _new_points(edges, count)])
    weights = csr_matrix(
        (rows[:, 2], (rows[:, 0].astype(int), rows[:, 1].astype(int))), shape=(count + len(edges.ends), count)
    )
    return weights, _split(faces, edges.of_face + count)


def _edges(faces: np.ndarray) -> Edges:
    sides = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    ends, of_side, uses = np.unique(sides, axis=0, return_inverse=True, return_counts=True)
    opposite = faces[:, [2, 0, 1]].reshape(-1)
    order = np.argsort(of_side.reshape(-1), kind="stable")
    first = np.concatenate([[0], np.cumsum(uses)[:-1]])
    last = np.cumsum(uses) - 1
    across = np.stack([opposite[order[first]], opposite[order[last]]], axis=1)
    return Edges(ends, of_side.reshape(-1, 3), across, uses != 2)


def _new_points(edges: Edges, count: int) -> np.ndarray:
    """Rows (row, column, weight) of the points on edges: 3/8 of each end, 1/8 across; half on a rim."""
    row = count + np.arange(len(edges.ends))
    near = np.where(edges.sharp, 1 / 2, 3 / 8)
    far = np.where(edges.sharp, 0.0, 1 / 8)
    return np.concatenate(
        [
            _rows(row, edges.ends[:, 0], near),
            _rows(row, edges.ends[:, 1], near),
            _rows(row, edges.across[:, 0], far),
            _rows(row, edges.across[:, 1], far),
        ]
    )


def _old_points(edges: Edges, count: int) -> np.ndarray:
    """Rows of the old points: drawn toward their neighbours by Loop's weight, along the rim by 1/8 each."""
    on_rim = np.zeros(count, bool)
    on_rim[edges.ends[edges.sharp]] = True
    pairs = np.concatenate([edges.ends, edges.ends[:, ::-1]])
    sharp = np.concatenate([edges.sharp, edges.sharp])
    counted = sharp | ~on_rim[pairs[:, 0]]
    pairs = pairs[counted]
    valence = np.bincount(pairs[:, 0], minlength=count)
    pull = np.where(on_rim, np.where(valence == 2, 1 / 8, 0.0), _beta(np.maximum(valence, 1)))
    stay = 1 - pull * valence
    points = np.arange(count)
    return np.concatenate([_rows(points, points, stay), _rows(pairs[:, 0], pairs[:, 1], pull[pairs[:, 0]])])


def _beta(valence: np.ndarray) -> np.ndarray:
    """Loop's weight of one neighbour (Loop 1987)."""
    return (5 / 8 - (3 / 8 + np.cos(2 * np.pi / valence) / 4) ** 2) / valence


def _rows(row: np.ndarray, column: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.stack([row, column, weight], axis=1)


def _split(faces: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Each face in four: one at each corner and one in the middle."""
    a, b, c = faces.T
    ab, bc, ca = middle.T
    return np.concatenate(
        [np.stack(four, axis=1) for four in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    )
