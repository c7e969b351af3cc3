"""A scene by keyboard, by its list and by its address; names of landmarks; full screen."""

from __future__ import annotations

import pytest

from browser.viewer_page import (
    chosen,
    difference,
    drawings,
    picture,
    press,
    pressed,
    stand_still,
    start,
    started,
    until,
)

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_leads_to_every_structure_and_out_again(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "View in 3D"
    page.keyboard.press("Enter")
    scene = started(page.locator("anatomy-scene"))
    assert "Arrow keys turn" in focused(page)
    first = picture(scene)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    assert difference(picture(scene), first) > 2
    page.keyboard.press("Home")
    assert difference(picture(scene), first) < 0.1
    tab_to(page, "Ball")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert chosen(scene) == "Block right"
    tab_to(page, "Show Block, right")
    page.keyboard.press("Enter")
    assert scene.locator("li[data-structure='block']").get_attribute("data-look") == "hidden"
    page.keyboard.press("Escape")
    assert focused(page) == "View in 3D"


def test_the_list_says_which_structure_is_chosen_and_which_are_shown(open_page):
    scene = start(open_page())
    rows = scene.locator(".panel li")
    assert rows.count() == 5
    name = rows.nth(1).locator(".name")
    assert name.get_attribute("aria-pressed") == "false"
    name.click()
    assert name.get_attribute("aria-pressed") == "true"
    assert rows.nth(0).locator(".name").get_attribute("aria-pressed") == "false"
    assert scene.locator(".chosen-name").get_attribute("aria-live") == "polite"
    eye = scene.get_by_role("button", name="Show Block, right")
    assert eye.get_attribute("aria-pressed") == "true"
    eye.click()
    assert eye.get_attribute("aria-pressed") == "false"


def test_the_whole_state_goes_through_the_address(open_page):
    page = open_page()
    scene = start(page)
    press(scene, "Superior")
    scene.locator("li[data-structure='block'] .name").click()
    press(scene, "Hide")
    press(scene, "Mirror left and right")
    scene.get_by_role("button", name="Turn and zoom with buttons").click()
    press(scene, "Turn left")
    seen = picture(scene)
    press(scene, "Copy link to this picture")
    address = page.evaluate("location.href")
    again = started(open_page(address.rsplit("/", 1)[1]).locator("anatomy-scene"))
    assert difference(picture(again), seen) < 0.5
    assert chosen(again) == "Block left"
    assert pressed(again, "Hide")
    assert pressed(again, "Mirror left and right")


def test_an_address_starts_its_own_scene_without_taking_the_keyboard(open_page):
    page = open_page("both.html#scene=others&view=superior")
    scene = started(page.locator("anatomy-scene").nth(1))
    assert pressed(scene, "Superior")
    assert page.locator("anatomy-scene").nth(0).get_attribute("data-state") is None
    assert page.evaluate("document.activeElement === document.body")


def test_an_address_of_a_heading_starts_nothing(open_page):
    page = open_page("index.html#end")
    page.wait_for_timeout(300)
    assert page.locator("anatomy-scene").get_attribute("data-state") is None


def test_names_of_landmarks_are_shown_on_demand_and_those_behind_are_pale(open_page):
    scene = start(open_page())
    assert scene.get_by_text("Front of the ball").count() == 1
    assert not scene.get_by_text("Front of the ball").is_visible()
    press(scene, "Names of landmarks")
    assert scene.get_by_text("Front of the ball").is_visible()
    assert behind(scene) == [False, True]
    scene.locator(".area").focus()
    for _ in range(12):
        scene.page.keyboard.press("ArrowRight")
    stand_still(scene.page)
    assert behind(scene) == [True, False]


def test_a_reader_who_wants_no_motion_gets_each_view_at_once(open_page):
    wishes = ("no-preference", "reduce")
    gliding, at_once = [calls_for_a_view(open_page(reduced_motion=wish)) for wish in wishes]
    assert at_once * 2 < gliding


def test_full_screen_fills_the_window_and_escape_goes_back_first(open_page):
    page = open_page()
    scene = start(page)
    press(scene, "Full screen")
    until(page, lambda: page.evaluate("document.fullscreenElement !== null"))
    assert scene.locator(".stage").bounding_box()["height"] > 400
    press(scene, "Leave full screen")
    until(page, lambda: page.evaluate("document.fullscreenElement === null"))
    assert scene.locator("canvas").is_visible()


def focused(page) -> str:
    """Text or name of what has the keyboard, inside the scene too."""
    return page.evaluate("""() => {
      const outer = document.activeElement;
      const inner = outer.shadowRoot?.activeElement ?? outer;
      return inner.getAttribute("aria-label") ?? inner.textContent;
    }""")


def tab_to(page, name: str) -> None:
    """Presses Tab until something of that name has the keyboard."""
    for _ in range(40):
        if focused(page).startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never leads to {name}")


def behind(scene) -> list[bool]:
    classes = [dot.get_attribute("class") for dot in scene.locator(".dot").all()]
    return ["behind" in each for each in classes]


def calls_for_a_view(page) -> int:
    scene = start(page)
    before = drawings(page)
    press(scene, "Superior")
    return drawings(page) - before
