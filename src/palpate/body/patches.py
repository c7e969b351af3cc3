"""Patches of a surface: cut out along the zero line of a field, and closed to thin shells.

A patch keeps the triangles of the surface it is cut from, so that it lies on it without sinking in anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.spatial import cKDTree

from palpate.body.mesh import WELD_MM, Mesh, face_areas_mm2, face_components, vertex_normals

SLIVER = 0.02
"""A cut stays this share of an edge away from its ends, so that no triangle loses its area."""

MIDLINE_MM = 1.0
"""Points this near to the midline lie on it."""


@dataclass(frozen=True)
class Sheet:
    """An open surface: points (N, 3) mm, normals (N, 3), faces (M, 3), and a value (N,) that goes with the
    points."""

    points_mm: np.ndarray
    normals: np.ndarray
    faces: np.ndarray
    carried: np.ndarray

    def blended(self, ends: np.ndarray, share: np.ndarray) -> Sheet:
        """The sheet with more points: `share` of the way along edges `ends` (E, 2), no face yet touching
        them."""

        def grown(values: np.ndarray) -> np.ndarray:
            weight = share if values.ndim == 1 else share[:, None]
            return np.concatenate([values, values[ends[:, 0]] * (1 - weight) + values[ends[:, 1]] * weight])

        return Sheet(grown(self.points_mm), grown(self.normals), self.faces, grown(self.carried))


def sheet_of(mesh: Mesh, carried: np.ndarray) -> Sheet:
    """A whole mesh as a sheet with its smooth normals."""
    return Sheet(mesh.vertices_mm, vertex_normals(mesh), mesh.faces, carried)


def right_half(sheet: Sheet) -> Sheet:
    """What lies on the body's right, cut at the midline; points almost on it are moved onto it."""
    points = sheet.points_mm.copy()
    points[np.abs(points[:, 0]) < MIDLINE_MM, 0] = 0
    return welded(cut(Sheet(points, sheet.normals, sheet.faces, sheet.carried), -points[:, 0], 0.0))


def welded(sheet: Sheet) -> Sheet:
    """The sheet with coinciding points made one, without the faces that lose their area by it."""
    keys = np.round(sheet.points_mm / WELD_MM).astype(np.int64)
    _, first, where = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    faces = where.reshape(-1)[sheet.faces]
    apart = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
    return Sheet(sheet.points_mm[first], sheet.normals[first], faces[apart], sheet.carried[first])


def cut(sheet: Sheet, field: np.ndarray, sliver: float = SLIVER) -> Sheet:
    """The part where a field (N,) is above zero, cut through the triangles along its zero line."""
    inside = field > 0
    edges, of_face = edges_of(sheet.faces)
    crossed = inside[edges[:, 0]] != inside[edges[:, 1]]
    ends = edges[crossed]
    share = field[ends[:, 0]] / (field[ends[:, 0]] - field[ends[:, 1]])
    grown = sheet.blended(ends, np.clip(share, sliver, 1 - sliver))
    middle = np.full(len(edges), -1)
    middle[crossed] = len(sheet.points_mm) + np.arange(len(ends))
    faces = _kept(sheet.faces, inside, middle[of_face])
    return _compact(Sheet(grown.points_mm, grown.normals, faces, grown.carried))


def edges_of(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The edges (E, 2), and for each face (M, 3) the numbers of those that follow its corners."""
    ends = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    count = int(faces.max(initial=0)) + 1
    keys, where = np.unique(ends[:, 0] * count + ends[:, 1], return_inverse=True)
    return np.stack(np.divmod(keys, count), axis=1), where.reshape(-1, 3)


def _kept(faces: np.ndarray, inside: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Whole triangles inside, and the corner or the rest of those that the zero line crosses."""
    count = inside[faces].sum(axis=1)
    found = [faces[count == 3]]
    for turn in range(3):
        a, b, c = np.roll(faces, -turn, axis=1).T
        ab, _, ca = np.roll(middle, -turn, axis=1).T
        corner = (count == 1) & inside[a]
        found.append(np.stack([a, ab, ca], axis=1)[corner])
        rest = (count == 2) & ~inside[a]
        found.append(np.stack([ab, b, c], axis=1)[rest])
        found.append(np.stack([ab, c, ca], axis=1)[rest])
    return np.concatenate(found)


def _compact(sheet: Sheet) -> Sheet:
    used, faces = np.unique(sheet.faces, return_inverse=True)
    return Sheet(sheet.points_mm[used], sheet.normals[used], faces.reshape(-1, 3), sheet.carried[used])


def split(sheet: Sheet, near: cKDTree | None = None) -> Sheet:
    """The same flat triangles halved until no edge is longer than the value carried; old points first.

    With points given, only triangles near them are halved.
    """
    while True:
        edges, of_face = edges_of(sheet.faces)
        ends = sheet.points_mm[edges]
        long = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1) > sheet.carried[edges].min(axis=1)
        if near is not None and long.any():
            long &= _of_faces_near(sheet, near, of_face, long)
        if not long.any():
            return sheet
        middle = np.full(len(edges), -1)
        middle[long] = len(sheet.points_mm) + np.arange(long.sum())
        grown = sheet.blended(edges[long], np.full(long.sum(), 0.5))
        faces = _halved(sheet.faces, middle[of_face])
        sheet = Sheet(grown.points_mm, grown.normals, faces, grown.carried)


