"""Scenes: who is in the picture of an entry, in which role, and what is framed."""

from __future__ import annotations

import pytest

from palpate.check import check
from palpate.scenes import scenes_of
from worlds import WORLD, changed, make_world

LIGAMENT = {"content/anatomy/ligaments/band.yml": """\
    # yaml-language-server: $schema=../../../schema/ligament.json
    title: Band
    status: draft
    summary: A band on the shoulder blade.
    region: [neck]
    tissue: ligament
    attaches: [scapula]
    course: Along its spine.
    sources: [drake2019]
    scene:
      - show: [scapula]
"""}


def line(name: str, *nodes: str) -> dict:
    """One structure of a body index: a cube of 10 cm on the right."""
    return {
        "name": name, "kind": "bone", "side": "right", "system": "", "region": "neck", "layer": 0,
        "file": f"{name}.0.glb", "bytes": 100, "triangles": 12, "nodes": list(nodes) or [name],
        "bounds": [[-0.2, 1.0, 0.0], [-0.1, 1.1, 0.1]], "faults": [], "source": "Here", "licence": "CC0",
    }  # fmt: skip


@pytest.fixture
def atlas(tmp_path):
    return check(make_world(tmp_path, WORLD, LIGAMENT)).atlas


def roles(atlas, index: dict, id: str = "band") -> list[tuple[str, str]]:
    [scene] = scenes_of(atlas.get(id), atlas, index)
    return [(one["id"], one["role"]) for one in scene["structures"] if one["role"] != "ghost"]


def test_what_a_page_is_about_stands_out_in_a_written_scene_that_does_not_name_it(atlas):
    index = {"band": line("band"), "scapula": line("scapula")}
    assert roles(atlas, index) == [("band", "highlight"), ("scapula", "show")]


def test_what_the_body_lacks_is_left_out_of_a_scene_and_named(atlas):
    index = {"scapula": line("scapula")}
    [scene] = scenes_of(atlas.get("band"), atlas, index)
    assert roles(atlas, index) == [("scapula", "show")]
    assert scene["faults"] == ["Not drawn yet: Band."]


def test_a_scene_of_one_part_keeps_the_other_parts_as_veils(tmp_path):
    of_a_part = changed(LIGAMENT, "show: [scapula]", "highlight: [band.upper]")
    atlas = check(make_world(tmp_path, WORLD, of_a_part)).atlas
    index = {"band": line("band", "band.upper", "band.lower")}
    [scene] = scenes_of(atlas.get("band"), atlas, index)
    assert [(one["id"], one["role"]) for one in scene["structures"]] == [
        ("band.upper", "highlight"),
        ("band.lower", "ghost"),
    ]


def test_an_entry_of_which_nothing_is_drawn_has_no_scene(atlas):
    assert scenes_of(atlas.get("band"), atlas, {}) == []
