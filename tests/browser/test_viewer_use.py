"""Using a scene with mouse and buttons: views, names, isolation, turning."""

from __future__ import annotations

import numpy as np
import pytest

from browser.viewer_page import (
    chosen,
    difference,
    is_blue,
    is_bone,
    picture,
    press,
    pressed,
    start,
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
    assert pressed(scene, "Anterior")
    press(scene, "Superior")
    assert (pressed(scene, "Anterior"), pressed(scene, "Superior")) == (False, True)
    scene.page.keyboard.press("ArrowLeft")
    scene.locator(".area").focus()
    scene.page.keyboard.press("ArrowLeft")
    assert not pressed(scene, "Superior")


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
    assert link.evaluate("(link) => link.href") == f"{origin}/ball/"


def test_a_structure_does_not_link_to_the_page_that_is_open(open_page):
    for address, links in {"index.html": 0, "both.html": 2}.items():
        scene = start(open_page(address))
        scene.get_by_role("button", name="Glass").first.click()
        assert chosen(scene).strip() == "Glass"
        assert scene.get_by_role("link", name="page of Glass").count() == links


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
    assert pressed(scene, "Ghost")
    assert is_blue(picture(scene)).mean() < solid / 10
    press(scene, "Hide")
    assert pressed(scene, "Hide")
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


def drag(scene, right: int) -> None:
    box = scene.locator(".area").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scene.page.mouse.move(x, y)
    scene.page.mouse.down()
    scene.page.mouse.move(x + right, y, steps=6)
    scene.page.mouse.up()
    scene.page.mouse.move(2, 2)


def test_a_page_of_many_turns_stays_the_right_way_up(open_page):
    scene = start(open_page())
    scene.locator(".area").focus()
    for _ in range(10):
        scene.page.keyboard.press("ArrowUp")
    seen = picture(scene)
    press(scene, "Superior")
    assert np.isfinite(seen).all()
    assert is_bone(seen).mean() == pytest.approx(is_bone(picture(scene)).mean(), rel=0.3)
