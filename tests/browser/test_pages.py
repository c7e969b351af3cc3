"""Built pages in a real browser: for every reader, on every screen, with and without JavaScript, on paper."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import built_site
from browser.conftest import ROOT, Opener, watched_pages
from palpate.linking import Atlas

pytestmark = pytest.mark.browser

AXE = ROOT / "viewer/node_modules/axe-core/axe.min.js"
PHONE, DESK, ZOOMED = 360, 1280, 640
"""Widths in CSS pixels; a window of 1280 at 200 % has 640."""

SHORTEN = """
() => document.querySelectorAll("article :is(ul, ol, dl, tbody)").forEach((list) =>
  [...list.children].slice(8).forEach((row) => row.remove()))
"""
"""Of a long list the first eight rows stand for all: axe takes minutes for thousands of the same."""

TOO_SMALL = """
() => [...document.querySelectorAll(
    "article :is(button, select, input, summary), .jump a, .doors a, .levels a, .level-strip a, " +
    ".entries > li > a, .chips li > a:only-child")]
  .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 43.5)
  .map((control) => `${control.textContent.trim().slice(0, 30)}: ${control.getBoundingClientRect().height}`)
"""
CUT_OFF = """
() => [...document.querySelectorAll("article *")]
  .filter((one) => one.checkVisibility() && getComputedStyle(one).position !== "absolute")
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
  .filter((one) => getComputedStyle(one).overflowX !== "visible")
  .map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)
"""
VISIBLE_IN_PRINT = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.children.length && one.textContent.trim())
  .filter((one) => one.checkVisibility({ opacityProperty: true }))
  .filter((one) => !one.closest(".handout") && one.getBoundingClientRect().height > 1)
  .map((one) => one.textContent.trim().slice(0, 40))
"""


@dataclass(frozen=True)
class Built:
    """The real site, where it is served and a page of each type."""

    atlas: Atlas
    address: str
    pages: dict[str, str]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[Built]:
    """The real content as a site, made once."""
    atlas, site = built_site.build(tmp_path_factory.mktemp("built"), bundle)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(built_site.Strict, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Built(atlas, f"http://127.0.0.1:{server.server_port}", built_site.page_types(atlas, site))
    server.shutdown()


@pytest.fixture
def visit(browser: Browser, built: Built) -> Iterator[Opener]:
    """Opens pages of the site; none may fail, complain of the policy or ask another origin."""
    yield from watched_pages(browser, built.address)


@pytest.mark.parametrize(
    ("width", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]
)
def test_every_type_of_page_has_nothing_that_axe_finds_fault_with(visit, built, width, scheme):
    page = visit(width=width, color_scheme=scheme, reduced_motion="reduce")
    complaints = written_to_console(page)
    for name, path in built.pages.items():
        page.goto(f"{built.address}/{path}")
        assert (name, faults(page)) == (name, [])
    assert complaints == []


@pytest.mark.parametrize("width", [PHONE, ZOOMED])
def test_no_page_scrolls_sideways_or_cuts_text_off_on_a_phone_or_at_twice_the_size(visit, built, width):
    page = visit(width=width)
    for name, path in built.pages.items():
        page.goto(f"{built.address}/{path}")
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, width)
        assert (name, page.evaluate(CUT_OFF)) == (name, [])


def test_a_finger_can_meet_every_control(visit, built):
    page = visit(width=PHONE, has_touch=True, is_mobile=True)
    for name, path in built.pages.items():
        page.goto(f"{built.address}/{path}")
        assert (name, page.evaluate(TOO_SMALL)) == (name, [])


def test_a_therapist_in_a_hurry_reaches_the_referrals_in_one_tap(visit):
    page = visit("conditions/non-specific-low-back-pain/", width=PHONE, height=640, has_touch=True)
    way = page.get_by_role("link", name="Refer if")
    assert way.bounding_box()["y"] + 44 < 640
    way.tap()
    assert 0 <= page.locator("#refer").bounding_box()["y"] < 320


