"""Using a scene: views, names, isolation, the list, the keyboard, the address."""

from __future__ import annotations

import numpy as np
import pytest
from browser.viewer_page import (
    chosen,
    difference,
    drawings,
    is_blue,
    is_bone,
    picture,
    press,
    stand_still,
    start,
    started,
    tap,
    until,
)

pytestmark = pytest.mark.browser


def test_each_view_is_another_picture_and_the_first_comes_back(open_page):
    scene = start(open_page())
    first = picture(scene)
    press(scene, "Right side")
    side = picture(scene)
    press(scene, "Superior")
    above = picture(scene)
    assert min(difference(first, side), difference(first, above), difference(side, above)) > 2
    press(scene, "Anterior")
    assert difference(picture(scene), first) < 0.1


def test_the_pressed_view_is_the_one_that_is_seen(open_page):
    scene = start(open_page())
    assert pressed(scene, "Anterior") == "true"
    press(scene, "Superior")
    assert (pressed(scene, "Anterior"), pressed(scene, "Superior")) == ("false", "true")
    scene.page.keyboard.press("ArrowLeft")
    scene.locator(".area").focus()
    scene.page.keyboard.press("ArrowLeft")
    assert pressed(scene, "Superior") == "false"


def test_from_the_front_the_right_block_is_on_the_left_and_from_its_side_it_hides_the_ball(open_page):
    scene = start(open_page())
    tap(scene, 0.2, 0.5)
    assert chosen(scene) == "Block right"
    tap(scene, 0.8, 0.5)
    assert chosen(scene) == "Block left"
    press(scene, "Right side")
    tap(scene, 0.5, 0.5)
    assert chosen(scene) == "Block right"


def test_touching_the_middle_names_the_ball_and_leads_to_its_page(open_page, origin):
    scene = start(open_page())
    tap(scene, 0.2, 0.5)
    tap(scene, 0.5, 0.5)
    assert chosen(scene) == "Ball"
    link = scene.get_by_role("link", name="Open page of Ball")
    assert link.is_visible()
    assert link.evaluate("(link) => link.href") == f"{origin}/things/ball/"


def test_touching_a_part_names_the_part(open_page):
    scene = start(open_page())
    tap(scene, 0.5, 0.09)
    assert chosen(scene) == "Column upper"
    assert scene.get_by_role("link", name="Open page of Column").count() == 0


def test_touching_nothing_keeps_what_was_chosen(open_page):
    scene = start(open_page())
    tap(scene, 0.03, 0.97)
    assert chosen(scene) == "Ball"


def test_a_ghost_is_chosen_only_where_nothing_solid_lies_behind_it(open_page):
    scene = start(open_page())
    tap(scene, 0.7, 0.35)
    assert chosen(scene) == "Glass"
    tap(scene, 0.5, 0.5)
    assert chosen(scene) == "Ball"


def test_the_name_under_the_pointer_is_shown_beside_it(open_page):
    scene = start(open_page())
    box = scene.locator(".area").bounding_box()
    scene.page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    assert scene.locator(".tag").inner_text() == "Block right"
    scene.page.mouse.move(box["x"] + 2, box["y"] + box["height"] - 2)
    assert not scene.locator(".tag").is_visible()


def test_isolating_hides_the_others_until_show_all(open_page):
    scene = start(open_page())
    assert is_bone(picture(scene)).mean() > 0.01
    press(scene, "Isolate")
    alone = picture(scene)
    assert is_bone(alone).mean() < 0.001
    assert is_blue(alone).any()
    press(scene, "Show all")
    assert is_bone(picture(scene)).mean() > 0.01


def test_hiding_and_ghosting_the_chosen_structure(open_page):
    scene = start(open_page())
    solid = is_blue(picture(scene)).mean()
    press(scene, "Ghost")
    assert pressed(scene, "Ghost") == "true"
    assert is_blue(picture(scene)).mean() < solid / 10
    press(scene, "Hide")
    assert pressed(scene, "Hide") == "true"
    assert scene.locator("li[data-structure='ball']").get_attribute("data-look") == "hidden"
    press(scene, "Show all")
    assert is_blue(picture(scene)).mean() == pytest.approx(solid, rel=0.05)


def test_mirroring_exchanges_the_sides(open_page):
    scene = start(open_page())
    press(scene, "Mirror left and right")
    tap(scene, 0.2, 0.5)
    assert chosen(scene) == "Block right"
    assert scene.locator("li[data-structure='block:left'] small").inner_text() == "right"
    assert scene.get_by_role("button", name="Left side", exact=True).is_visible()


def test_reset_gives_back_the_beginning(open_page):
    scene = start(open_page())
    first = picture(scene)
    press(scene, "Isolate")
    press(scene, "Superior")
    press(scene, "Mirror left and right")
    press(scene, "Reset")
    assert difference(picture(scene), first) < 0.1


def test_dragging_turns_and_turning_back_returns(open_page):
    scene = start(open_page())
    first = picture(scene)
    drag(scene, 120)
    assert difference(picture(scene), first) > 2
    drag(scene, -120)
    assert difference(picture(scene), first) < 0.5


def test_the_wheel_scrolls_the_page_and_zooms_with_control(open_page):
    page = open_page(height=700)
    scene = start(page)
    first = picture(scene)
    scene.locator(".area").hover()
    page.mouse.wheel(0, 300)
    until(page, lambda: page.evaluate("scrollY > 100"))
    page.evaluate("scrollTo(0, 0)")
    assert difference(picture(scene), first) < 0.1
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    assert is_blue(picture(scene)).mean() > 1.2 * is_blue(first).mean()


def test_a_double_click_comes_nearer_to_what_was_touched(open_page):
    scene = start(open_page())
    box = scene.locator(".area").bounding_box()
    scene.page.mouse.dblclick(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    seen = is_bone(picture(scene))
    height, width = seen.shape
    assert seen[height // 2 - 20 : height // 2 + 20, width // 2 - 20 : width // 2 + 20].mean() > 0.9


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
    assert pressed(again, "Hide") == "true"
    assert pressed(again, "Mirror left and right") == "true"


def test_an_address_starts_its_own_scene_without_taking_the_keyboard(open_page):
    page = open_page("both.html#scene=others&view=superior")
    scene = started(page.locator("anatomy-scene").nth(1))
    assert pressed(scene, "Superior") == "true"
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
    gliding, at_once = [calls_for_a_view(open_page(reduced_motion=wish)) for wish in ("no-preference", "reduce")]
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


def pressed(scene, name: str) -> str:
    return scene.get_by_role("button", name=name, exact=True).get_attribute("aria-pressed")


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


def drag(scene, right: int) -> None:
    box = scene.locator(".area").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scene.page.mouse.move(x, y)
    scene.page.mouse.down()
    scene.page.mouse.move(x + right, y, steps=6)
    scene.page.mouse.up()
    scene.page.mouse.move(2, 2)


def behind(scene) -> list[bool]:
    classes = [dot.get_attribute("class") for dot in scene.locator(".dot").all()]
    return ["behind" in each for each in classes]


def calls_for_a_view(page) -> int:
    scene = start(page)
    before = drawings(page)
    press(scene, "Superior")
    return drawings(page) - before


def test_a_page_of_many_turns_stays_the_right_way_up(open_page):
    scene = start(open_page())
    scene.locator(".area").focus()
    for _ in range(10):
        scene.page.keyboard.press("ArrowUp")
    seen = picture(scene)
    press(scene, "Superior")
    assert np.isfinite(seen).all()
    assert is_bone(seen).mean() == pytest.approx(is_bone(picture(scene)).mean(), rel=0.3)
