"""Meshes to glTF: one small compressed GLB a structure, one named node a part.

Positions are whole steps of a fixed grid (KHR_mesh_quantization) and both buffers are compressed
(EXT_meshopt_compression), so that a page loads its bones in tens of kilobytes. Normals are left
out: the viewer computes smooth ones faster than it could load them. How open each vertex lies and how much
of it is tendon are two bytes, the attribute `_SURFACE` (normalised; 1 = nothing near, 1 = tendon): as the
three channels of COLOR_0 openness alone would cost 1.3 instead of 0.45 bytes a triangle.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.body.frames import gltf_m
from palpate.body.mesh import Mesh
from palpate.body.meshopt import encoded

STEP_M = 1 / 8000
"""Grid of the stored positions, 1/8 mm: on faces of 2 mm it tilts a normal by about one degree."""

VERTEX = np.dtype([("position", "<u2", 3), ("pad", "<u2"), ("surface", "u1", 2), ("pad2", "u1", 2)])
"""One vertex in the file: 12 bytes, each attribute aligned to 4 as glTF asks."""

UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT = 5121, 5123, 5125  # glTF 2.0, 3.6.2.2
COMPRESSION = "EXT_meshopt_compression"
EXTENSIONS = [COMPRESSION, "KHR_mesh_quantization"]


@dataclass(frozen=True)
class Node:
    """A part to be written: its id, its mesh, and two shares of each vertex (N,).

    `openness`: 0 hidden .. 1 free. `sinew`: 0 belly .. 1 tendon, or None where nothing is.
    """

    id: str
    mesh: Mesh
    openness: np.ndarray
    sinew: np.ndarray | None = None


@dataclass(frozen=True)
class Provenance:
    """Where a mesh comes from: said inside each file, so that the file may travel alone."""

    source: str
    licence: str


@dataclass(frozen=True)
class File:
    """A file to be written: its nodes and where they come from."""

    nodes: Sequence[Node]
    provenance: Provenance


@dataclass(frozen=True)
class Part:
    """A node ready for the file: vertices on the grid (VERTEX) and the triangles (M, 3) that use them all."""

    id: str
    vertices: np.ndarray
    triangles: np.ndarray


def bounds_m(meshes: Sequence[Mesh]) -> list[list[float]]:
    """The box around meshes in the glTF frame, `[[minimum], [maximum]]`, to a tenth of a millimetre."""
    points = gltf_m(np.concatenate([mesh.vertices_mm for mesh in meshes]))
    return [points.min(axis=0).round(4).tolist(), points.max(axis=0).round(4).tolist()]


def write_glb(nodes: Sequence[Node], provenance: Provenance) -> bytes:
    """The bytes of a GLB with these nodes; the same nodes give the same bytes."""
    return write_glbs([File(nodes, provenance)])[0]


def write_glbs(files: Sequence[File]) -> list[bytes]:
    """The bytes of many GLBs, compressed in one run; BakeError where Node or its package is missing."""
    corners = [_grid_corner(file.nodes) for file in files]
    inside = [[_part(node, at) for node in file.nodes] for file, at in zip(files, corners, strict=True)]
    streams = encoded([[(part.vertices, part.triangles) for part in parts] for parts in inside])
    made = zip(files, corners, inside, streams, strict=True)
    return [_glb(file.provenance, corner, parts, packed) for file, corner, parts, packed in made]


def _glb(
    provenance: Provenance, corner: np.ndarray, parts: Sequence[Part], packed: tuple[bytes, bytes]
) -> bytes:
    vertices = (sum(part.vertices.nbytes for part in parts), packed[0])
    indices = (sum(part.triangles.size for part in parts) * _index_size(parts), packed[1])
    document = {
        "asset": _asset(provenance),
        "extensionsUsed": EXTENSIONS,
        "extensionsRequired": EXTENSIONS,
        "scene": 0,
        "scenes": [{"nodes": list(range(len(parts)))}],
        "nodes": [_node(part, index, corner) for index, part in enumerate(parts)],
        "meshes": [{"primitives": [_primitive(index)]} for index in range(len(parts))],
        **_accessors(parts, indices),
        **_buffers(vertices, indices, parts),
    }
    return _container(document, _padded(vertices[1]) + indices[1])


def _grid_corner(nodes: Sequence[Node]) -> np.ndarray:
    """Lowest corner of the nodes in whole steps: files share one grid, so neighbours' joints still fit."""
    lowest = np.min([gltf_m(node.mesh.vertices_mm).min(axis=0) for node in nodes], axis=0)
    return np.floor(lowest / STEP_M).astype(int)


