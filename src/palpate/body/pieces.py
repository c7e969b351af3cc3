"""Takes the source's surfaces apart: which connected piece of which surface is which bone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from palpate.body.mesh import Mesh, bounds_mm, compact, components, weld

WELD_MM = 1e-2
"""The source's files repeat each corner per face; corners this close are one."""

STRAY_FACES = 60
"""Smaller pieces of a surface are discs, fragments of the logo or lone triangles, never a bone."""


def bone_pieces(surfaces: Mapping[str, Mesh], pieces: Mapping[str, Mapping[str, Any]]) -> dict[str, Mesh]:
    """The raw surface of every bone that the source has, by bone id."""
    parts = {geom: real_pieces(surfaces[geom]) for geom in {piece["geom"] for piece in pieces.values()}}
    return {
        bone: _without_slivers(_chosen(parts[piece["geom"]], piece.get("at")), piece.get("slivers_mm"))
        for bone, piece in pieces.items()
    }


def real_pieces(surface: Mesh) -> list[Mesh]:
    """The connected pieces of a surface that can be bones, largest first."""
    return [piece for piece in components(weld(surface, WELD_MM)) if len(piece.faces) >= STRAY_FACES]


def _chosen(parts: list[Mesh], at: list[float] | None) -> Mesh:
    if at is None:
        return parts[0]
    return min(parts, key=lambda part: np.linalg.norm(bounds_mm(part).mean(axis=0) - at))


def _without_slivers(mesh: Mesh, longest_mm: float | None) -> Mesh:
    """The mesh without triangles that are long and thinner than a millimetre: webs across the skull."""
    if longest_mm is None:
        return mesh
    sides = np.linalg.norm(mesh.triangles_mm - np.roll(mesh.triangles_mm, 1, axis=1), axis=2)
    a, b, c = np.moveaxis(mesh.triangles_mm, 1, 0)
    height = np.linalg.norm(np.cross(b - a, c - a), axis=1) / sides.max(axis=1)
    return compact(Mesh(mesh.vertices_mm, mesh.faces[(sides.max(axis=1) < longest_mm) | (height > 1.0)]))
