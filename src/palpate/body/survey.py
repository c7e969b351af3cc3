"""The body measured and filed, so that the page about it is made without measuring again.

A muscle is measured anew only when its mesh, its record, a bone or a neighbour changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from palpate.body.bake import PROCESSES, Baked
from palpate.body.cache import Cache, code_key, filed, key_of, meshes_from, write_whole
from palpate.body.fascicles import parts_of
from palpate.body.making import HARD
from palpate.body.measures import Measures, measure
from palpate.body.mesh import Mesh, boxes_meet, is_watertight
from palpate.body.placing import Placing, placings
from palpate.body.progress import Progress, silent, watched

NEAR_MM = 5.0
"""Bones and muscles whose boxes come this near to a muscle's are measured against it."""

MEASURING = "palpate.body.measures"
"""Measures are filed under this module's code: meshes do not depend on it, and it not on what makes them."""

Record = Mapping[str, Any]
Records = Mapping[str, Record]


@dataclass(frozen=True)
class Survey:
    """What was measured on a body: its parts of muscles, which structures are closed, where landmarks lie."""

    muscles: tuple[Measures, ...] = ()
    closed: tuple[str, ...] = ()
    """Ids of the structures of which every mesh is watertight."""
    landmarks: tuple[Placing, ...] = ()
    warm_s: float = 0.0
    """Seconds that it takes to find this body in the cache."""


def surveyed(
    baked: Baked,
    records: Records,
    landmarks: Records,
    cache_dir: Path,
    warm_s: float,
    progress: Progress = silent,
) -> Survey:
    """The body measured, what was measured before taken from the cache; filed for `survey_before`."""
    survey = Survey(
        tuple(measured(baked, records, landmarks, progress, Cache(cache_dir))),
        tuple(closed(baked)),
        tuple(placings(landmarks, baked)),
        round(warm_s, 2),
    )
    write_whole(_place(baked, records, landmarks, cache_dir), json.dumps(asdict(survey)).encode())
    return survey


def survey_before(baked: Baked, records: Records, landmarks: Records, cache_dir: Path) -> Survey | None:
    """What was measured on just this body, if it was; measures nothing."""
    path = _place(baked, records, landmarks, cache_dir)
    return _read(path) if path.exists() else None


def _read(path: Path) -> Survey:
    kept = json.loads(path.read_bytes())
    return Survey(
        tuple(Measures(**one) for one in kept["muscles"]),
        tuple(kept["closed"]),
        tuple(Placing(**one) for one in kept["landmarks"]),
        kept["warm_s"],
    )


def _place(baked: Baked, records: Records, landmarks: Records, cache_dir: Path) -> Path:
    meshes = {id: path.name for id, path in baked.mesh_files.items()}
    muscles = {id: record for id, record in records.items() if record["kind"] == "muscle"}
    places = {id: entry.get("place") for id, entry in landmarks.items()}
    return Cache(cache_dir).path(key_of(code_key(MEASURING), meshes, muscles, places), ".survey.json")


def closed(baked: Baked) -> Iterable[str]:
    """The ids of structures without a hole."""
    for id, path in baked.mesh_files.items():
        if all(is_watertight(mesh) for mesh in meshes_from(path).values()):
            yield id


def measured(
    baked: Baked,
    records: Records,
    landmarks: Records,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> list[Measures]:
    """Every part of every muscle measured against the bones and the other parts near it."""
    muscles = [id for id, line in baked.index.items() if line["kind"] == "muscle"]
    jobs = [(id, baked, records[id], landmarks) for id in muscles]
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = _filed(jobs, cache, pool.map) if cache else pool.map(_measure, jobs)
        return [one for ones in watched(found, "measures", len(jobs), progress) for one in ones]


Job = tuple[str, Baked, Record, Records]


def _filed(jobs: list[Job], cache: Cache, each: Any) -> Iterable[list[Measures]]:
    code = code_key(MEASURING)
    keyed = {key_of(code, *_grounds(job)): job for job in jobs}
    for path in filed(cache, ".json", each, _measured_bytes, keyed):
        yield [Measures(**one) for one in json.loads(path.read_bytes())]


def _grounds(job: Job) -> tuple[Any, ...]:
    """All that a muscle's measures hang on; a mesh file's name is a hash of what is in it."""
    muscle, baked, record, landmarks = job
    bones = _of_kinds(baked, HARD)
    near = [*bones, *_near(muscle, baked, ("muscle",))]
    places = {id: [entry.get("bone"), entry.get("place")] for id, entry in landmarks.items()}
    return NEAR_MM, record, [(id, baked.mesh_files[id].name) for id in near], places


def _measured_bytes(job: Job) -> bytes:
    return json.dumps([asdict(one) for one in _measure(job)]).encode()


def _measure(job: Job) -> list[Measures]:
    muscle, baked, record, landmarks = job
    bones = baked.meshes(_of_kinds(baked, HARD))
    hard: list[Mesh] = list(baked.meshes(_near(muscle, baked, HARD)).values())
    soft = baked.meshes(_near(muscle, baked, ("muscle",)))
    return [
        measure(part, soft[part.node], hard, [mesh for node, mesh in soft.items() if node != part.node])
        for part in parts_of(muscle, record, bones, landmarks)
    ]


def _of_kinds(baked: Baked, kinds: tuple[str, ...]) -> list[str]:
    return [id for id, line in baked.index.items() if line["kind"] in kinds]


def _near(structure: str, baked: Baked, kinds: tuple[str, ...]) -> list[str]:
    """The structures of some kinds near one, itself among them if it is of those."""
    low, high = np.array(baked.index[structure]["bounds"]) * 1000
    box = np.array([low - NEAR_MM, high + NEAR_MM])
    return [
        id for id in _of_kinds(baked, kinds) if boxes_meet(np.array(baked.index[id]["bounds"]) * 1000, box)
    ]


__all__ = ["Survey", "measured", "survey_before", "surveyed"]