def _part(node: Node, corner: np.ndarray) -> Part:
    steps = np.rint(gltf_m(node.mesh.vertices_mm) / STEP_M).astype(int) - corner
    used, corners = np.unique(_without_collapsed(node.mesh.faces, steps), return_inverse=True)
    vertices = np.zeros(len(used), VERTEX)
    vertices["position"] = steps[used]
    vertices["surface"][:, 0] = np.rint(node.openness[used] * 255)
    if node.sinew is not None:
        vertices["surface"][:, 1] = np.rint(node.sinew[used] * 255)
    return Part(node.id, vertices, corners.reshape(-1, 3))


def _without_collapsed(faces: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """The faces whose three corners are still three points on the grid."""
    a, b, c = np.moveaxis(steps[faces], 1, 0)
    return faces[(a != b).any(axis=1) & (b != c).any(axis=1) & (c != a).any(axis=1)]


def _index_size(parts: Sequence[Part]) -> int:
    """2 bytes an index where every part has fewer than 65,535 vertices (the last is the restart mark)."""
    return 2 if max(len(part.vertices) for part in parts) < 65_535 else 4


def _asset(provenance: Provenance) -> dict:
    stated = f"{provenance.source} ({provenance.licence})"
    return {"version": "2.0", "copyright": stated, "extras": {"source": provenance.source}}


def _node(part: Part, index: int, corner: np.ndarray) -> dict:
    place = [round(float(value), 7) for value in corner * STEP_M]
    return {"name": part.id, "mesh": index, "translation": place, "scale": [STEP_M] * 3}


def _primitive(index: int) -> dict:
    """A node's three accessors follow one another: position, surface, indices."""
    return {"attributes": {"POSITION": 3 * index, "_SURFACE": 3 * index + 1}, "indices": 3 * index + 2}


def _accessors(parts: Sequence[Part], indices: tuple[int, bytes]) -> dict:
    accessors, vertex_at, index_at = [], 0, 0
    width = _index_size(parts)
    for part in parts:
        accessors += [*_vertex_accessors(part, vertex_at), _index_accessor(part, index_at, width)]
        vertex_at += part.vertices.nbytes
        index_at += part.triangles.size * width
    return {"accessors": accessors}


def _vertex_accessors(part: Part, offset: int) -> tuple[dict, dict]:
    common = {"bufferView": 0, "count": len(part.vertices)}
    steps = part.vertices["position"]
    extent = {"min": steps.min(axis=0).tolist(), "max": steps.max(axis=0).tolist()}
    position = {"byteOffset": offset, "componentType": UNSIGNED_SHORT, "type": "VEC3"}
    surface = {
        "byteOffset": offset + 8,
        "componentType": UNSIGNED_BYTE,
        "type": "VEC2",
        "normalized": True,
    }
    return common | position | extent, common | surface


def _index_accessor(part: Part, offset: int, width: int) -> dict:
    kind = UNSIGNED_SHORT if width == 2 else UNSIGNED_INT
    count = part.triangles.size
    return {"bufferView": 1, "byteOffset": offset, "componentType": kind, "count": count, "type": "SCALAR"}


def _buffers(vertices: tuple[int, bytes], indices: tuple[int, bytes], parts: Sequence[Part]) -> dict:
    """Buffer 0 holds the compressed bytes; buffer 1 is the extension's fallback, which is never stored."""
    vertex_room = len(_padded(vertices[1]))
    fallback = {"byteLength": vertices[0] + indices[0], "extensions": {COMPRESSION: {"fallback": True}}}
    views = [
        _view(0, vertices, 0, VERTEX.itemsize, "ATTRIBUTES"),
        _view(vertices[0], indices, vertex_room, _index_size(parts), "TRIANGLES"),
    ]
    stored = {"byteLength": vertex_room + len(indices[1])}
    return {"bufferViews": views, "buffers": [stored, fallback]}


def _view(offset: int, stream: tuple[int, bytes], stored_at: int, width: int, mode: str) -> dict:
    """A view of the fallback buffer, and where the extension finds its compressed bytes instead."""
    size, packed = stream
    compressed = {
        "buffer": 0,
        "byteOffset": stored_at,
        "byteLength": len(packed),
        "byteStride": width,
        "count": size // width,
        "mode": mode,
    }
    view = {"buffer": 1, "byteOffset": offset, "byteLength": size, "extensions": {COMPRESSION: compressed}}
    return view | {"byteStride": width} if mode == "ATTRIBUTES" else view


def _padded(payload: bytes, fill: bytes = b"\0") -> bytes:
    return payload + fill * (-len(payload) % 4)


def _container(document: dict, payload: bytes) -> bytes:
    """The two chunks of a GLB, JSON and binary, each padded to 4 bytes (glTF 2.0, 4.4)."""
    text = _padded(json.dumps(document, separators=(",", ":")).encode(), b" ")
    binary = _padded(payload)
    total = 12 + 8 + len(text) + 8 + len(binary)
    head = struct.pack("<4sII", b"glTF", 2, total)
    return (
        head
        + struct.pack("<I4s", len(text), b"JSON")
        + text
        + struct.pack("<I4s", len(binary), b"BIN\0")
        + binary
    )
