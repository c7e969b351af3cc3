"""The whole body in a few files: every structure in one pack, thinner than in its own file, made once."""

import json
from pathlib import Path

import numpy as np
import trimesh

from palpate.body.cache import Cache
from palpate.body.mesh import Mesh, volume_cm3
from palpate.body.packs import described, pack_of, packs, thinner
from palpate.body.progress import silent


def ball(at_mm: tuple[float, float, float]) -> Mesh:
    sphere = trimesh.creation.icosphere(subdivisions=3, radius=20)
    return Mesh(np.asarray(sphere.vertices) + at_mm, np.asarray(sphere.faces))


def record(kind: str, region: str) -> dict:
    return {"name": kind, "kind": kind, "side": "right", "region": region}


RECORDS = {
    "patella": record("bone", "knee"),
    "popliteus": record("muscle", "knee"),
    "mandible": record("bone", "jaw"),
    "skin": record("skin", "knee"),
}
MADE = {
    "patella": {"patella": ball((-90, -60, 480))},
    "popliteus": {"popliteus": ball((-90, 0, 430))},
    "mandible": {"mandible.body": ball((0, -60, 1550)), "mandible.ramus": ball((0, 0, 1580))},
    "skin": {"skin": ball((0, 0, 1000))},
}


def packed(folder: Path, made: dict = MADE) -> dict:
    return packs(RECORDS, made, {}, Cache(folder), map, silent)


def head_of(path: Path) -> dict:
    content = path.read_bytes()
    return json.loads(content[20 : 20 + int.from_bytes(content[12:16], "little")])


def test_a_structure_lies_in_the_pack_of_its_region_and_skin_in_one_of_its_own(tmp_path: Path):
    inside = {pack: names for pack, (names, _) in packed(tmp_path).items()}
    assert inside == {"knee": ["patella", "popliteus"], "head": ["mandible"], "skin": ["skin"]}


def test_a_region_that_no_table_knows_is_a_pack_by_its_own_name():
    assert pack_of(record("organ", "inner ear")) == "inner-ear"
    assert pack_of({"kind": "organ", "name": "Somewhere"}) == "elsewhere"


def test_a_pack_holds_every_part_of_its_structures_by_name(tmp_path: Path):
    (_, path) = packed(tmp_path)["head"]
    assert [node["name"] for node in head_of(path)["nodes"]] == ["mandible.body", "mandible.ramus"]


def test_a_pack_has_half_the_triangles_but_skin_keeps_all(tmp_path: Path):
    inside = packed(tmp_path)
    (patella, _) = [one["count"] / 3 for one in head_of(inside["knee"][1])["accessors"][2::3]]
    assert 0.4 < patella / len(MADE["patella"]["patella"].faces) < 0.6
    (skin,) = [one["count"] / 3 for one in head_of(inside["skin"][1])["accessors"][2::3]]
    assert skin == len(MADE["skin"]["skin"].faces)


def test_thinning_leaves_what_is_coarse_already_and_keeps_the_size():
    coarse = Mesh(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0.0]]), np.array([[0, 1, 2]]))
    assert thinner(coarse, 0.5) is coarse
    thin = thinner(ball((0, 0, 0)), 0.3)
    assert np.abs(np.linalg.norm(thin.vertices_mm, axis=1) - 20).max() < 1.5


def test_a_thin_sheet_keeps_its_two_sides_apart():
    sheet = trimesh.creation.box((200, 2, 200)).subdivide_loop(4)
    points = np.asarray(sheet.vertices) + [0, 20, 0] * np.sin(np.asarray(sheet.vertices)[:, [0]] / 15)
    curled = Mesh(points, np.asarray(sheet.faces))
    thin = thinner(curled, 0.08)
    assert abs(volume_cm3(thin) / volume_cm3(curled) - 1) < 0.3


def test_a_changed_structure_makes_only_its_own_pack_anew(tmp_path: Path):
    before = packed(tmp_path)
    after = packed(tmp_path, {**MADE, "patella": {"patella": ball((-90, -61, 480))}})
    assert {pack for pack in before if before[pack][1] != after[pack][1]} == {"knee"}


def test_the_file_of_a_pack_is_named_after_its_content(tmp_path: Path):
    packed_before = packed(tmp_path)
    knee = described("knee", *packed_before["knee"])
    assert knee["file"].startswith("pack-knee.")
    assert knee["structures"] == ["patella", "popliteus"]
    assert knee["bytes"] == packed_before["knee"][1].stat().st_size
