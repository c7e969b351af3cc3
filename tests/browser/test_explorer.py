"""Exploring the whole body: peeling, finding, going back, cutting; no more is loaded than is seen."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from browser import explorer_world
from browser.conftest import Opener, Quiet, watched_pages
from browser.test_viewer_reach import complaints
from browser.viewer_page import (
    chosen,
    difference,
    is_bone,
    picture,
    press,
    pressed,
    stand_still,
    start,
    started,
    tap,
    until,
)

pytestmark = pytest.mark.browser

KNEE = (0.35, 0.78)
"""Where the right knee lies in the first picture, as shares of its width and height."""

TOUCH_PX = 44


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[str]:
    """The address of a server with the tiny body."""
    site = tmp_path_factory.mktemp("explorer")
    explorer_world.build(site)
    shutil.copytree(bundle, site / "assets" / "viewer")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def open_page(browser: Browser, origin: str) -> Iterator[Opener]:
    yield from watched_pages(browser, origin)


def slide(scene: Locator, name: str, value: int) -> None:
    scene.get_by_label(name).evaluate("""(slider, value) => {
      slider.value = value;
      slider.dispatchEvent(new Event("input"));
    }""", str(value))  # fmt: skip
    stand_still(scene.page)


def name_at(scene: Locator, right: float, down: float) -> str:
    scene.locator(".area").evaluate("(area) => area.scrollIntoView({ block: 'end', behavior: 'instant' })")
    tap(scene, right, down)
    stand_still(scene.page)
    return chosen(scene).strip()


def name_at_knee(scene: Locator) -> str:
    return name_at(scene, *KNEE)


def address_of(scene: Locator) -> str:
    press(scene, "Copy link to this picture")
    return scene.page.url


def test_peeling_goes_from_skin_to_muscle_to_bone(open_page):
    scene = start(open_page())
    assert name_at_knee(scene) == "Vastus medialis right"
    slide(scene, "Peel", 7)
    assert name_at_knee(scene) == "Patella right"
    slide(scene, "Peel", 0)
    until(scene.page, lambda: name_at_knee(scene) == "Skin")


def test_the_skin_is_fetched_only_when_it_is_asked_for(open_page):
    page = open_page()
    scene = start(page)
    assert not [each for each in page.requested if "pack-skin" in each]
    slide(scene, "Peel", 0)
    until(page, lambda: [each for each in page.requested if "pack-skin" in each])


def test_a_structure_is_found_by_another_name_and_chosen_with_the_keyboard(open_page):
    page = open_page()
    scene = start(page)
    scene.get_by_label("Find a structure").fill("kneec")
    page.keyboard.press("Enter")
    assert chosen(scene).strip() == "Patella right"
    assert scene.get_by_role("link", name="Open page of Patella").is_visible()


def test_zooming_to_a_structure_brings_it_to_the_middle_and_views_turn_about_it(open_page):
    scene = start(open_page())
    name_at_knee(scene)
    press(scene, "Zoom to it")
    assert name_at(scene, 0.5, 0.5) == "Vastus medialis right"
    press(scene, "Posterior")
    assert name_at(scene, 0.5, 0.5) == "Patella right"


def test_what_has_no_such_name_is_said(open_page):
    scene = start(open_page())
    scene.get_by_label("Find a structure").fill("zzz")
    assert "Nothing" in scene.locator(".count").inner_text()


def test_hiding_is_undone_and_done_again(open_page):
    scene = start(open_page())
    assert scene.get_by_role("button", name="Undo").is_disabled()
    name_at_knee(scene)
    press(scene, "Hide")
    assert name_at_knee(scene) == "Patella right"
    press(scene, "Undo")
    assert name_at_knee(scene) == "Vastus medialis right"
    press(scene, "Redo")
    assert name_at_knee(scene) == "Patella right"


def test_a_row_of_the_list_hides_both_sides(open_page):
    scene = start(open_page())
    before = picture(scene)
    scene.locator("summary", has_text="All by region").click()
    scene.locator("summary", has_text="Knee").click()
    scene.get_by_role("button", name="Show Vastus medialis").click()
    both = picture(scene)
    press(scene, "Undo")
    name_at_knee(scene)
    press(scene, "Hide")
    assert difference(both, before) > 1.4 * difference(picture(scene), before)


def test_without_the_left_half_only_the_right_is_left(open_page):
    scene = start(open_page())
    press(scene, "Left half")
    assert name_at(scene, 1 - KNEE[0], KNEE[1]) == "The whole body"
    assert name_at_knee(scene) == "Vastus medialis right"


def test_a_region_that_is_switched_off_is_gone(open_page):
    scene = start(open_page())
    scene.get_by_role("group", name="Regions").get_by_role("button", name="Knee").click()
    assert name_at_knee(scene) == "The whole body"


def test_a_cut_takes_away_what_lies_before_the_plane(open_page):
    scene = start(open_page())
    scene.locator("summary", has_text="Cut").click()
    press(scene, "Coronal")
    slide(scene, "Where the plane stands", 50)
    assert name_at_knee(scene) == "Patella right"
    press(scene, "No cut")
    assert name_at_knee(scene) == "Vastus medialis right"


def test_taken_apart_the_body_is_another_picture_and_comes_together_again(open_page):
    scene = start(open_page())
    first = picture(scene)
    scene.locator("summary", has_text="Cut").click()
    slide(scene, "Take apart", 100)
    assert difference(picture(scene), first) > 1
    slide(scene, "Take apart", 0)
    assert difference(picture(scene), first) < 0.1


def test_names_stand_beside_what_is_seen(open_page):
    scene = start(open_page())
    press(scene, "Names of what is seen")
    assert set(scene.locator(".labels li").all_inner_texts()) == {"Skull", "Vastus medialis"}


def test_the_whole_state_is_in_the_address(open_page):
    asked = "peel=7&regions=knee&left=0&select=patella&isolate=patella&among=bones"
    page = open_page(f"index.html#scene=explore&{asked}")
    scene = started(page.locator("anatomy-scene"))
    assert scene.get_by_label("Peel").input_value() == "7"
    assert pressed(scene, "With bones")
    assert not pressed(scene, "Left half")
    assert chosen(scene).strip() == "Patella right"
    assert not [each for each in page.requested if "pack-head" in each]
    address = address_of(scene)
    for word in ("peel=7", "regions=knee", "left=0", "isolate=patella", "among=bones"):
        assert word in address


def test_a_device_with_little_memory_loads_one_region_at_a_time(open_page):
    page = open_page()
    page.evaluate("Object.defineProperty(navigator, 'deviceMemory', { value: 1 })")
    scene = start(page)
    assert [each for each in page.requested if "pack-" in each] == ["/assets/body/pack-head.0.glb"]
    scene.get_by_role("group", name="Regions").get_by_role("button", name="Knee").click()
    until(page, lambda: is_bone(picture(scene)).mean() < 0.02)
    until(page, lambda: name_at(scene, 0.25, 0.5) == "Vastus medialis right")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_page_and_every_button_can_be_touched(open_page, width):
    page = open_page(width=width)
    scene = start(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in scene.locator("button:visible, summary:visible, input:visible").all():
        box = button.bounding_box()
        assert box["height"] >= TOUCH_PX, button.inner_text()


def test_the_page_s_own_list_steps_back_while_the_body_is_alive(open_page):
    page = open_page()
    assert page.locator("div[data-scene]").is_visible()
    start(page)
    assert not page.locator("div[data-scene]").is_visible()


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_axe_finds_nothing_to_complain_about(open_page, scheme):
    page = open_page()
    page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme }", scheme)
    scene = start(page)
    scene.locator("summary", has_text="All by region").click()
    scene.locator("summary", has_text="Knee").click()
    scene.locator("summary", has_text="Cut").click()
    press(scene, "Coronal")
    press(scene, "Names of what is seen")
    assert complaints(page) == []


def test_the_list_is_walked_with_the_arrow_keys(open_page):
    page = open_page()
    scene = start(page)
    scene.get_by_label("Find a structure").fill("a")
    scene.get_by_label("Find a structure").fill("")
    scene.locator("summary", has_text="All by region").click()
    scene.locator("summary", has_text="Knee").click()
    scene.get_by_role("button", name="Patella", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert chosen(scene).strip() == "Vastus medialis right"