def test_the_search_knows_what_patients_say(visit):
    page = visit(width=DESK)
    page.locator(".md-search__input").click()
    page.keyboard.type("bad back")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Non-specific low back pain")


def test_filters_narrow_a_section_say_so_and_stand_in_the_address(visit):
    page = visit("conditions/", width=DESK)
    rows = page.locator("#entries > li")
    assert page.get_by_role("status").inner_text() == f"{rows.count()} entries"
    page.get_by_label("Find", exact=True).press_sequentially("bad ba")
    assert shown(page) == ["Non-specific low back pain"]
    assert page.get_by_role("status").inner_text() == f"1 of {rows.count()} shown"
    page.reload()
    assert shown(page) == ["Non-specific low back pain"]
    assert page.get_by_label("Find").input_value() == "bad ba"


def test_filters_work_by_keyboard(visit):
    page = visit("conditions/", width=DESK)
    page.get_by_label("Find").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "region"
    page.keyboard.type("neck")
    assert "region=neck" in page.url
    assert "Non-specific neck pain" in shown(page)
    assert "Non-specific low back pain" not in shown(page)


def test_without_javascript_a_section_is_whole_and_offers_nothing_dead(visit, built):
    page = visit("conditions/", java_script_enabled=False)
    assert len(shown(page)) == len(built.atlas.of_kind("condition"))
    assert not page.locator("form.filters").is_visible()
    page.goto(f"{built.address}/conditions/non-specific-low-back-pain/")
    assert not page.locator(".print-handout").is_visible()
    page.goto(f"{built.address}/muscles/{built_site.PICTURED}/")
    assert page.locator("anatomy-scene img").is_visible()


def test_a_handout_is_printed_alone(visit):
    page = visit("conditions/non-specific-low-back-pain/")
    page.evaluate("() => { window.print = () => { window.printed = document.documentElement.className; }; }")
    page.get_by_role("button", name="Print this hand-out").click()
    assert "printing-handout" in page.evaluate("window.printed")
    assert "printing-handout" not in page.evaluate("document.documentElement.className")
    page.evaluate("document.documentElement.classList.add('printing-handout')")
    page.emulate_media(media="print")
    assert page.evaluate(VISIBLE_IN_PRINT) == []
    assert page.locator(".handout-title").inner_text() == "Non-specific low back pain"
    assert page.get_by_text("Get help now if").is_visible()


def test_a_word_of_the_trade_leads_to_its_definition(visit):
    page = visit("conditions/non-specific-low-back-pain/", width=DESK)
    page.locator(".lead a.term").first.click()
    page.wait_for_url("**/terms/#*")
    assert page.locator("dt:target").is_visible()
    assert page.locator("dt:target + dd").inner_text()


def test_a_link_to_an_application_opens_it(visit, built):
    technique = next(one for one in built.atlas.of_kind("technique") if len(one.applications) > 1)
    second = technique.applications[1]
    page = visit(f"techniques/{technique.id}/#{second.id}")
    assert page.locator(f"#{second.id} dl").is_visible()
    assert not page.locator(f"#{technique.applications[0].id} dl").is_visible()


def test_the_viewer_starts_under_a_strict_policy(visit):
    page = visit(f"muscles/{built_site.PICTURED}/", width=DESK)
    page.get_by_role("button", name="View in 3D").click()
    page.locator("anatomy-scene[data-state='started']").wait_for()


def written_to_console(page: Page) -> list[str]:
    """The errors that pages write to the console from now on."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    return complaints


def faults(page: Page) -> list[str]:
    """What axe finds fault with, each with the first element it is about."""
    page.evaluate(SHORTEN)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({ resultTypes: ['violations'], preload: false })")["violations"]
    return [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])}): {one['nodes'][0]['html'][:200]}"
        for one in found
    ]


def shown(page: Page) -> list[str]:
    """The entries of a section that are to be seen."""
    return page.locator("#entries > li:visible > a").all_inner_texts()
