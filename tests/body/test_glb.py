"""A structure becomes one small file that any glTF reader may open and that gives its shape back."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import trimesh
from scipy.spatial import cKDTree

from body.boxes import ball
from palpate.body.frames import gltf_m, lps_mm
from palpate.body.glb import STEP_M, VERTEX, File, Node, Provenance, bounds_m, write_glb, write_glbs
from palpate.body.mesh import Mesh
from palpate.body.meshopt import node_program
from palpate.body.stopped import BakeError

VIEWER = Path(__file__).parents[2] / "viewer"
MADE_BY = Provenance("A model of somebody 1.2", "CC-BY-4.0")

VALIDATE = """
const validator = require("gltf-validator"), fs = require("fs");
validator.validateBytes(new Uint8Array(fs.readFileSync(process.argv[1])))
  .then((report) => console.log(JSON.stringify(report.issues)));
"""

UNPACK = """
import { readFileSync } from "node:fs";
import { MeshoptDecoder } from "meshoptimizer/decoder";
await MeshoptDecoder.ready;
const [count, size, mode] = process.argv.slice(1);
const plain = new Uint8Array(count * size);
MeshoptDecoder.decodeGltfBuffer(plain, Number(count), Number(size), new Uint8Array(readFileSync(0)), mode);
process.stdout.write(plain);
"""


def node(id: str, mesh: Mesh, openness: float = 1.0) -> Node:
    return Node(id, mesh, np.full(len(mesh.vertices_mm), openness))


def document_of(glb: bytes) -> tuple[dict, bytes]:
    size = struct.unpack_from("<I", glb, 12)[0]
    return json.loads(glb[20 : 20 + size]), glb[28 + size :]


def unpacked(glb: bytes) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Points in metres, surface (openness, tendon) and triangles of every node, as the decoder reads them."""
    document, binary = document_of(glb)
    vertices, corners = (
        _view(view["extensions"]["EXT_meshopt_compression"], binary) for view in document["bufferViews"]
    )
    nodes = {}
    for one in document["nodes"]:
        primitive = document["meshes"][one["mesh"]]["primitives"][0]
        accessors = document["accessors"]
        position = accessors[primitive["attributes"]["POSITION"]]
        indices = accessors[primitive["indices"]]
        own = vertices[position["byteOffset"] // VERTEX.itemsize :][: position["count"]]
        width = 2 if indices["componentType"] == 5123 else 4
        faces = corners[indices["byteOffset"] // width :][: indices["count"]].reshape(-1, 3)
        points = own["position"] * np.array(one["scale"]) + one["translation"]
        nodes[one["name"]] = (points, own["surface"] / 255, faces)
    return nodes


def _view(packed: dict, binary: bytes) -> np.ndarray:
    payload, stride = binary[packed["byteOffset"] :][: packed["byteLength"]], packed["byteStride"]
    told = ["--input-type=module", "-e", UNPACK, str(packed["count"]), str(stride), packed["mode"]]
    ran = subprocess.run([node_program(), *told], input=payload, cwd=VIEWER, capture_output=True, check=True)
    return np.frombuffer(ran.stdout, VERTEX if packed["mode"] == "ATTRIBUTES" else f"<u{stride}")


def test_left_is_x_superior_is_y_and_anterior_is_z_in_metres():
    left_posterior_superior_mm = [100, 200, 300]
    assert gltf_m(left_posterior_superior_mm).tolist() == [0.1, 0.3, -0.2]
    assert lps_mm([0.1, 0.3, -0.2]).tolist() == left_posterior_superior_mm


def test_every_node_comes_back_within_half_a_grid_step():
    meshes = {"muscle.upper": ball(20, (-40, 3, 1500)), "muscle.lower": ball(9, (-55, 8, 1430))}
    back = unpacked(write_glb([node(id, mesh) for id, mesh in meshes.items()], MADE_BY))
    assert list(back) == ["muscle.upper", "muscle.lower"]
    for id, mesh in meshes.items():
        points, _, faces = back[id]
        away, _ = cKDTree(points[faces].mean(axis=1)).query(gltf_m(mesh.triangles_mm.mean(axis=1)))
        assert away.max() <= STEP_M * 3**0.5 / 2 + 1e-9
        assert len(faces) == len(mesh.faces)


def test_triangles_still_face_outward_after_the_change_of_frame():
    points, _, faces = unpacked(write_glb([node("ball", ball(20, (5, 6, 7)))], MADE_BY))["ball"]
    assert trimesh.Trimesh(points, faces).volume * 1e9 == pytest.approx(4 / 3 * np.pi * 20**3, rel=0.02)


def test_openness_stays_with_its_vertex():
    mesh = ball(20, (0, 0, 0))
    upper = (mesh.vertices_mm[:, 2] > 0).astype(float)
    points, surface, _ = unpacked(write_glb([Node("ball", mesh, upper)], MADE_BY))["ball"]
    assert ((points[:, 1] > 1e-4) == (surface[:, 0] == 1)).all()
    assert (surface[:, 1] == 0).all()


def test_tendon_stays_with_its_vertex():
    mesh = ball(20, (0, 0, 0))
    lower = (mesh.vertices_mm[:, 2] < 0).astype(float)
    half = Node("ball", mesh, np.ones(len(lower)), lower)
    points, surface, _ = unpacked(write_glb([half], MADE_BY))["ball"]
    assert ((points[:, 1] < -1e-4) == (surface[:, 1] == 1)).all()


def test_the_same_nodes_give_the_same_bytes():
    assert write_glb([node("ball", ball(20, (0, 0, 0)))], MADE_BY) == write_glb(
        [node("ball", ball(20, (0, 0, 0)))], MADE_BY
    )


def test_files_written_together_are_those_written_one_by_one():
    alone = [[node("large", ball(40, (0, 0, 0)))], [node("small", ball(9, (5, 0, 0)))]]
    together = write_glbs([File(nodes, MADE_BY) for nodes in alone])
    assert together == [write_glb(nodes, MADE_BY) for nodes in alone]


def test_the_streams_are_of_the_codecs_that_the_extension_asks_for():
    document, binary = document_of(write_glb([node("ball", ball(20, (0, 0, 0)))], MADE_BY))
    starts = [view["extensions"]["EXT_meshopt_compression"]["byteOffset"] for view in document["bufferViews"]]
    assert [binary[start] for start in starts] == [0xA0, 0xE1]  # kind of stream and number of its codec


def test_source_and_licence_travel_in_the_file():
    document, _ = document_of(write_glb([node("ball", ball(20, (0, 0, 0)))], MADE_BY))
    assert document["asset"]["copyright"] == "A model of somebody 1.2 (CC-BY-4.0)"
    assert document["asset"]["extras"] == {"source": "A model of somebody 1.2"}


def test_a_mesh_of_more_than_65_534_vertices_has_wide_indices():
    mesh = ball(200, (0, 0, 0), subdivisions=7)
    glb = write_glb([node("ball", mesh)], MADE_BY)
    assert document_of(glb)[0]["accessors"][2]["componentType"] == 5125
    points, _, faces = unpacked(glb)["ball"]
    assert trimesh.Trimesh(points, faces).volume * 1e9 == pytest.approx(4 / 3 * np.pi * 200**3, rel=0.01)


def test_faces_that_vanish_on_the_grid_are_left_out():
    mesh = ball(20, (0, 0, 0))
    crumb = Mesh(np.concatenate([mesh.vertices_mm, [[0, 0, 0], [1e-4, 0, 0], [0, 1e-4, 0]]]),
                 np.concatenate([mesh.faces, len(mesh.vertices_mm) + np.array([[0, 1, 2]])]))  # fmt: skip
    points, _, faces = unpacked(write_glb([node("ball", crumb)], MADE_BY))["ball"]
    assert (len(points), len(faces)) == (len(mesh.vertices_mm), len(mesh.faces))


def test_a_detailed_mesh_takes_at_most_three_and_a_half_bytes_a_triangle():
    mesh = ball(40, (-80, 10, 900), subdivisions=5)
    assert len(write_glb([node("ball", mesh, 0.7)], MADE_BY)) / len(mesh.faces) < 3.5


def test_the_box_of_a_structure_is_given_in_the_frame_of_the_files():
    assert bounds_m([ball(10, (-30, 20, 1500))]) == [[-0.04, 1.49, -0.03], [-0.02, 1.51, -0.01]]


@pytest.mark.parametrize("nodes", [
    [node("femur", ball(30, (-90, 0, 400)))],
    [node("trapezius.upper", ball(30, (-90, 0, 400))), node("trapezius.middle", ball(12, (-60, 0, 400)))],
    [node("large", ball(300, (0, 0, 400), subdivisions=7))],
], ids=["one node", "two nodes", "wide indices"])  # fmt: skip
def test_the_khronos_validator_finds_no_error(nodes: list[Node], tmp_path: Path):
    (tmp_path / "file.glb").write_bytes(write_glb(nodes, MADE_BY))
    found = subprocess.run([node_program(), "-e", VALIDATE, str(tmp_path / "file.glb")], cwd=VIEWER,
                           capture_output=True, text=True, check=True)  # fmt: skip
    issues = json.loads(found.stdout)
    assert (issues["numErrors"], issues["numWarnings"]) == (0, 0), issues["messages"]


def test_without_node_the_error_says_so_and_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(BakeError, match="no `node` was found") as stopped:
        write_glb([node("ball", ball(20, (0, 0, 0)))], MADE_BY)
    assert "scripts/setup site" in stopped.value.remedy


def test_a_node_that_cannot_run_the_script_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    program = tmp_path / "node"
    program.write_text("#!/bin/sh\necho 'node:1\n\nError [ERR_MODULE_NOT_FOUND]: none' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(BakeError, match="ERR_MODULE_NOT_FOUND"):
        write_glb([node("ball", ball(20, (0, 0, 0)))], MADE_BY)
