"""The bake makes a thing once, makes it anew when something that it depends on changes, and never half."""

import io
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image

from palpate.body import authored
from palpate.body.bake import Baked
from palpate.body.cache import (
    Cache,
    code_key,
    filed,
    key_of,
    meshes_from,
    meshes_to_bytes,
    sinews_from,
    write_whole,
)
from palpate.body.camera import views_for
from palpate.body.contact import contact_sheets
from palpate.body.gallery import posters
from palpate.body.glb import Provenance
from palpate.body.index import described
from palpate.body.mesh import Mesh, mirror
from palpate.body.packing import pack, present_source, provenance, surroundings
from palpate.body.progress import silent, terminal, watched
from palpate.body.records import read_records

BODY = Path(__file__).resolve().parents[2] / "content" / "body"


def ball(radius_mm: float = 10, at_mm: tuple[float, float, float] = (-30, 0, 1000)) -> Mesh:
    sphere = trimesh.creation.icosphere(subdivisions=2, radius=radius_mm)
    return Mesh(np.asarray(sphere.vertices) + at_mm, np.asarray(sphere.faces))


def bone(name: str) -> dict:
    return {"name": name, "kind": "bone", "side": "right", "system": "skeletal", "region": "knee"}


# Keys


def test_equal_values_have_equal_keys_whatever_the_order_of_a_mapping():
    assert key_of({"a": 1, "b": [2, "x"]}) == key_of({"b": [2, "x"], "a": 1})
    assert key_of(ball()) == key_of(ball())


@pytest.mark.parametrize(("one", "other"), [
    (("ab", "c"), ("a", "bc")),
    ((1,), ("1",)),
    (([1, 2],), ([1, 3],)),
    (([[1], 2],), ([[1, 2]],)),
    (({"a": None},), ({},)),
    ((np.array([1.0, 2.0]),), (np.array([[1.0], [2.0]]),)),
    ((ball(10),), (ball(10.001),)),
    ((ball(),), (mirror(ball()),)),
])  # fmt: skip
def test_different_values_have_different_keys(one: tuple, other: tuple):
    assert key_of(*one) != key_of(*other)


def test_the_key_of_code_covers_what_it_imports_and_nothing_else():
    assert code_key("palpate.body.poster") == code_key("palpate.body.poster")
    assert code_key("palpate.body.poster") != code_key("palpate.body.glb")


def test_a_change_in_an_imported_module_changes_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "one.py").write_text("from palpate.body import two\n")
    (tmp_path / "two.py").write_text("from palpate.body.three import far\n")
    (tmp_path / "three.py").write_text("far = read('three.yml')\n")
    (tmp_path / "three.yml").write_text("setting: 1\n")
    (tmp_path / "apart.py").write_text("x = 1\n")
    before = code_key("palpate.body.one", tmp_path)
    (tmp_path / "apart.py").write_text("x = 2\n")
    assert code_key("palpate.body.one", tmp_path) == before
    (tmp_path / "three.yml").write_text("setting: 2\n")
    after_setting = code_key("palpate.body.one", tmp_path)
    (tmp_path / "three.py").write_text("far = 2\n")
    assert len({before, after_setting, code_key("palpate.body.one", tmp_path)}) == 3


# Files


def test_a_job_is_done_once(tmp_path: Path):
    cache, done = Cache(tmp_path), []

    def make(word: str) -> bytes:
        done.append(word)
        return word.upper().encode()

    jobs = {"aa1": "heel", "bb2": "toe"}
    first = [path.read_bytes() for path in filed(cache, ".txt", map, make, jobs)]
    again = [path.read_bytes() for path in filed(cache, ".txt", map, make, jobs | {"cc3": "knee"})]
    assert (first, again) == ([b"HEEL", b"TOE"], [b"HEEL", b"TOE", b"KNEE"])
    assert done == ["heel", "toe", "knee"]


def test_a_job_that_fails_leaves_no_file_behind(tmp_path: Path):
    def break_down(job: str) -> bytes:
        raise RuntimeError(job)

    with pytest.raises(RuntimeError, match="heel"):
        list(filed(Cache(tmp_path), ".txt", map, break_down, {"aa1": "heel"}))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_is_replaced_as_a_whole(tmp_path: Path):
    write_whole(tmp_path / "deep" / "file", b"old")
    write_whole(tmp_path / "deep" / "file", b"new")
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["file"]
    assert (tmp_path / "deep" / "file").read_bytes() == b"new"


def test_meshes_come_back_from_the_cache_to_a_thousandth_of_a_millimetre(tmp_path: Path):
    meshes = {"biceps.long-head": ball(10), "biceps.short-head": ball(7)}
    write_whole(tmp_path / "meshes.npz", meshes_to_bytes(meshes))
    back = meshes_from(tmp_path / "meshes.npz")
    assert list(back) == list(meshes)
    for node, mesh in meshes.items():
        assert np.abs(back[node].vertices_mm - mesh.vertices_mm).max() <= 0.0005 + 1e-9
        assert (back[node].faces == mesh.faces).all()


def test_the_shares_of_tendon_come_back_with_their_meshes(tmp_path: Path):
    meshes = {"biceps.long-head": ball(10), "biceps.short-head": ball(7)}
    share = np.linspace(0, 1, len(meshes["biceps.long-head"].vertices_mm))
    write_whole(tmp_path / "meshes.npz", meshes_to_bytes(meshes, {"biceps.long-head": share}))
    back = sinews_from(tmp_path / "meshes.npz")
    assert list(back) == ["biceps.long-head"]
    assert np.abs(back["biceps.long-head"] - share).max() < 1 / 500
    assert list(meshes_from(tmp_path / "meshes.npz")) == list(meshes)


