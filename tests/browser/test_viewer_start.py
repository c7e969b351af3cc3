"""A scene on a page: a picture first, alive on a tap, and gone without a trace when it is left."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from browser import stone_world
from browser.viewer_page import (
    contexts,
    difference,
    drawings,
    is_blue,
    live_contexts,
    picture,
    press,
    start,
    started,
    until,
)

pytestmark = pytest.mark.browser


def test_nothing_of_the_viewer_is_asked_for_before_the_tap(open_page):
    page = open_page()
    page.get_by_role("button", name="View in 3D").wait_for()
    page.wait_for_timeout(300)
    later = ("viewer.js", ".json", ".glb")
    assert [each for each in page.requested if each.endswith(later)] == []
    assert live_contexts(page) == 0
    start(page)
    wanted = {"viewer/viewer.js", "scenes/stones.json", "body/ball.0.glb"}
    assert {f"/assets/{each}" for each in wanted} <= set(page.requested)


def test_without_javascript_the_picture_and_the_list_are_the_page(open_page):
    page = open_page(java_script_enabled=False)
    image = page.get_by_role("img", name="stones from the front")
    assert image.is_visible()
    assert image.bounding_box()["width"] > 600
    assert page.locator("ul.scene-list").get_by_role("link", name="Ball").is_visible()


def test_a_tap_shows_the_scene_in_place_of_the_picture(open_page):
    page = open_page()
    poster = page.locator("anatomy-scene img").bounding_box()
    scene = start(page)
    assert not page.locator("anatomy-scene img").is_visible()
    assert scene.locator(".stage").bounding_box() == pytest.approx(poster, abs=2)
    assert is_blue(picture(scene)).mean() > 0.02
    assert live_contexts(page) == 1


def test_the_living_picture_looks_like_the_poster(open_page):
    scene = start(open_page())
    seen = picture(scene)
    height, width, _ = seen.shape
    mesh = stone_world.poster(stone_world.scene("stones"), stone_world.meshes())
    poster = Image.open(io.BytesIO(mesh)).convert("RGBA").resize((width, height), Image.Resampling.LANCZOS)
    white = Image.new("RGBA", poster.size, "white")
    wanted = np.asarray(Image.alpha_composite(white, poster).convert("RGB"), dtype=float)
    middle = (slice(height // 4, 3 * height // 4), slice(width // 10, 9 * width // 10))
    assert difference(seen[middle], wanted[middle]) < 9
    assert difference(seen[middle], np.full_like(seen[middle], 255)) > 20


def test_close_gives_back_the_picture_the_keyboard_and_the_graphics_context(open_page):
    page = open_page()
    scene = start(page)
    press(scene, "Close")
    assert page.locator("anatomy-scene img").is_visible()
    assert page.locator("ul.scene-list").is_visible()
    assert live_contexts(page) == 0
    assert scene.evaluate("(scene) => scene.shadowRoot.activeElement.textContent") == "View in 3D"
    start(page)
    assert live_contexts(page) == 1


def test_escape_leaves(open_page):
    page = open_page()
    start(page)
    page.keyboard.press("Escape")
    assert page.locator("anatomy-scene img").is_visible()
    assert live_contexts(page) == 0


def test_it_draws_on_change_and_not_for_ever(open_page):
    page = open_page()
    start(page)
    before = drawings(page)
    page.wait_for_timeout(600)
    assert drawings(page) == before
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(600)
    assert drawings(page) > before


def test_a_scene_that_starts_ends_the_other(open_page):
    page = open_page("both.html")
    first = start(page, 0)
    second = start(page, 1)
    assert first.get_attribute("data-state") is None
    assert live_contexts(page) == 1
    assert is_blue(picture(second)).any()


def test_a_scene_that_leaves_the_page_gives_its_context_back_and_may_return(open_page):
    page = open_page()
    start(page)
    page.evaluate("window.scene = document.querySelector('anatomy-scene'); window.scene.remove()")
    assert live_contexts(page) == 0
    page.evaluate("document.querySelector('main').prepend(window.scene)")
    assert page.locator("anatomy-scene img").is_visible()
    start(page)
    assert live_contexts(page) == 1


def test_leaving_while_it_loads_starts_nothing(open_page):
    page = open_page()
    page.route("**/*.glb", lambda route: None)
    page.get_by_role("button", name="View in 3D").click()
    until(page, lambda: contexts(page) == 1)
    page.evaluate("document.querySelector('anatomy-scene').remove()")
    assert live_contexts(page) == 0


def test_a_lost_context_comes_back_in_the_same_state(open_page):
    page = open_page()
    scene = start(page)
    press(scene, "Superior")
    seen = picture(scene)
    page.evaluate("window.contexts.at(-1).getExtension('WEBGL_lose_context').loseContext()")
    until(page, lambda: contexts(page) == 2)
    assert difference(picture(started(scene)), seen) < 1
    assert live_contexts(page) == 1


def test_a_context_that_is_lost_again_and_again_leaves_the_picture_and_says_so(open_page):
    page = open_page()
    scene = start(page)
    page.evaluate("window.contexts.at(-1).getExtension('WEBGL_lose_context').loseContext()")
    until(page, lambda: contexts(page) == 2)
    started(scene)
    page.evaluate("window.contexts.at(-1).getExtension('WEBGL_lose_context').loseContext()")
    scene.get_by_text("stopped by the graphics system").wait_for()
    assert page.locator("anatomy-scene img").is_visible()
    assert scene.get_by_role("button", name="View in 3D").is_visible()


def test_without_webgl_the_picture_and_the_list_stay_and_the_page_says_why(open_flat_page):
    page = open_flat_page()
    scene = page.locator("anatomy-scene")
    scene.get_by_role("button", name="View in 3D").click()
    scene.get_by_text("cannot draw in 3D").wait_for()
    assert page.locator("anatomy-scene img").is_visible()
    assert page.locator("ul.scene-list").is_visible()
    assert not scene.get_by_role("button", name="View in 3D").is_visible()


def test_a_scene_that_is_not_there_leaves_the_picture_and_may_be_tried_again(open_page):
    page = open_page("missing.html")
    scene = page.locator("anatomy-scene")
    scene.get_by_role("button", name="View in 3D").click()
    scene.get_by_text("could not be loaded").wait_for()
    assert scene.get_by_role("button", name="View in 3D").is_visible()
    assert live_contexts(page) == 0


def test_a_mesh_that_is_not_there_is_said_in_the_list_and_the_others_are_shown(open_page):
    page = open_page()
    page.route("**/block.0.glb", lambda route: route.fulfill(status=404))
    scene = start(page)
    assert scene.locator("li[data-structure='block']").get_by_text("could not be loaded").is_visible()
    assert is_blue(picture(scene)).any()


def test_what_the_page_is_about_is_loaded_before_what_stands_around_it(open_page):
    page = open_page()
    held = []
    page.route("**/glass.0.glb", lambda route: held.append(route))
    scene = page.locator("anatomy-scene")
    scene.get_by_role("button", name="View in 3D").click()
    started(scene)
    assert is_blue(picture(scene)).any()
    assert scene.get_by_role("progressbar").is_visible()
    held[0].continue_()
    scene.get_by_role("progressbar").wait_for(state="hidden")


def test_printing_shows_the_picture(open_page):
    page = open_page()
    start(page)
    page.emulate_media(media="print")
    assert page.locator("anatomy-scene img").is_visible()
    assert not page.locator("canvas").is_visible()
