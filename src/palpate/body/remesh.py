"""From found surfaces to clean ones: fill, voxelise, take the surface again, even it out, and thin it.

What comes out is closed, one piece and wound outward, however torn the surface was that went in.
"""

from __future__ import annotations

import fast_simplification
import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter, label
from scipy.sparse import coo_matrix, diags
from skimage.measure import marching_cubes

from palpate.body.fields import Grid, grid_around, winding
from palpate.body.mesh import Mesh, compact, components, flip, is_watertight, volume_cm3, weld

PAD_MM = 3.0
"""Room around a surface on its grid."""

BAND_MM = 3.0
"""Distances are measured this near to the surface; farther away a field is flat. No seam may be wider."""

TAUBIN_IN, TAUBIN_OUT = 0.5, -0.53
"""Taubin's pair of steps: smooths without shrinking (Taubin 1995)."""

SAMPLES_A_STEP = 0.7
"""Spacing of the points sampled on a surface, in grid steps."""

PINCH_ROUNDS = 3
"""How often opening and closing a pinched place is tried."""

Field = np.ndarray


def fill_holes(mesh: Mesh) -> Mesh:
    """The mesh with every open rim closed by a fan to its centre."""
    directed = mesh.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    there = set(map(tuple, directed.tolist()))
    following = {b: a for a, b in there if (b, a) not in there}
    points, faces = [mesh.vertices_mm], [mesh.faces]
    for rim in _rims(following):
        centre = sum(len(one) for one in points)
        points.append(mesh.vertices_mm[rim].mean(axis=0)[None])
        faces.append(np.array([(a, b, centre) for a, b in zip(rim, rim[1:] + rim[:1], strict=True)]))
    return Mesh(np.concatenate(points), np.concatenate(faces))


def _rims(following: dict[int, int]) -> list[list[int]]:
    rims = []
    while following:
        rim = [min(following)]
        while rim[-1] in following:
            rim.append(following.pop(rim[-1]))
        if rim[-1] == rim[0] and len(rim) > 3:
            rims.append(rim[:-1])
    return rims


def field_of(
    mesh: Mesh, step_mm: float, plate_mm: float = 0.0, room_mm: float = PAD_MM
) -> tuple[Field, Grid]:
    """The field of a surface and the grid around it, with room for what is added."""
    grid = grid_around(mesh.vertices_mm, room_mm, step_mm)
    return field_on(mesh, grid, plate_mm), grid


def field_on(mesh: Mesh, grid: Grid, plate_mm: float = 0.0) -> Field:
    """Signed distance (within BAND_MM) to a surface that may still leak a little: negative inside.

    With `plate_mm` the surface itself gets that thickness, so that a blade of the source, which may have
    none at all, does not come out in holes; the rest of the bone grows by half of it.
    """
    field = np.where(inside_of(mesh, grid), -BAND_MM, BAND_MM)
    spacing = grid.step_mm * SAMPLES_A_STEP
    here = _within(mesh, grid)
    if not len(here.faces):
        return field
    samples, face = spread_samples(here, spacing)
    where, close = _nearest_sample(samples, grid)
    distance = np.minimum(
        _distance(here, grid.points_at(close), samples[where], face[where], spacing), BAND_MM
    )
    field[close] = np.minimum(
        np.copysign(distance, field[close]), distance - plate_mm / 2 if plate_mm else np.inf
    )
    return field


def _within(mesh: Mesh, grid: Grid) -> Mesh:
    """The triangles that come near the grid."""
    at = grid.indices(mesh.triangles_mm)
    reach = 2 * BAND_MM / grid.step_mm
    near = (at.max(axis=1) > -reach).all(axis=1) & (at.min(axis=1) < np.array(grid.shape) + reach).all(axis=1)
    return Mesh(mesh.vertices_mm, mesh.faces[near])


