"""The whole body as the explorer reads it, as its poster is drawn, and as a page without 3D."""

from __future__ import annotations

import pytest

from palpate.check import check
from palpate.pages.explorer import explorer_page
from palpate.pages.site import environment, site_of
from palpate.scenes.whole_body import pictured, system_of, whole_body
from worlds import WORLD, make_world


def line(name: str, kind: str, side: str = "right", layer: int = 0, low: float = 1.0) -> dict:
    return {
        "name": name, "kind": kind, "side": side, "layer": layer, "source": "Here", "licence": "CC0",
        "bounds": [[-0.3, low, -0.1], [-0.1, low + 0.1, 0.1]],
    }  # fmt: skip


INDEX = {
    "scapula": line("scapula", "bone", low=1.4),
    "soleus": line("soleus", "muscle", layer=3, low=0.3),
    "skin": line("skin", "skin", "midline", layer=6),
    "zone-heel": line("heel", "zone", layer=7),
    "spark": line("spark", "no kind that is known", low=0.3),
}
PACKS = {
    "leg": {"file": "pack-leg.1.glb", "bytes": 10, "structures": ["soleus", "spark"]},
    "skin": {"file": "pack-skin.1.glb", "bytes": 10, "structures": ["skin"]},
    "zones": {"file": "pack-zones.1.glb", "bytes": 10, "structures": ["zone-heel"]},
    "neck": {"file": "pack-neck.1.glb", "bytes": 10, "structures": ["scapula"]},
}


@pytest.fixture
def atlas(tmp_path):
    return check(make_world(tmp_path, WORLD)).atlas


def by_id(scene: dict) -> dict:
    return {one["id"]: one for one in scene["structures"]}


def test_every_structure_of_every_pack_is_there_once_with_its_page_and_other_names(atlas):
    scene = whole_body(atlas, INDEX, PACKS)
    assert sorted(by_id(scene)) == sorted(INDEX)
    assert len(scene["structures"]) == len(INDEX)
    scapula = by_id(scene)["scapula"]
    assert (scapula["page"], scapula["pack"]) == ("bones/scapula/", "neck")
    assert scapula["words"] == "shoulder blade"
    assert by_id(scene)["soleus"]["page"] is None


def test_regions_come_from_the_head_down_by_their_titles_and_what_lies_over_them_last(atlas):
    packs = whole_body(atlas, INDEX, PACKS)["packs"]
    assert [(one["id"], one["name"]) for one in packs[:2]] == [("neck", "Neck"), ("leg", "Leg")]
    assert [one["id"] for one in packs if one.get("over")] == ["skin", "zones"]


def test_only_systems_that_the_body_has_are_offered_and_areas_of_the_skin_are_off(atlas):
    systems = {one["id"]: one["on"] for one in whole_body(atlas, INDEX, PACKS)["systems"]}
    assert systems == {"bones": True, "muscles": True, "skin": True, "zones": False, "other": True}


def test_a_kind_that_no_table_knows_still_has_a_system():
    assert system_of("no kind that is known").name == "Other"


def test_what_dermatomes_share_is_a_veil_over_them(atlas):
    index = {"dermatome-overlaps": line("overlap", "dermatome")}
    packs = {"dermatomes": {"file": "p.glb", "bytes": 1, "structures": list(index)}}
    assert by_id(whole_body(atlas, index, packs))["dermatome-overlaps"]["role"] == "ghost"


def test_the_poster_shows_both_sides_of_what_is_seen_first(atlas):
    shown = [(one["id"], one["side"]) for one in pictured(whole_body(atlas, INDEX, PACKS))["structures"]]
    assert ("soleus", "right") in shown
    assert ("soleus", "left") in shown
    assert not {"skin", "zone-heel"} & {id for id, _ in shown}


def test_a_poster_of_any_other_scene_stays_as_it_is():
    scene = {"id": "soleus", "structures": []}
    assert pictured(scene) is scene


def test_both_halves_of_the_body_lie_in_the_first_view(atlas):
    (view, *_) = whole_body(atlas, INDEX, PACKS)["views"]
    assert view["name"] == "anterior"
    assert view["target"][0] == pytest.approx(0)


def test_the_page_lists_all_structures_with_links_for_whoever_has_no_3d(atlas):
    scene = whole_body(atlas, INDEX, PACKS) | {"poster": None}
    page, text = explorer_page(site_of(atlas, {"explore": [scene]}, INDEX, environment()))
    words = text.decode()
    assert page == "explore/"
    assert '<anatomy-scene scene="explore" explorer>' in words
    assert '<a href="../bones/scapula/">Scapula</a>' in words
    assert all(f'data-structure="{id}"' in words for id in INDEX)


def test_without_a_body_the_page_says_so(atlas):
    _, text = explorer_page(site_of(atlas, {}, {}, environment()))
    assert b"has not been made yet" in text
    assert b"anatomy-scene" not in text
