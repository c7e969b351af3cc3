"""The whole body in a few files: one pack a region, at lower detail, for the explorer.

A page loads its structures one by one, since it shows few; the explorer shows all, and 500 requests would
cost more than what they bring. What lies on everything else, the skin and its areas, has packs of its own
that are only loaded when asked for.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fast_simplification
import numpy as np
from scipy.spatial import cKDTree

from palpate.body.cache import Cache, arrays_to_bytes, code_key, filed, filed_together, key_of
from palpate.body.fusing import thinned
from palpate.body.glb import File, Node, Provenance, write_glbs
from palpate.body.made import Each, Made, Records, Sinews
from palpate.body.mesh import Mesh, volume_cm3, weld
from palpate.body.occlusion import openness, within_reach
from palpate.body.packing import SHADING_EACH_OTHER, of, present_source, provenance, surroundings
from palpate.body.progress import Progress, watched

Names = Mapping[str, Sequence[str]]

PACK_OF_REGION = {
    "jaw": "head",
    "lumbar": "back",
    "abdomen": "abdomen and pelvis",
    "pelvis": "abdomen and pelvis",
    "arm": "shoulder",
    "forearm": "elbow",
    "thigh": "hip",
}
"""Regions of records that share a pack with a neighbour; any other region is a pack by its own name."""

PACK_OF_KIND = {"skin": "skin", "dermatome": "dermatomes", "zone": "zones"}
"""Kinds that lie over everything else."""

DETAIL = {"disc": 0.25, "skull-bone": 1.0, "skin": 1.0, "dermatome": 1.0, "zone": 1.0}
"""Share of its triangles that a structure keeps, by kind: discs are made finer than their shape needs, and
borders on the skin and sutures of the skull must fit."""

HALF = 0.5
"""Share that any other kind keeps: as seen from two metres away, no edge of a bone shows."""

FEWEST = 80
"""A node is not thinned below so many triangles: a thin nerve would lose its bends."""

FOLDED = 0.3
"""A change of volume by this share tells that the sides of a sheet have changed places."""


@dataclass(frozen=True)
class Errand:
    """One structure to be thinned and lit: nodes, tendons, what darkens them, how much detail they keep."""

    meshes: Mapping[str, Mesh]
    sinews: Sinews
    around: Sequence[Mesh]
    share: float


def pack_of(record: Mapping[str, Any]) -> str:
    """The pack that a structure goes into."""
    region = record.get("region") or "elsewhere"
    pack = PACK_OF_KIND.get(record["kind"], PACK_OF_REGION.get(region, region))
    return pack.replace(" ", "-")


def packs(
    records: Records, made: Made, sinews: Sinews, cache: Cache, each: Each, progress: Progress
) -> dict[str, tuple[list[str], Path]]:
    """By pack id the structures in it and its GLB in the cache; a changed structure makes one pack anew."""
    code = code_key(__name__)
    jobs = _errands(records, made, sinews, code)
    lit = watched(filed(cache, ".npz", each, _thinned_and_lit, jobs), "packs", len(jobs), progress)
    filed_at = dict(zip(made, lit, strict=True))
    inside = _inside(records)
    present = present_source()
    files = {
        key_of(code, [[path.stem for path in paths], who]): (paths, who)
        for names in inside.values()
        for paths in [[filed_at[name] for name in names]]
        for who in [_together({provenance(records[name], present) for name in names})]
    }
    written = filed_together(cache, ".glb", _written, files)
    return {pack: (names, path) for (pack, names), path in zip(inside.items(), written, strict=True)}


def described(pack: str, structures: Sequence[str], path: Path) -> dict[str, Any]:
    """What the explorer needs to know of a pack: its file name, its bytes and the structures in it."""
    content = path.read_bytes()
    name = f"pack-{pack}.{hashlib.blake2b(content, digest_size=4).hexdigest()}.glb"
    return {"file": name, "bytes": len(content), "structures": list(structures)}


def thinner(mesh: Mesh, share: float) -> Mesh:
    """The mesh with a share of its triangles; it need not stay closed, as nothing is measured on it.

    A sheet so thin that its sides are folded into each other is thinned in the careful way instead.
    """
    wanted = max(FEWEST, round(share * len(mesh.faces)))
    if wanted >= len(mesh.faces):
        return mesh
    points, faces = fast_simplification.simplify(
        mesh.vertices_mm, mesh.faces.astype(np.int32), target_count=wanted
    )
    fewer = weld(Mesh(points.astype(float), faces.astype(np.int64)))
    volume = volume_cm3(mesh)
    return fewer if abs(volume_cm3(fewer) - volume) < FOLDED * volume else thinned(mesh, wanted)


def _inside(records: Records) -> dict[str, list[str]]:
    inside: dict[str, list[str]] = {}
    for name, record in records.items():
        inside.setdefault(pack_of(record), []).append(name)
    return inside


def _errands(records: Records, made: Made, sinews: Sinews, code: str) -> dict[str, Errand]:
    hard, jobs = surroundings(records, made), {}
    for name, meshes in made.items():
        kind = records[name]["kind"]
        around = within_reach(hard, list(meshes.values())) if kind in SHADING_EACH_OTHER else []
        errand = Errand(meshes, of(meshes, sinews), around, DETAIL.get(kind, HALF))
        jobs[key_of(code, name, errand)] = errand
    return jobs


def _thinned_and_lit(errand: Errand) -> bytes:
    """Vertices, faces and openness of each node, by node id."""
    thin = {node: thinner(mesh, errand.share) for node, mesh in errand.meshes.items()}
    arrays = {}
    for node, mesh in thin.items():
        others = [other for name, other in thin.items() if name != node]
        arrays[f"{node}/vertices"] = mesh.vertices_mm
        arrays[f"{node}/faces"] = mesh.faces.astype(np.int32)
        arrays[f"{node}/openness"] = openness(mesh, [*others, *errand.around])
        if node in errand.sinews:
            arrays[f"{node}/sinew"] = _carried(errand.sinews[node], errand.meshes[node], mesh)
    return arrays_to_bytes(arrays)


def _carried(values: np.ndarray, mesh: Mesh, thin: Mesh) -> np.ndarray:
    """Values of a mesh's vertices (N,) at those of its thinned form: each has that of the nearest."""
    return values[cKDTree(mesh.vertices_mm).query(thin.vertices_mm)[1]]


def _together(sources: set[Provenance]) -> Provenance:
    """The sources of all that is in a pack, said in its one line."""
    ordered = sorted(sources, key=lambda one: (one.source, one.licence))
    licences = dict.fromkeys(one.licence for one in ordered)
    return Provenance("; ".join(one.source for one in ordered), "; ".join(licences))


def _written(jobs: Sequence[tuple[Sequence[Path], Provenance]]) -> list[bytes]:
    return write_glbs([File([node for path in paths for node in _nodes(path)], who) for paths, who in jobs])


def _nodes(path: Path) -> list[Node]:
    with np.load(path) as arrays:
        names = dict.fromkeys(name.rsplit("/", 1)[0] for name in arrays.files)
        return [
            Node(
                node,
                Mesh(arrays[f"{node}/vertices"], arrays[f"{node}/faces"]),
                arrays[f"{node}/openness"],
                arrays.get(f"{node}/sinew"),
            )
            for node in names
        ]
