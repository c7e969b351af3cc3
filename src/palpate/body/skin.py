"""The skin: one closed envelope of bones and muscles, with the fat between them and what they do not shape.

Bones and muscles are filled in a grid of the right half and closed as a ball would that rolls over them:
a large one over thigh and trunk, a small one between fingers. Trunk, arm and leg are closed each by itself,
so that the skin does not span from arm to chest, and then melted into one another. The outside moves out by
the thickness of the fat; nose, ears, lips and pads are ellipsoids of the record (`features`). The left half
is the mirror, so the skin is the same on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any

import numpy as np
from scipy.ndimage import binary_dilation, distance_transform_edt, gaussian_filter, map_coordinates
from scipy.spatial import cKDTree

from palpate.body.features import featured, melted
from palpate.body.fields import Grid, solid, surface_points
from palpate.body.made import Each
from palpate.body.mesh import Mesh
from palpate.body.remesh import surface_of, taubin, thin

Record = Mapping[str, Any]

STEP_MM = 3.0
BALLS_MM = (5.0, 20.0, 80.0)
"""Radii of the balls; the closing asked for at a place is mixed from these."""
FINE = 5.0
"""Balls larger than this roll on a grid of half the points along each axis: what they leave is smooth."""
ROOM_MM = 30.0
"""Room left around the flesh for fat and features."""
COARSE_MM = 12.0
"""Spacing of the grid on which the nearest bone is asked for."""
EASE_MM = 20.0
"""Over this much the thickness over one bone goes over into that over the next."""
SHARED_MM = 15.0
"""Flesh that goes on this far from one part of the body into another is closed with both."""
MELT_MM = 9.0
"""Breadth of the fillet where arm and leg join the trunk."""
BLUR_MM = 3.0
ROUNDS = 12
"""Rounds of evening out."""


def build(records: Mapping[str, Record], below: Mapping[str, Mesh], each: Each = map) -> dict[str, Mesh]:
    """The skin of every record over bones and muscles by node id (right and midline ones), in LPS mm.

    `each` works like `map`: the parts of the body are closed side by side.
    """
    return {name: _skin(record, below, each) for name, record in records.items()}


def _skin(record: Record, below: Mapping[str, Mesh], each: Each) -> Mesh:
    grid = _right_half(below.values())
    flesh, laid = solid(below.values(), grid), _over_bones(record["parts"], below, grid)
    parts = [
        (_reached(solid(meshes, grid), flesh, grid.step_mm), laid, grid, part in record["across"])
        for part, meshes in _shared_out(record["parts"], below).items()
    ]
    field = reduce(partial(melted, blend_mm=MELT_MM), each(_closed, parts)) - laid.at(laid.fat_mm, grid)
    whole = Grid(grid.origin_mm, grid.step_mm, (2 * grid.shape[0] - 1, *grid.shape[1:]))
    field = featured(_mirrored(field), whole, record.get("features", ()), below)
    field = gaussian_filter(field, BLUR_MM / grid.step_mm)
    return thin(taubin(surface_of(field, whole), ROUNDS), int(record["triangles"]))


def _shared_out(parts: Mapping[str, Record], below: Mapping[str, Mesh]) -> dict[str, list[Mesh]]:
    """The meshes of each part of the body: each belongs where most of it lies nearest to a bone."""
    points = [np.concatenate([below[bone].vertices_mm for bone in over]) for over in parts.values()]
    owner = np.repeat(np.arange(len(parts)), [len(own) for own in points])
    tree, found = cKDTree(np.concatenate(points)), {part: [] for part in parts}
    for mesh in below.values():
        votes = np.bincount(owner[tree.query(mesh.vertices_mm[::4])[1]], minlength=len(parts))
        found[list(parts)[int(votes.argmax())]].append(mesh)
    return found


def _reached(own: np.ndarray, flesh: np.ndarray, step_mm: float) -> np.ndarray:
    """A part with what is reached from it through flesh: from the arm the shoulder, not the chest beside."""
    return binary_dilation(own, iterations=round(SHARED_MM / step_mm), mask=flesh)


def _right_half(meshes: Iterable[Mesh]) -> Grid:
    """The grid of the right half, from the far right to the midline, which is its last plane."""
    points = np.concatenate([mesh.vertices_mm[mesh.vertices_mm[:, 0] <= 0] for mesh in meshes])
    step = 2 * STEP_MM
    low = np.floor((points.min(axis=0) - ROOM_MM) / step).astype(int) * 2
    high = np.ceil((points.max(axis=0) + ROOM_MM) / step).astype(int) * 2
    high[0] = 0
    return Grid(low * STEP_MM, STEP_MM, tuple(int(n) for n in high - low + 1))


def _mirrored(half: np.ndarray) -> np.ndarray:
    """The array of the right half followed by its mirror."""
    return np.concatenate([half, half[-2::-1]])


@dataclass(frozen=True)
class Laid:
    """What the record says over the nearest bone, on a coarse grid: mm of fat, logarithm of the ball's mm."""

    fat_mm: np.ndarray
    ball: np.ndarray
    grid: Grid

    def at(self, values: np.ndarray, grid: Grid) -> np.ndarray:
        """Values of the coarse grid at the points of another, gone over smoothly."""
        lines = [self.grid.indices(grid.origin_mm)[i] + np.arange(n) * grid.step_mm / self.grid.step_mm
                 for i, n in enumerate(grid.shape)]  # fmt: skip
        return map_coordinates(values, np.meshgrid(*lines, indexing="ij"), order=1, mode="nearest")


