"""Organs to keep away from, as simple closed volumes between the bones.

A record holds `pieces`. Each is a union of `lobes` (see lobes.py) from which `hollows` and other organs are
taken away (`off`: organ and air in mm) and which stays `bone_mm` off bone. With `ball_mm` it fills only the
room in which a ball of that radius can roll between the bones, and with `in_cage` only that inside the ribs,
so that a lung has the inner face of the rib cage; a hollow with `rim_mm` leaves a layer of that thickness on
that face, as the dome of the diaphragm does. `down_to` are three places: the piece ends on the plane through
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from palpate.body.cage import cage
from palpate.body.fascicles import point
from palpate.body.fields import Grid, coarse_field, grid_around, solid
from palpate.body.lobes import MIRROR, Lobe, distance, lobe
from palpate.body.mesh import Mesh, bounds_mm, boxes_meet, join, mirror
from palpate.body.places import PlaceError, said_of
from palpate.body.remesh import surface_of, taubin, thin

Record = Mapping[str, Any]
STEP_MM = 2.5
"""Spacing of the grid where a record says none."""

MELT_MM = 6.0
"""Edges between lobes are filled over this width where a record says none."""

PAD_MM = 8.0
"""Room around an organ on its grid."""

SOFTEN = 0.6
"""Blur of a field in grid steps: takes away the steps of the masks, not the shape."""

ROUNDS = 8
"""Rounds of evening out the surface."""


@dataclass(frozen=True)
class World:
    """What organs are said by and keep away from: bones by id, both sides of all of them, and landmarks."""

    bones: Mapping[str, Mesh]
    both_sides: tuple[Mesh, ...]
    landmarks: Mapping[str, Record]


def build(
    records: Mapping[str, Record], bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]
) -> dict[str, Mesh]:
    """The closed mesh of every organ record, by id, in LPS mm; what keeps off another is made after it."""
    both_sides = tuple(side for bone in bones.values() for side in (bone, mirror(bone)))
    world = World(bones, both_sides, landmarks)
    made: dict[str, Mesh] = {}
    while waiting := [organ for organ in records if organ not in made]:
        ready = [organ for organ in waiting if _neighbours(records[organ]) <= set(made)]
        if not ready:
            raise PlaceError(f"{', '.join(waiting)}: keeps off an organ that is not there or waits for it")
        made |= {organ: said_of(organ, _organ, records[organ], world, made) for organ in ready}
    return {organ: made[organ] for organ in records}


def _neighbours(record: Record) -> set[str]:
    return {organ for piece in record.get("pieces", ()) for organ in piece.get("off", {})}


def _organ(record: Record, world: World, made: Mapping[str, Mesh]) -> Mesh:
    pieces = [_piece(piece, record, world, made) for piece in record["pieces"]]
    share = int(record["triangles"]) // len(pieces)
    return join([thin(piece, share) for piece in pieces])


def _piece(piece: Record, record: Record, world: World, made: Mapping[str, Mesh]) -> Mesh:
    """One closed surface of an organ."""
    lobes = _lobes(piece, "lobes", world)
    step_mm = float(record.get("step_mm", STEP_MM))
    grid = grid_around(np.concatenate([one.corners_mm() for one in lobes]), PAD_MM, step_mm)
    body = distance(lobes, grid, float(piece.get("melt_mm", MELT_MM)))
    limits = [*_limits(piece, grid, world), *_airs(piece, grid, made)]
    field = reduce(np.maximum, limits, body)
    if not (field < 0).any():
        raise PlaceError(f"bone, hollows and other organs leave nothing of a piece with {len(lobes)} lobes")
    return taubin(surface_of(field, grid, SOFTEN * step_mm), ROUNDS)


def _lobes(piece: Record, which: str, world: World) -> list[Lobe]:
    return [
        lobe(one, one.get("side", piece.get("side")) == "left", world.bones, world.landmarks)
        for one in piece.get(which, ())
    ]


def _limits(piece: Record, grid: Grid, world: World) -> Iterable[np.ndarray]:
    """Fields that are negative where bones, hollows and the lower border let the piece be."""
    room = _room(grid, world.both_sides, float(piece.get("ball_mm", 0)), float(piece.get("bone_mm", 0)))
    if piece.get("in_cage"):
        room = np.maximum(room, cage(world.bones, grid))
    yield room
    for said, hollow in zip(piece.get("hollows", ()), _lobes(piece, "hollows", world), strict=True):
        field = distance([hollow], grid)
        yield -np.maximum(field, room + float(said["rim_mm"])) if "rim_mm" in said else -field
    if "down_to" in piece:
        yield _above(piece, grid, world)


def _room(grid: Grid, bones: Iterable[Mesh], ball_mm: float, bone_mm: float) -> np.ndarray:
    """The distance to the room in which a ball rolls between bones, keeping `bone_mm` off each of them."""
    high = grid.origin_mm + grid.step_mm * np.array(grid.shape)
    here = [bone for bone in bones if boxes_meet(bounds_mm(bone), np.array([grid.origin_mm, high]))]
    away = coarse_field(solid(here, grid), grid.step_mm)
    if not ball_mm:
        return bone_mm - away
    rolled = coarse_field(away >= ball_mm, grid.step_mm)
    return np.maximum(rolled + bone_mm - ball_mm, bone_mm - away)


def _above(piece: Record, grid: Grid, world: World) -> np.ndarray:
    """The depth below the plane through the three places of `down_to`."""
    a, b, c = (point(place, world.bones, world.landmarks) for place in piece["down_to"])
    if piece.get("side") == "left":
        a, b, c = a * MIRROR, b * MIRROR, c * MIRROR
    normal = np.cross(b - a, c - a)
    up = normal / np.linalg.norm(normal) * np.sign(normal[2])
    return sum(-up[axis] * (grid.along(axis) - a[axis]) for axis in range(3))


def _airs(piece: Record, grid: Grid, made: Mapping[str, Mesh]) -> Iterable[np.ndarray]:
    for organ, air_mm in piece.get("off", {}).items():
        yield float(air_mm) - coarse_field(solid([made[organ]], grid), grid.step_mm)
