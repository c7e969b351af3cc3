"""Every structure's file: its meshes with their occlusion, as a GLB."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from palpate.body.cache import Cache, arrays_to_bytes, code_key, filed, filed_together, key_of
from palpate.body.glb import File, Node, Provenance, write_glbs
from palpate.body.made import Each, Made, Records, Sinews
from palpate.body.mesh import Mesh, mirror
from palpate.body.occlusion import openness, within_reach
from palpate.body.progress import Progress, watched

SHADING_EACH_OTHER = ("bone", "cartilage")
"""Kinds that darken their like; the others shade only themselves, as they are often shown alone."""

TAKEN = ("bone", "cartilage", "skull-bone")
"""Kinds that the present model brings; all others are drawn in this repository, on its bones."""

HERE, LICENCE_HERE = "Palpate", "CC-BY-4.0"
"""This repository as a source, also of bones whose record names it, and the licence of LICENSE-content."""


@dataclass(frozen=True)
class Errand:
    """One file to be made: its nodes and their tendons, what stands around, and where it comes from."""

    meshes: Mapping[str, Mesh]
    sinews: Sinews
    around: Sequence[Mesh]
    provenance: Provenance


def pack(
    records: Records, made: Made, sinews: Sinews, cache: Cache, each: Each, progress: Progress
) -> dict[str, Path]:
    """The GLB of every structure in the cache, by structure id."""
    code, present = code_key(__name__), present_source()
    hard = surroundings(records, made)
    jobs = {}
    for structure, meshes in made.items():
        around = within_reach(hard, list(meshes.values())) if _shades(records, structure) else []
        errand = Errand(meshes, of(meshes, sinews), around, provenance(records[structure], present))
        jobs[key_of(code, errand)] = errand
    lit = watched(filed(cache, ".npz", each, _openness, jobs), "shade", len(jobs), progress)
    files = {key: _file(errand, path) for (key, errand), path in zip(jobs.items(), lit, strict=True)}
    return dict(zip(made, filed_together(cache, ".glb", write_glbs, files), strict=True))


def of(meshes: Mapping[str, Mesh], sinews: Sinews) -> Sinews:
    """The tendons of these nodes."""
    return {node: sinews[node] for node in meshes if node in sinews}


def surroundings(records: Records, made: Made) -> list[Mesh]:
    """What darkens bones, of both sides of the body, so that a vertebra is shaded alike right and left."""
    right = [mesh for structure in made if _shades(records, structure) for mesh in made[structure].values()]
    return right + [mirror(mesh) for mesh in right]


def present_source() -> Provenance:
    """The model that the bones come from."""
    settings = yaml.safe_load(files(__package__).joinpath("myosim.yml").read_text(encoding="utf-8"))
    return Provenance(f"{settings['source']} {version('myo-sim')}", settings["licence"])


def provenance(record: Mapping[str, Any], present: Provenance) -> Provenance:
    """Where a structure comes from: its record's own source, else the present model or this repository.

    What is drawn here names the present model too, because its places and its shape come from those bones.
    """
    source = record.get("source", present.source if record["kind"] in TAKEN else HERE)
    if source == HERE:
        return Provenance(f"{HERE}, on the bones of {present.source}", LICENCE_HERE)
    return Provenance(source, record.get("licence", present.licence))


def _shades(records: Records, structure: str) -> bool:
    return records[structure]["kind"] in SHADING_EACH_OTHER


def _openness(errand: Errand) -> bytes:
    """How open each vertex of each node lies; a structure's own parts shade one another."""
    lit = {}
    for node, mesh in errand.meshes.items():
        others = [other for name, other in errand.meshes.items() if name != node]
        lit[node] = openness(mesh, [*others, *errand.around])
    return arrays_to_bytes(lit)


def _file(errand: Errand, lit: Path) -> File:
    with np.load(lit) as opened:
        nodes = [
            Node(node, mesh, opened[node], errand.sinews.get(node)) for node, mesh in errand.meshes.items()
        ]
    return File(nodes, errand.provenance)