# Structures


def test_every_structure_gets_a_file_and_only_a_changed_one_a_new_one(tmp_path: Path):
    records = {"femur": bone("Femur"), "patella": bone("Patella")}
    made = {"femur": {"femur": ball(30)}, "patella": {"patella": ball(8, (-30, -500, 1000))}}
    before = pack(records, made, {}, Cache(tmp_path), map, silent)
    made["patella"] = {"patella": ball(9, (-30, -500, 1000))}
    after = pack(records, made, {}, Cache(tmp_path), map, silent)
    assert before["femur"].read_bytes()[:4] == b"glTF"
    assert before["femur"] == after["femur"]
    assert before["patella"] != after["patella"]


def test_bones_of_both_sides_darken_each_other_and_muscles_do_not():
    records = {"hip-bone": bone("Hip bone"), "psoas-major": {"name": "Psoas major", "kind": "muscle"}}
    made = {"hip-bone": {"hip-bone": ball()}, "psoas-major": {"psoas-major": ball()}}
    right, left = surroundings(records, made)
    assert right.vertices_mm[:, 0].max() < 0
    assert left.vertices_mm[:, 0].min() > 0


def test_a_bone_without_a_source_of_its_own_names_the_present_model():
    present = present_source()
    assert present.source.startswith("MyoSim")
    assert provenance(bone("Femur"), present) == present


@pytest.mark.parametrize("record", [{"kind": "muscle"}, {"kind": "bone", "source": "Palpate"}])
def test_what_is_drawn_here_names_this_repository_and_the_bones_it_lies_on(record):
    of_the_bones = Provenance("A model 1.2", "Apache-2.0")
    assert provenance(record, of_the_bones) == Provenance("Palpate, on the bones of A model 1.2", "CC-BY-4.0")


@pytest.mark.parametrize("kind", ["muscle", "bone"])
def test_a_source_that_a_record_names_goes_before(kind):
    scanned = {"kind": kind, "source": "A scan", "licence": "CC0-1.0"}
    assert provenance(scanned, Provenance("A model 1.2", "Apache-2.0")) == Provenance("A scan", "CC0-1.0")


def test_bones_that_are_authored_here_say_so_in_their_records():
    records = read_records(BODY)
    assert {id for id, record in records.items() if record.get("source") == "Palpate"} == set(authored.BONES)


def test_the_index_tells_what_a_scene_needs():
    line = described(
        bone("Femur") | {"faults": ["Coarse."]},
        {"femur": ball(10)},
        "femur.0a.glb",
        900,
        Provenance("S", "L"),
    )
    assert line == {
        "name": "Femur", "kind": "bone", "side": "right", "system": "skeletal", "region": "knee", "layer": 0,
        "file": "femur.0a.glb", "bytes": 900, "triangles": 320, "nodes": ["femur"],
        "bounds": [[-0.04, 0.99, -0.01], [-0.02, 1.01, 0.01]],
        "faults": ["Coarse."], "source": "S", "licence": "L",
    }  # fmt: skip


# Pictures


@pytest.fixture
def baked(tmp_path: Path) -> Baked:
    line = described(bone("Femur"), {"femur": ball(10)}, "femur.0a.glb", 900, Provenance("S", "L"))
    write_whole(tmp_path / "femur.npz", meshes_to_bytes({"femur": ball(10)}))
    return Baked({"femur": line}, {}, {"femur": tmp_path / "femur.npz"})


def scene(role: str = "show", title: str = "Femur") -> dict:
    structures = [{"id": "femur", "name": "Femur", "side": "right", "kind": "bone", "role": role}]
    views = views_for([[-0.04, 0.99, -0.01], [-0.02, 1.01, 0.01]], ["anterior", "posterior"])
    return {"id": "femur", "title": title, "structures": structures, "views": views}


def test_a_scene_gets_a_poster_and_a_new_title_keeps_it(baked: Baked, tmp_path: Path):
    first = posters([scene()], baked, tmp_path / "cache", processes=1)
    renamed = posters([scene(title="Thigh bone")], baked, tmp_path / "cache", processes=1)
    lit = posters([scene("highlight")], baked, tmp_path / "cache", processes=1)
    assert Image.open(io.BytesIO(first["femur"].read_bytes())).size == (960, 720)
    assert first == renamed
    assert first != lit


def test_two_scenes_with_the_same_picture_share_it(baked: Baked, tmp_path: Path):
    twin = scene() | {"id": "thigh"}
    made = posters([scene(), twin], baked, tmp_path / "cache", processes=1)
    assert made["femur"] == made["thigh"]


def test_the_contact_sheet_shows_every_structure(baked: Baked, tmp_path: Path):
    (sheet,) = contact_sheets(baked, tmp_path / "sheets", processes=1)
    assert sheet.name == "sheet-01.png"
    assert np.ptp(np.asarray(Image.open(sheet))[30:, :200]) > 100


# Progress


def test_a_log_gets_plain_lines_and_a_terminal_a_bar():
    log = io.StringIO()
    told = terminal(log, clock=iter(range(0, 100, 6)).__next__)
    assert list(watched(["a", "b", "c"], "pictures", 3, told)) == ["a", "b", "c"]
    assert log.getvalue() == "pictures: 0 of 3\npictures: 2 of 3\npictures: 3 of 3\n"
    screen = io.StringIO()
    screen.isatty = lambda: True
    list(watched(["a", "b"], "pictures", 2, terminal(screen)))
    assert screen.getvalue().endswith("██████████████████████████████ 2/2\n")
