"""The body index: what a scene, the viewer and the pictures need to know of each structure."""

from collections.abc import Mapping
from typing import Any

from palpate.body.glb import Provenance, bounds_m
from palpate.body.mesh import Mesh

DEEPEST = 0
"""Layer of a structure whose record names none: bones and discs."""


def described(
    record: Mapping[str, Any], meshes: Mapping[str, Mesh], file: str, size: int, provenance: Provenance
) -> dict[str, Any]:
    """One structure's line in the body index; `meshes` are its nodes, `bounds` is in glTF metres."""
    return {
        "name": record["name"],
        "kind": record["kind"],
        "side": record.get("side", "right"),
        "system": record.get("system", ""),
        "region": record.get("region", ""),
        "layer": int(record.get("layer", DEEPEST)),
        "file": file,
        "bytes": size,
        "triangles": sum(len(mesh.faces) for mesh in meshes.values()),
        "nodes": list(meshes),
        "bounds": bounds_m(list(meshes.values())),
        "faults": list(record.get("faults", [])),
        "source": provenance.source,
        "licence": provenance.licence,
    }
