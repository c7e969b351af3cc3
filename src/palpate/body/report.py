"""The body measured: what a maintainer reads before and after a change of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from palpate.body.bake import PROCESSES, Baked
from palpate.body.cache import meshes_from
from palpate.body.fascicles import parts_of
from palpate.body.making import HARD
from palpate.body.measures import Measures, measure
from palpate.body.mesh import Mesh, boxes_meet, is_watertight
from palpate.body.progress import Progress, silent, watched

NEAR_MM = 5.0
"""Bones and muscles whose boxes come this near to a muscle's are measured against it."""

Records = Mapping[str, Mapping[str, Any]]


def body_report(baked: Baked, records: Records, landmarks: Records, progress: Progress = silent) -> str:
    """Counts, closedness, muscles against bone, neighbours and targets, bytes and triangles, as Markdown."""
    parts = measured(baked, records, landmarks, progress)
    return "\n".join([*_counts(baked), "", *_muscles(parts), "", *_worst(parts), "", *_faults(baked), ""])


def _counts(baked: Baked) -> Iterator[str]:
    kinds = Counter(line["kind"] for line in baked.index.values())
    yield "| kind | structures | watertight | triangles | bytes |\n|---|---|---|---|---|"
    for kind, number in sorted(kinds.items()):
        ids = [id for id, line in baked.index.items() if line["kind"] == kind]
        closed = sum(
            all(is_watertight(mesh) for mesh in meshes_from(baked.mesh_files[id]).values()) for id in ids
        )
        triangles, size = _sum(baked, ids, "triangles"), _sum(baked, ids, "bytes")
        yield f"| {kind} | {number} | {closed} | {triangles:,} | {size:,} |"
    every = list(baked.index)
    triangles, size = _sum(baked, every, "triangles"), _sum(baked, every, "bytes")
    yield f"| all | {len(every)} | | {triangles:,} | {size:,} ({size / triangles:.2f} a triangle) |"


def _sum(baked: Baked, ids: list[str], name: str) -> int:
    return sum(baked.index[id][name] for id in ids)


def measured(
    baked: Baked, records: Records, landmarks: Records, progress: Progress = silent
) -> list[Measures]:
    """Every part of every muscle measured against the bones and the other parts near it."""
    muscles = [id for id, line in baked.index.items() if line["kind"] == "muscle"]
    jobs = [(id, baked, records[id], landmarks) for id in muscles]
    with ProcessPoolExecutor(PROCESSES) as pool:
        return [
            one
            for found in watched(pool.map(_measure, jobs), "measures", len(jobs), progress)
            for one in found
        ]


def _measure(job: tuple[str, Baked, Mapping[str, Any], Records]) -> list[Measures]:
    muscle, baked, record, landmarks = job
    bones = _meshes(baked, HARD)
    hard = list(_near(muscle, baked, HARD).values())
    soft = _near(muscle, baked, ("muscle",))
    return [
        measure(part, soft[part.node], hard, [mesh for node, mesh in soft.items() if node != part.node])
        for part in parts_of(muscle, record, bones, landmarks)
    ]


def _meshes(baked: Baked, kinds: tuple[str, ...]) -> dict[str, Mesh]:
    return baked.meshes(id for id, line in baked.index.items() if line["kind"] in kinds)


def _near(structure: str, baked: Baked, kinds: tuple[str, ...]) -> dict[str, Mesh]:
    """The nodes of the structures of some kinds near one, itself among them if it is of those."""
    low, high = np.array(baked.index[structure]["bounds"]) * 1000
    box = np.array([low - NEAR_MM, high + NEAR_MM])
    return baked.meshes(
        id
        for id, line in baked.index.items()
        if line["kind"] in kinds and boxes_meet(np.array(line["bounds"]) * 1000, box)
    )


def _muscles(parts: list[Measures]) -> Iterator[str]:
    yield "| muscles | median | worst |\n|---|---|---|"
    off = [abs(one.volume_cm3 / one.target_cm3 - 1) * 100 for one in parts]
    rows = {
        "depth in bone, mm": [one.in_bone_mm for one in parts],
        "volume off its target, %": off,
        "attachment off the surface, mm": [one.ends_mm for one in parts],
        "shared with neighbours, cm3": [one.in_neighbours_cm3 for one in parts],
    }
    for name, values in rows.items() if parts else ():
        yield f"| {name} | {np.median(values):.1f} | {max(values):.1f} |"


def _worst(parts: list[Measures]) -> Iterator[str]:
    yield "| part | closed | pieces | volume | target | ends mm | in bone mm | shared cm3 |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in sorted(parts, key=lambda m: -m.in_bone_mm):
        yield (
            f"| {one.node} | {'yes' if one.closed else 'no'} | {one.pieces} "
            f"| {one.volume_cm3:.1f} | {one.target_cm3:.1f} "
            f"| {one.ends_mm:.1f} | {one.in_bone_mm:.1f} | {one.in_neighbours_cm3:.1f} |"
        )


def _faults(baked: Baked) -> Iterator[str]:
    for line in baked.index.values():
        yield from (f"- {line['name']}: {fault}" for fault in line["faults"])


def write_report(text: str, path: Path) -> None:
    """The report as a file for the maintainer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