def _nearest_sample(samples: np.ndarray, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """For every grid point within BAND_MM of the surface its nearest sample; and those points' mask.

    Each voxel remembers the sample nearest to its middle, each other voxel the nearest such voxel: five times
    faster than a search tree, and the plane of the sample's triangle mends most of the difference.
    """
    at = grid.indices(samples)
    cells = np.rint(at).astype(int)
    inside = np.flatnonzero(((cells >= 0) & (cells < grid.shape)).all(axis=1))
    order = inside[np.argsort(-((at - cells)[inside] ** 2).sum(axis=1), kind="stable")]
    holds = np.full(grid.shape, -1)
    holds[tuple(cells[order].T)] = order
    away, nearest = distance_transform_edt(holds < 0, sampling=grid.step_mm, return_indices=True)
    close = away <= BAND_MM + grid.step_mm
    return holds[tuple(nearest[:, close])], close


def _distance(
    mesh: Mesh, points_mm: np.ndarray, samples: np.ndarray, face: np.ndarray, spacing_mm: float
) -> np.ndarray:
    """Distance of points to the surface at their samples: to the triangle's plane or the sample beside."""
    offset = points_mm - samples
    off_plane = np.abs((offset * face_normals(mesh)[face]).sum(axis=1))
    beside = np.sqrt(np.maximum((offset**2).sum(axis=1) - 2 * spacing_mm**2, 0))
    return np.maximum(off_plane, beside)


def spread_samples(mesh: Mesh, spacing_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Points spread evenly over every triangle, at least its middle, and the face of each."""
    longest = np.linalg.norm(mesh.triangles_mm - np.roll(mesh.triangles_mm, 1, axis=1), axis=2).max(axis=1)
    rows = np.maximum(np.ceil(longest / spacing_mm).astype(int), 1)
    found = [_spread(mesh, np.flatnonzero(rows == count), count) for count in np.unique(rows)]
    return np.concatenate([points for points, _ in found]), np.concatenate([face for _, face in found])


def _spread(mesh: Mesh, faces: np.ndarray, rows: int) -> tuple[np.ndarray, np.ndarray]:
    i, j = (axis.ravel() for axis in np.meshgrid(np.arange(rows), np.arange(rows), indexing="ij"))
    keep = i + j < rows
    second, third = (i[keep] + 1 / 3) / rows, (j[keep] + 1 / 3) / rows
    weights = np.stack([1 - second - third, second, third], axis=1)
    return np.einsum("kc,fcx->fkx", weights, mesh.triangles_mm[faces]).reshape(-1, 3), np.repeat(
        faces, len(weights)
    )


def face_normals(mesh: Mesh) -> np.ndarray:
    a, b, c = np.moveaxis(mesh.triangles_mm, 1, 0)
    normal = np.cross(b - a, c - a)
    return normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)


def inside_of(mesh: Mesh, grid: Grid) -> np.ndarray:
    """Which grid points lie inside, by majority of the three axes: a small leak along one does not count."""
    votes = np.zeros(grid.shape, np.int8)
    for turn in range(3):
        order = [(axis + turn) % 3 for axis in range(3)]
        turned = Grid(grid.origin_mm[order], grid.step_mm, tuple(grid.shape[axis] for axis in order))
        seen = winding(Mesh(mesh.vertices_mm[:, order], mesh.faces), turned) > 0
        votes += np.transpose(seen, np.argsort(order))
    return votes >= 2


def surface_of(field: Field, grid: Grid, blur_mm: float = 0.0) -> Mesh:
    """The largest piece of the zero surface of a field, closed and wound outward."""
    field, grid = _cropped(field, grid, 3 + 4 * blur_mm)
    soft = gaussian_filter(field, blur_mm / grid.step_mm) if blur_mm else field
    return closed_surface(_largest(_closed_off(soft)), grid)


def _cropped(field: Field, grid: Grid, room_mm: float) -> tuple[Field, Grid]:
    """The part of the grid that holds the inside, with room around."""
    room = int(np.ceil(room_mm / grid.step_mm))
    spans = [np.flatnonzero((field < 0).any(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3)]
    cut = tuple(slice(max(span[0] - room, 0), span[-1] + room + 1) for span in spans)
    part = field[cut]
    return part, Grid(
        grid.origin_mm + grid.step_mm * np.array([one.start for one in cut]), grid.step_mm, part.shape
    )


def closed_surface(field: Field, grid: Grid) -> Mesh:
    """The zero surface of a field that is positive all around."""
    points, faces, _, _ = marching_cubes(field, 0.0, gradient_direction="ascent")
    mesh = weld(Mesh(points * grid.step_mm + grid.origin_mm, faces.astype(np.int64)), grid.step_mm * 1e-3)
    whole = components(mesh)[0]
    return whole if volume_cm3(whole) > 0 else flip(whole)


def _closed_off(field: Field) -> Field:
    outer = np.pad(field[1:-1, 1:-1, 1:-1], 1, constant_values=1.0)
    return np.where(outer == 0, 1e-6, outer)


def _largest(field: Field) -> Field:
    """The field with every inner piece but the largest made outside, and inner bubbles filled."""
    pieces, count = label(field < 0)
    if count > 1:
        keep = np.bincount(pieces.ravel())[1:].argmax() + 1
        field = np.where((field < 0) & (pieces != keep), 1e-3, field)
    voids, count = label(field >= 0)
    if count > 1:
        field = np.where((field >= 0) & (voids != voids[0, 0, 0]), -1e-3, field)
    return field


def taubin(mesh: Mesh, rounds: int) -> Mesh:
    """The mesh evened out without shrinking."""
    spread = _neighbour_mean(mesh)
    points = mesh.vertices_mm
    for _ in range(rounds):
        for share in (TAUBIN_IN, TAUBIN_OUT):
            points = points + share * (spread @ points - points)
    return Mesh(points, mesh.faces)


def _neighbour_mean(mesh: Mesh) -> coo_matrix:
    ends = mesh.faces[:, [0, 1, 1, 2, 2, 0, 1, 0, 2, 1, 0, 2]].reshape(-1, 2)
    count = len(mesh.vertices_mm)
    near = (
        coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count)).tocsr() > 0
    ).astype(float)
    return diags(1 / np.asarray(near.sum(axis=1)).ravel()) @ near


def thin(mesh: Mesh, triangles: int) -> Mesh:
    """The mesh with about so many triangles, closed as it was; more are left where so few would pinch it."""
    for wanted in (triangles, triangles * 21 // 20, triangles * 6 // 5, triangles * 3 // 2):
        if wanted >= len(mesh.faces):
            return mesh
        points, faces = fast_simplification.simplify(
            mesh.vertices_mm, mesh.faces.astype(np.int32), target_count=wanted
        )
        thinner = unpinch(weld(Mesh(points.astype(float), faces.astype(np.int64))))
        if is_watertight(thinner) and len(components(thinner)) == 1:
            return thinner
    return mesh


def unpinch(mesh: Mesh) -> Mesh:
    """The mesh with the faces about edges that more than two share taken out and the gap closed by a fan."""
    for _ in range(PINCH_ROUNDS):
        if is_watertight(mesh):
            return mesh
        sides = np.sort(mesh.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
        _, edge, uses = np.unique(sides, axis=0, return_inverse=True, return_counts=True)
        bad = np.unique(mesh.faces[(uses[edge.reshape(-1, 3)] != 2).any(axis=1)])
        opened = mesh.faces[~np.isin(mesh.faces, bad).any(axis=1)]
        mesh = components(fill_holes(compact(Mesh(mesh.vertices_mm, opened))))[0]
    return mesh