def _over_bones(parts: Mapping[str, Record], below: Mapping[str, Mesh], grid: Grid) -> Laid:
    points, values = [], []
    for bone, (fat_mm, ball_mm) in (one for over in parts.values() for one in over.items()):
        spread = surface_points(below[bone], COARSE_MM)
        points.append(spread[spread[:, 0] <= STEP_MM])
        values += [(fat_mm, np.log(ball_mm))] * len(points[-1])
    shape = tuple(int(np.ceil(n * grid.step_mm / COARSE_MM)) + 1 for n in grid.shape)
    coarse = Grid(grid.origin_mm, COARSE_MM, shape)
    _, nearest = cKDTree(np.concatenate(points)).query(coarse.points_at(np.ones(shape, bool)))
    laid = np.array(values, np.float32)[nearest].reshape(*shape, 2)
    fat, ball = (gaussian_filter(laid[..., i], EASE_MM / COARSE_MM) for i in (0, 1))
    return Laid(fat, ball, coarse)


def _closed(part: tuple[np.ndarray, Laid, Grid, bool]) -> np.ndarray:
    """The signed distance in mm to the flesh with its hollows closed, each place by the ball asked for there.

    The last of its values says whether the mirrored half is closed with it, as on the trunk.
    """
    flesh, laid, grid, across = part
    half = Grid(grid.origin_mm, 2 * grid.step_mm, tuple((n + 1) // 2 for n in grid.shape))
    fields = [
        _rolled(flesh, ball, grid, across) if ball <= FINE
        else _between(_rolled(flesh[::2, ::2, ::2], ball, half, across), grid.shape)
        for ball in BALLS_MM
    ]  # fmt: skip
    wanted, sizes = laid.at(laid.ball, grid), np.log(BALLS_MM)
    mixed = fields[0]
    for i in range(1, len(fields)):
        share = np.clip((wanted - sizes[i - 1]) / (sizes[i] - sizes[i - 1]), 0, 1)
        mixed = mixed + share * (fields[i] - fields[i - 1])
    return mixed


def _rolled(flesh: np.ndarray, ball_mm: float, grid: Grid, across: bool) -> np.ndarray:
    """The signed distance to what a ball of this radius that rolls outside does not reach."""
    room = int(np.ceil(ball_mm / grid.step_mm)) + 1
    sides = (room, 0) if across else (room, room)
    wide = np.pad(flesh, [sides, (room, room), (room, room)])
    if across:
        wide = np.concatenate([wide, wide[-2 : -2 - room : -1]])
    outside = distance_transform_edt(~wide, sampling=grid.step_mm)
    grown = outside < ball_mm
    inner = ball_mm - distance_transform_edt(grown, sampling=grid.step_mm) + grid.step_mm / 2
    cut = tuple(slice(room, room + n) for n in flesh.shape)
    return np.where(grown, inner, outside)[cut].astype(np.float32)


def _between(coarse: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A field of half the points along each axis on all of them."""
    for axis, count in enumerate(shape):
        line = np.moveaxis(coarse, axis, 0)
        full = np.empty((count, *line.shape[1:]), np.float32)
        full[::2], full[1::2] = line, (line[:-1] + line[1:]) / 2
        coarse = np.moveaxis(full, 0, axis)
    return coarse
