"""Everybody's viewer: telephones, dark pages, high contrast, screen readers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from browser.conftest import ROOT, node
from browser.viewer_page import difference, drawings, picture, pixels, stand_still, start

pytestmark = pytest.mark.browser

LEAST_TARGET_PX = 44
"""WCAG 2.2, target size (enhanced)."""

AXE = ROOT / "viewer" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def test_a_page_scrolls_past_the_picture_and_past_the_living_scene(open_page):
    page = open_page(**PHONE)
    swipe(page, page.locator("anatomy-scene img"), fingers=1)
    assert page.evaluate("scrollY") > 50
    page.evaluate("scrollTo(0, 0)")
    scene = start(page)
    seen = picture(scene)
    swipe(page, scene.locator(".area"), fingers=2)
    assert page.evaluate("scrollY") > 50
    page.evaluate("scrollTo(0, 0)")
    assert difference(picture(scene), seen) < 1


def test_one_finger_turns_the_living_scene(open_page):
    page = open_page(**PHONE)
    scene = start(page)
    assert scene.get_by_text("One finger turns, two scroll the page").is_visible()
    seen = picture(scene)
    swipe(page, scene.locator(".area"), fingers=1)
    assert page.evaluate("scrollY") == 0
    assert difference(picture(scene), seen) > 2
    assert not scene.get_by_text("One finger turns").is_visible()


def test_a_finger_names_what_it_touches(open_page):
    page = open_page(**PHONE)
    scene = start(page)
    box = scene.locator(".area").bounding_box()
    page.touchscreen.tap(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    assert scene.locator(".chosen-name").inner_text() == "Block right"


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_targets_are_large_enough_and_nothing_runs_out_of_the_page(open_page, width):
    page = open_page(width=width)
    small = targets_below(page, LEAST_TARGET_PX)
    scene = start(page)
    scene.get_by_role("button", name="Turn and zoom with buttons").click()
    small += targets_below(page, LEAST_TARGET_PX)
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_scene_follows_the_page_into_the_dark(open_page):
    page = open_page()
    scene = start(page)
    light = pixels(scene.locator(".stage").screenshot())
    before = drawings(page)
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    stand_still(page)
    assert drawings(page) > before
    dark = pixels(scene.locator(".stage").screenshot())
    assert light[-3, 20].min() > 230
    assert dark[-3, 20].max() < 60
    assert difference(light, dark) > 50


def test_pressed_buttons_stand_out_in_forced_colours(open_page):
    page = open_page(forced_colors="active")
    scene = start(page)
    views = [scene.get_by_role("button", name=name, exact=True) for name in ("Anterior", "Superior")]
    pressed, other = [view.evaluate("(view) => getComputedStyle(view).backgroundColor") for view in views]
    assert pressed != other
    eye = scene.get_by_role("button", name="Show Ball")
    ink, ground = eye.evaluate(
        "(eye) => [getComputedStyle(eye).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert ink != ground


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_axe_finds_nothing_to_complain_about(open_page, scheme):
    page = open_page()
    page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme }", scheme)
    assert complaints(page) == []
    scene = start(page)
    scene.get_by_role("button", name="Names of landmarks").click()
    assert complaints(page) == []


def test_the_poster_and_the_viewer_stand_in_the_same_light():
    from palpate.body import shading

    shader = (ROOT / "viewer/src/shaders.js").read_text(encoding="utf-8")
    for name, light in {"KEY": shading.KEY, "FILL": shading.FILL}.items():
        assert f"{name} = vec3({triple(light.towards)})" in shader
        assert f"{name}_COLOUR = vec3({triple(light.colour)})" in shader
        assert f"{name}_WRAP = {light.wrap}" in shader
    assert f"SKY = vec3({triple(shading.SKY)}), GROUND = vec3({triple(shading.GROUND)})" in shader
    assert f"RIM = {shading.RIM}, WARMTH = {shading.WARMTH};" in shader


def test_the_viewers_own_tests_pass():
    tests = sorted(map(str, (ROOT / "viewer/test").glob("*.test.mjs")))
    done = subprocess.run([node(), "--test", *tests], cwd=ROOT / "viewer", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_viewers_types_are_sound():
    compiler = ROOT / "viewer" / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run([node(), compiler, "--project", "viewer"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_viewer_stays_within_its_bytes(bundle: Path):
    import gzip

    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in bundle.iterdir()}
    assert sizes["anatomy-scene.js"] < 4_000
    assert sizes["anatomy-scene.js"] + sizes["viewer.js"] + sizes["anatomy-scene.css"] < 60_000


def triple(numbers) -> str:
    return ", ".join(f"{number:.2f}" for number in numbers)


def swipe(page, target, fingers: int) -> None:
    """Moves fingers from the middle of something 150 pixels up, as a touch screen reports it."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7
    session = page.context.new_cdp_session(page)

    def send(kind: str, at: float) -> None:
        down = 0 if kind == "touchEnd" else fingers
        points = [{"x": x + 40 * number, "y": at, "id": number} for number in range(down)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)

    send("touchStart", y)
    for step in range(1, 11):
        send("touchMove", y - 15 * step)
    send("touchEnd", y)
    page.wait_for_timeout(400)


def targets_below(page, least_px: int) -> list[str]:
    """What can be pressed and is smaller than that, in the scene and in its list."""
    return page.evaluate(
        """(least) => {
          const scene = document.querySelector("anatomy-scene");
          const inside = [...scene.shadowRoot.querySelectorAll("button, a, summary")];
          const all = [...inside, ...document.querySelectorAll(".scene-list a")];
          return all.map((each) => [each, each.getBoundingClientRect()])
            .filter(([, box]) => box.width && box.height && (box.height < least - 0.5 || box.width < 24))
            .map(([each, box]) => `${each.outerHTML.slice(0, 60)} ${box.width} x ${box.height}`);
        }""",
        least_px,
    )


def complaints(page) -> list[str]:
    """What axe finds wrong with the page, as rule and element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then((result) => JSON.stringify(result.violations))")
    return [f"{each['id']}: {node['html'][:90]}" for each in json.loads(found) for node in each["nodes"]]
