"""Areas of the skin in the scenes and charts of the real content."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from palpate.check import check
from palpate.linking import Atlas
from palpate.pages.entries import entry_page
from palpate.pages.indexes import index_pages
from palpate.pages.site import Site, environment, site_of
from palpate.scenes import scenes_of

ROOT = Path(__file__).resolve().parents[1]


def line(name: str, kind: str, region: str) -> dict:
    """One structure of a body index: a cube of 10 cm on the right."""
    return {
        "name": name, "kind": kind, "side": "right", "system": "", "region": region, "layer": 0,
        "file": f"{name}.0.glb", "bytes": 100, "triangles": 12, "nodes": [name],
        "bounds": [[-0.2, 1.0, 0.0], [-0.1, 1.1, 0.1]], "faults": [], "source": "Here", "licence": "CC0",
    }  # fmt: skip


INDEX = {
    "dermatome-c6": line("C6 dermatome", "dermatome", "hand"),
    "capitate": line("Capitate", "bone", "hand"),
    "thigh-back": line("Back of the thigh", "zone", "hip"),
    "calf": line("Calf", "zone", "leg"),
    "femur": line("Femur", "bone", "hip"),
}
CHART = {
    view: {"width": 100, "height": 200, "outline": "M0 0l9 0 0 9z", "zones": zones}
    for view, zones in {
        "front": {"calf": "M1 1l2 0 0 2z"},
        "back": {"calf": "M3 3l2 0 0 2z", "thumb": "M7 7l1 0 0 1z"},
    }.items()
}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return check(ROOT).atlas


@pytest.fixture(scope="module")
def site(atlas: Atlas) -> Site:
    return replace(site_of(atlas, {}, {}, environment()), chart=CHART)


def test_a_root_shows_its_dermatome_over_the_bones_below_it(atlas: Atlas) -> None:
    dermatome = scenes_of(atlas.get("root-c6"), atlas, INDEX)[-1]
    assert dermatome["id"] == "root-c6.dermatome"
    roles = {(one["id"], one["role"]) for one in dermatome["structures"]}
    assert {("dermatome-c6", "highlight"), ("capitate", "ghost")} <= roles


def test_a_root_whose_dermatome_the_body_lacks_has_no_scene_of_it(atlas: Atlas) -> None:
    assert all("dermatome" not in scene["id"] for scene in scenes_of(atlas.get("root-c7"), atlas, INDEX))


def test_a_condition_shows_where_it_hurts_and_where_that_spills(atlas: Atlas) -> None:
    pain = scenes_of(atlas.get("cauda-equina-syndrome"), atlas, INDEX)[-1]
    shown = [(one["id"], one["role"], one["side"]) for one in pain["structures"] if one["kind"] == "zone"]
    assert pain["id"] == "cauda-equina-syndrome.pain-map"
    assert shown == [
        ("thigh-back", "highlight", "right"),
        ("thigh-back", "highlight", "left"),
        ("calf", "show", "right"),
        ("calf", "show", "left"),
    ]


def test_a_zone_is_first_seen_from_where_it_lies(atlas: Atlas) -> None:
    [scene] = scenes_of(atlas.get("calf"), atlas, INDEX)
    assert scene["views"][0]["name"] == "posterior"
    assert ("calf", "highlight") in [(one["id"], one["role"]) for one in scene["structures"]]


def test_every_zone_of_the_chart_on_the_home_page_is_a_link_with_a_name(site: Site) -> None:
    home = dict(index_pages(site))[""].decode()
    assert home.count('<a href="zones/calf/"><title>Calf</title>') == 2
    assert home.count("<figcaption>") == 2


def test_a_page_of_a_zone_lights_it_in_the_views_that_show_it(site: Site) -> None:
    thumb = entry_page(site.atlas.entries["thumb"], site).decode()
    assert thumb.count('class="lit"') == 1
    assert "<figcaption>Back</figcaption>" in thumb


def test_without_a_body_the_home_page_lists_the_places_by_name(atlas: Atlas) -> None:
    home = dict(index_pages(site_of(atlas, {}, {}, environment())))[""].decode()
    assert "body-chart" not in home
    assert '<a href="zones/calf/">Calf</a>' in home