def _of_faces_near(sheet: Sheet, near: cKDTree, of_face: np.ndarray, long: np.ndarray) -> np.ndarray:
    """Which edges (E,) belong to a triangle with long edges whose middle is nearer to the points than its
    corners."""
    asked = np.flatnonzero(long[of_face].any(axis=1))
    corners = sheet.points_mm[sheet.faces[asked]]
    middle = corners.mean(axis=1)
    size = np.linalg.norm(corners - middle[:, None], axis=2).max(axis=1)
    size = np.maximum(size, sheet.carried[sheet.faces[asked]].min(axis=1) / 2)
    found = np.zeros(len(long), bool)
    found[of_face[asked[near.query(middle, eps=0.1)[0] < size]]] = True
    return found


def _halved(faces: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Every triangle cut at the middles of its long edges into two, three or four."""
    count = (middle >= 0).sum(axis=1)
    found = [faces[count == 0]]
    a, b, c = faces[count == 3].T
    ab, bc, ca = middle[count == 3].T
    found += [np.stack(one, axis=1) for one in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    for turn in range(3):
        a, b, c = np.roll(faces, -turn, axis=1).T
        ab, bc, ca = np.roll(middle, -turn, axis=1).T
        one = (count == 1) & (ab >= 0)
        found += [np.stack(part, axis=1)[one] for part in ((a, ab, c), (ab, b, c))]
        two = (count == 2) & (bc < 0)
        found += [np.stack(part, axis=1)[two] for part in ((a, ab, ca), (ab, b, c), (ab, c, ca))]
    return np.concatenate(found)


def lengths(sheet: Sheet, edges: np.ndarray) -> csr_matrix:
    """The lengths of the edges (E, 2) as a symmetric graph."""
    far = np.linalg.norm(sheet.points_mm[edges[:, 1]] - sheet.points_mm[edges[:, 0]], axis=1)
    both = np.concatenate([edges, edges[:, ::-1]])
    count = len(sheet.points_mm)
    return coo_matrix((np.tile(np.maximum(far, 1e-6), 2), both.T), shape=(count, count)).tocsr()


def crossings(sheet: Sheet, edges: np.ndarray, field: np.ndarray) -> np.ndarray:
    """The points (K, 3) where the zero line of a field crosses edges (E, 2)."""
    ends = edges[(field[edges[:, 0]] > 0) != (field[edges[:, 1]] > 0)]
    share = (field[ends[:, 0]] / (field[ends[:, 0]] - field[ends[:, 1]]))[:, None]
    return sheet.points_mm[ends[:, 0]] * (1 - share) + sheet.points_mm[ends[:, 1]] * share


def without_crumbs(sheet: Sheet, least_mm2: float) -> Sheet:
    """The sheet without pieces smaller than this; the largest always stays."""
    if not len(sheet.faces):
        return sheet
    mesh = Mesh(sheet.points_mm, sheet.faces)
    piece = face_components(mesh)
    areas = np.bincount(piece, face_areas_mm2(mesh))
    keep = areas >= min(least_mm2, areas.max())
    return _compact(Sheet(sheet.points_mm, sheet.normals, sheet.faces[keep[piece]], sheet.carried))


def shell(outer: Sheet, inner: Sheet, low_mm: float, high_mm: float) -> Mesh:
    """A closed shell: one sheet raised by `high_mm`, one of the same rim by `low_mm`, and the rim between
    them."""
    count = len(outer.points_mm)
    points = np.concatenate([_raised(outer, high_mm), _raised(inner, low_mm)])
    a, b = _rim(outer.faces).T
    _, below = cKDTree(inner.points_mm).query(outer.points_mm)
    sides = [
        np.stack([a, below[a] + count, below[b] + count], axis=1),
        np.stack([a, below[b] + count, b], axis=1),
    ]
    return Mesh(points, np.concatenate([outer.faces, inner.faces[:, ::-1] + count, *sides]))


def _raised(sheet: Sheet, by_mm: float) -> np.ndarray:
    length = np.linalg.norm(sheet.normals, axis=1, keepdims=True)
    return sheet.points_mm + by_mm * sheet.normals / np.maximum(length, 1e-9)


def _rim(faces: np.ndarray) -> np.ndarray:
    """The directed edges (E, 2) that only one face has."""
    edges, of_face = edges_of(faces)
    directed = faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    return directed[np.bincount(of_face.ravel(), minlength=len(edges))[of_face.ravel()] == 1]


def scored(sheet: Sheet, field: np.ndarray) -> Sheet:
    """The whole sheet with its triangles cut along the zero line of a field, nothing left out."""
    one, other = cut(sheet, field), cut(sheet, -field)
    points = np.concatenate([one.points_mm, other.points_mm])
    faces = np.concatenate([one.faces, other.faces + len(one.points_mm)])
    normals = np.concatenate([one.normals, other.normals])
    return welded(Sheet(points, normals, faces, np.concatenate([one.carried, other.carried])))
