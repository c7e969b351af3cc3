"""Closed meshes made one, cut from one another, and thinned so that they stay closed."""

from __future__ import annotations

from collections.abc import Sequence

import fast_simplification
import manifold3d
import numpy as np
from scipy.spatial import cKDTree

from palpate.body.fields import surface_points
from palpate.body.mesh import (
    Mesh,
    bounds_mm,
    boxes_meet,
    components,
    is_watertight,
    join,
    outward,
    volume_cm3,
    weld,
)
from palpate.body.remesh import taubin

AMPLE = 6000
"""Triangles that the bands of one part share before they are fused."""
BAND_TRIANGLES = (160, 1500)
"""Least and greatest number of triangles of a band before it is fused."""
LEAST_CM3 = 0.02
"""Smaller crumbs than this are not kept."""
SLIVER_MM = 0.2
"""Details smaller than this do not outlive a union."""
MELTING = 8
"""Rounds of smoothing that melt the creases between bands."""
LEAST_CUT, MOST_CUT = 0.002, 0.3
"""Less than this share is not cut away from a mesh, and never more than that."""
WHOLE = 0.97
"""The share that must be left in one piece: a muscle is not cut in two."""
END_MM = 2.0
"""How much farther from its ends a cut may leave a muscle."""
LOSS = 0.05
"""By which share thinning may change the volume."""
TOLERANCES_MM = (0.2, 0.35, 0.6, 1.0, 1.6)
"""The careful way of thinning is tried with these, until there are few enough triangles."""


def fused(meshes: Sequence[Mesh], serial: bool = False) -> Mesh:
    """The union of closed meshes: its largest piece, or all of a `serial` part of small ones in a row."""
    if len(meshes) == 1:
        return meshes[0]
    few = int(np.clip(AMPLE / len(meshes), *BAND_TRIANGLES))
    solids = [_solid(thinned(mesh, few)) for mesh in meshes]
    union = manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)
    melted = taubin(_mesh(union.simplify(SLIVER_MM)), MELTING)
    pieces = sorted(components(melted), key=volume_cm3, reverse=True)
    return join([piece for piece in pieces if volume_cm3(piece) > LEAST_CM3]) if serial else pieces[0]


def parted(mesh: Mesh, others: Sequence[Mesh], ends_mm: np.ndarray, pieces: int = 1) -> Mesh:
    """The mesh without what it shares with others, of at most so many pieces.

    As it was where that is next to nothing, so that clean surfaces stay clean; where too much would go; where
    a thin sheet would get holes; and where it would fall apart or lose one of its ends (E, 3), as a thin
    tendon does that crosses another.
    """
    own, volume = _solid(mesh), volume_cm3(mesh)
    rest = _without(own, mesh, others)
    if not LEAST_CUT < 1 - rest.volume() / 1e3 / volume < MOST_CUT:
        return mesh
    if pieces == 1 and _holes(rest) > _holes(own):
        return mesh
    kept = sorted(components(_mesh(rest.simplify(SLIVER_MM / 2))), key=volume_cm3, reverse=True)[:pieces]
    cut = join([piece for piece in kept if volume_cm3(piece) > LEAST_CM3 or piece is kept[0]])
    whole = volume_cm3(cut) > WHOLE * rest.volume() / 1e3
    lost_mm = _away(cut, ends_mm) - _away(mesh, ends_mm)
    return cut if whole and lost_mm.max(initial=0) < END_MM else mesh


def _holes(solid: manifold3d.Manifold) -> int:
    """How many holes go through a solid and its pieces."""
    return sum(max(piece.genus(), 0) for piece in solid.decompose())


def shared_cm3(mesh: Mesh, others: Sequence[Mesh]) -> float:
    """The volume that a closed mesh shares with other closed meshes."""
    own = _solid(mesh)
    return max(own.volume() - _without(own, mesh, others).volume(), 0.0) / 1e3


def _without(own: manifold3d.Manifold, mesh: Mesh, others: Sequence[Mesh]) -> manifold3d.Manifold:
    """A mesh's solid less those of the others that come into its box."""
    box = bounds_mm(mesh)
    close = [_solid(one) for one in others if boxes_meet(bounds_mm(one), box)]
    return manifold3d.Manifold.batch_boolean([own, *close], manifold3d.OpType.Subtract)


def _away(mesh: Mesh, points_mm: np.ndarray) -> np.ndarray:
    """How far points (E, 3) lie from a mesh (E,)."""
    return cKDTree(surface_points(mesh, 1.0)).query(points_mm)[0]


def thinned(mesh: Mesh, triangles: int) -> Mesh:
    """A closed mesh with about so many triangles, still closed, of as many pieces and about the same volume.

    The way that keeps shapes best may pinch thin sheets; then the careful one, which cannot, is taken.
    """
    if len(mesh.faces) <= triangles:
        return mesh
    points, faces = fast_simplification.simplify(
        mesh.vertices_mm, mesh.faces.astype(np.int32), target_count=triangles
    )
    fewer = weld(Mesh(points.astype(float), faces.astype(np.int64)))
    return fewer if _alike(fewer, mesh) else _careful(mesh, triangles)


def _alike(fewer: Mesh, mesh: Mesh) -> bool:
    volume = volume_cm3(mesh)
    return (
        is_watertight(fewer)
        and len(components(fewer)) == len(components(mesh))
        and abs(volume_cm3(fewer) - volume) < LOSS * volume
    )


def _careful(mesh: Mesh, triangles: int) -> Mesh:
    best = mesh
    for tolerance_mm in TOLERANCES_MM:
        fewer = _mesh(_solid(mesh).simplify(tolerance_mm))
        if not _alike(fewer, mesh):
            break
        best = fewer
        if len(best.faces) <= triangles:
            break
    return best


def _solid(mesh: Mesh) -> manifold3d.Manifold:
    return manifold3d.Manifold(
        manifold3d.Mesh(
            vert_properties=np.asarray(mesh.vertices_mm, np.float32),
            tri_verts=np.asarray(mesh.faces, np.uint32),
        )
    )


def _mesh(solid: manifold3d.Manifold) -> Mesh:
    found = solid.to_mesh()
    return outward(
        Mesh(np.asarray(found.vert_properties[:, :3], float), np.asarray(found.tri_verts, np.int64))
    )
