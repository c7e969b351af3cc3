"""Settling neighbours: muscles are shaped deep ones first, each over and beside those that stand already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from palpate.body.fascicles import Part, parts_of
from palpate.body.mesh import Mesh, bounds_mm, boxes_meet
from palpate.body.muscles import shape
from palpate.body.places import said_of
from palpate.body.records import Record

Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Something that works like `map`, for example the `map` of a pool of processes."""

REACH_MM = 20.0
"""How far beyond its fascicles a muscle may swell or be pushed."""


def settle(
    records: Mapping[str, Record],
    bones: Mapping[str, Mesh],
    landmarks: Mapping[str, Record],
    each: Each = map,
) -> Iterator[tuple[str, dict[str, Mesh]]]:
    """Every muscle of the records with its meshes by node id, none inside another.

    Muscles that are far apart are shaped side by side by `each`; one that lies over another waits for it.
    """
    parts = {
        muscle: said_of(muscle, parts_of, muscle, record, bones, landmarks)
        for muscle, record in records.items()
    }
    boxes = {muscle: _box(own) for muscle, own in parts.items()}
    done: dict[str, dict[str, Mesh]] = {}
    for wave in waves({muscle: int(record["layer"]) for muscle, record in records.items()}, boxes):
        sided = [records[muscle].get("side", "right") == "right" for muscle in wave]
        jobs = [
            (parts[m], _near(boxes[m], bones.values()), side, _near(boxes[m], _flesh(done)))
            for m, side in zip(wave, sided, strict=True)
        ]
        for muscle, meshes in zip(wave, each(_shape, jobs), strict=True):
            done[muscle] = meshes
            yield muscle, meshes


def waves(layers: Mapping[str, int], boxes: Mapping[str, np.ndarray]) -> list[list[str]]:
    """The muscles in the order in which they can be shaped: within a wave no two boxes (2, 3) meet.

    Deeper layers come first, within a layer the order of the records.
    """
    turn: dict[str, int] = {}
    for muscle in sorted(layers, key=lambda name: layers[name]):
        below = [turn[other] for other in turn if boxes_meet(boxes[muscle], boxes[other])]
        turn[muscle] = max(below, default=-1) + 1
    return [[m for m in turn if turn[m] == k] for k in range(max(turn.values(), default=-1) + 1)]


def _shape(job: tuple[Sequence[Part], Sequence[Mesh], bool, Sequence[Mesh]]) -> dict[str, Mesh]:
    return shape(*job)


def _box(parts: Sequence[Part]) -> np.ndarray:
    points = np.concatenate([path for part in parts for band in part.bands for path in band.paths_mm])
    return np.array([points.min(axis=0) - REACH_MM, points.max(axis=0) + REACH_MM])


def _near(box: np.ndarray, meshes: Iterable[Mesh]) -> list[Mesh]:
    return [mesh for mesh in meshes if boxes_meet(box, bounds_mm(mesh))]


def _flesh(done: Mapping[str, Mapping[str, Mesh]]) -> list[Mesh]:
    return [mesh for meshes in done.values() for mesh in meshes.values()]
