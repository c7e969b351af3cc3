"""Muscles as volumes: each shaped from its record, deep ones first, superficial ones laid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from palpate.body.clearing import cleared
from palpate.body.closing import Thick, closed, normals_of
from palpate.body.drape import drape
from palpate.body.fascicles import Part, parts_of
from palpate.body.fields import Grid, coarse_field, grid_around, solid
from palpate.body.fusing import fused, parted, thinned
from palpate.body.mesh import Mesh, outward, volume_cm3
from palpate.body.records import Record
from palpate.body.seams import joined, runs, sheets_of, split
from palpate.body.sheets import Sheet, enclosed_mm3, rounded, scale_for, untangled
from palpate.body.swelling import Room, room_for, swollen

BAND_MM = 10.0
"""How far around a sheet bone and deeper muscles are looked at."""
ROUNDS = 6
"""How often the volume of the closed mesh corrects what the sheets are asked to fill."""
CLOSE = 0.04
"""By which share of its volume a muscle may miss it before another round."""


def build(
    muscle: str,
    record: Record,
    bones: Mapping[str, Mesh],
    landmarks: Mapping[str, Record],
    beneath: Sequence[Mesh] = (),
) -> dict[str, Mesh]:
    """The closed meshes of one muscle by node id, clear of bones and of the deeper muscles `beneath` it."""
    parts = parts_of(muscle, record, bones, landmarks)
    return shape(parts, list(bones.values()), record.get("side", "right") == "right", beneath)


def shape(
    parts: Sequence[Part], bones: Sequence[Mesh], one_sided: bool, beneath: Sequence[Mesh] = ()
) -> dict[str, Mesh]:
    """The parts of one muscle as closed meshes outside bones and muscles: deep ones first, side by side."""
    made: dict[str, Mesh] = {}
    for layer in sorted({part.layer for part in parts}):
        abreast = [part for part in parts if part.layer == layer]
        for run in runs(abreast):
            flesh = [*beneath, *made.values()]
            made |= _side_by_side([abreast[i] for i in run], bones, flesh, one_sided)
    return {part.node: made[part.node] for part in parts}


def _side_by_side(
    parts: Sequence[Part], bones: Sequence[Mesh], flesh: Sequence[Mesh], one_sided: bool
) -> dict[str, Mesh]:
    """One part with its bands, or parts that share border fascicles, which stay one sheet up to the seam."""
    obstacles = [*bones, *flesh]
    sheets = sheets_of(parts)
    flat = [sheet for own in sheets for sheet in own]
    volume_mm3 = 1e3 * sum(part.volume_cm3 for part in parts)
    together = len(parts) > 1
    if not together:
        first = scale_for(flat, volume_mm3)
        flat = [rounded(untangled(sheet), first) for sheet in flat]
    overlapping = 1.0 if together else len(flat) ** 0.5
    scale = scale_for(flat, overlapping * volume_mm3)
    around = _surroundings(flat, bones, flesh, scale, one_sided)
    laid = _laid(flat, scale, around, together)
    normals = _normals(laid, together)
    reach_mm = 2.5 * max(float(s.half_mm(scale).max()) for s in laid) + 2.0
    rooms = [room_for(s, n, reach_mm, around.all, around.grid) for s, n in zip(laid, normals, strict=True)]
    meshes = _filled(parts, laid, normals, rooms, scale)
    return {
        part.node: _finished(part, mesh, obstacles, one_sided)
        for part, mesh in zip(parts, meshes, strict=True)
    }


def _finished(part: Part, mesh: Mesh, obstacles: Sequence[Mesh], one_sided: bool) -> Mesh:
    """The mesh moved and, where that did not do, cut out of what stands already, and thinned."""
    free = cleared(thinned(mesh, triangles(part)), obstacles, one_sided)
    return parted(free, obstacles, part.ends_mm(), len(part.bands) if part.serial else 1)


@dataclass(frozen=True)
class Surroundings:
    """What lies around a muscle: fields of bones, and of bones and muscles, on one grid."""

    bone: np.ndarray
    all: np.ndarray
    grid: Grid


def _surroundings(
    sheets: Sequence[Sheet], bones: Sequence[Mesh], flesh: Sequence[Mesh], scale: float, one_sided: bool
) -> Surroundings:
    """The surroundings of the sheets; for a right-sided muscle the left half of the body is in the way."""
    points = np.concatenate([s.points_mm.reshape(-1, 3) for s in sheets])
    thick_mm = 2 * max(float(s.half_mm(scale).max()) for s in sheets)
    grid = grid_around(points, BAND_MM + thick_mm, step_mm(points))
    bone = coarse_field(solid(bones, grid), grid.step_mm)
    if one_sided:
        bone = np.minimum(bone, -grid.along(0))
    return Surroundings(bone, np.minimum(bone, coarse_field(solid(flesh, grid), grid.step_mm)), grid)


def step_mm(points_mm: np.ndarray) -> float:
    """The voxel in which a muscle's surroundings are looked at: finer for small muscles."""
    return float(np.clip(np.ptp(points_mm, axis=0).max() / 80, 1.0, 2.0))


def _laid(sheets: Sequence[Sheet], scale: float, around: Surroundings, together: bool) -> list[Sheet]:
    if not together:
        return [untangled(drape(s, scale, around.all, around.grid, around.bone)) for s in sheets]
    whole = joined(sheets, [scale] * len(sheets))
    return split(drape(whole, 1.0, around.all, around.grid, around.bone), sheets)


def _normals(sheets: Sequence[Sheet], together: bool) -> list[np.ndarray]:
    if not together:
        return [normals_of(s) for s in sheets]
    whole = normals_of(joined(sheets, [1.0] * len(sheets)))
    found = np.split(whole, np.cumsum([len(s.points_mm) for s in sheets])[:-1])
    for one, other in pairwise(found):
        one[-1] = other[0]
    return found


def _filled(
    parts: Sequence[Part],
    sheets: Sequence[Sheet],
    normals: Sequence[np.ndarray],
    rooms: Sequence[Room],
    scale: float,
) -> list[Mesh]:
    """The closed mesh of every part, swollen until it has about its volume."""
    together = len(parts) > 1
    targets = np.array([1e3 * part.volume_cm3 for part in parts])
    asked = targets.copy() if together else np.array([enclosed_mm3(s, s.half_mm(scale)) for s in sheets])
    for _ in range(ROUNDS):
        halves = swollen(sheets, rooms, scale, asked, together)
        closings = [
            outward(closed(Thick(s.points_mm, n, *half, s.present, _seams(i, len(sheets), together))))
            for i, (s, n, half) in enumerate(zip(sheets, normals, halves, strict=True))
        ]
        meshes = closings if together else [fused(closings, parts[0].serial)]
        ratio = targets / np.maximum([1e3 * volume_cm3(mesh) for mesh in meshes], 1.0)
        if (np.abs(ratio - 1) < CLOSE).all():
            break
        asked = asked * (ratio if together else ratio[0])
    return meshes


def _seams(number: int, count: int, together: bool) -> tuple[bool, bool]:
    return together and number > 0, together and number < count - 1


def triangles(part: Part) -> int:
    """How many triangles a part may have: by its volume, more for many bands."""
    return int(np.clip(300 + 8 * part.volume_cm3, 360, 1800)) + 50 * (len(part.bands) - 1)
