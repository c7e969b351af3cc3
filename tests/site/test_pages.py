"""Pages: links lead somewhere, text is text, what stands first is what a reader needs first."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath

import pytest

from palpate.build import hand_written, pages_expected, render
from palpate.check import check
from palpate.pages.address import href
from palpate.pages.entries import placed
from palpate.pages.site import escaped_markdown
from worlds import BONE, FACTOR, WORLD, changed, make_world

ROOT = Path(__file__).resolve().parents[2]


class Page(HTMLParser):
    """The links and anchors of a page's Markdown with its HTML blocks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set(re.findall(r"\{ #([a-z0-9-]+)", text))
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a":
            self.links.append(given["href"])
        if "id" in given:
            self.anchors.add(given["id"])


@pytest.fixture(scope="module")
def site():
    atlas = check(ROOT).atlas
    return atlas, dict(render(atlas) | hand_written(ROOT))


def test_every_link_of_every_page_leads_to_a_page_and_an_anchor_that_exist(site):
    _, outputs = site
    pages = {
        path: Page(content.decode())
        for path, content in outputs.items()
        if path.endswith("index.md") and isinstance(content, bytes)
    }
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if not target.startswith("https://"):
                full = (
                    normpath(f"{path.rpartition('/')[0]}/{target}")
                    if target
                    else path.removesuffix("index.md").rstrip("/") or "."
                )
                file = (
                    f"{full.lstrip('/')}/index.md".removeprefix("./")
                    if f"{full.lstrip('/')}/index.md".removeprefix("./") in outputs
                    else full
                )
                if file not in outputs or (anchor and file in pages and anchor not in pages[file].anchors):
                    broken.append((path, link))
    assert broken == []


def test_there_is_a_page_for_every_entry(site):
    atlas, outputs = site
    kinds = {"terms"}
    pages = [
        p
        for p in outputs
        if re.fullmatch(r"[a-z-]+/[a-z0-9-]+/index\.md", p) and p.split("/")[0] not in kinds | {"decisions"}
    ]
    assert len(pages) == pages_expected(atlas)


def test_no_page_holds_a_template_sign_or_a_python_value(site):
    _, outputs = site
    for path, content in outputs.items():
        if path.endswith("index.md") and isinstance(content, bytes):
            text = content.decode()
            assert not re.search(r"\{\{|\{%|<palpate|Undefined|Ref\(|>None<", re.sub(r"`[^`]*`", "", text)), (
                path
            )


def test_red_flags_and_referral_stand_before_tests_and_treatment(site):
    atlas, outputs = site
    for condition in atlas.of_kind("condition"):
        text = outputs[f"conditions/{condition.id}/index.md"].decode()
        order = [text.index(mark) for mark in ('id="refer"', "{ #red-flags", "{ #tests", "{ #treatment")]
        assert order == sorted(order), condition.id


def test_contraindications_stand_before_the_steps(site):
    atlas, outputs = site
    for technique in atlas.of_kind("technique"):
        text = outputs[f"techniques/{technique.id}/index.md"].decode()
        assert text.index('id="contraindications"') < text.index("{ #steps"), technique.id


def test_a_restricted_technique_opens_with_its_questions(site):
    atlas, outputs = site
    restricted = [t for t in atlas.of_kind("technique") if t.risk == "restricted"]
    assert restricted
    for technique in restricted:
        text = outputs[f"techniques/{technique.id}/index.md"].decode()
        assert text.index("banner gate") < text.index('class="card facts"')


def page_of_bone(root, *files) -> str:
    return render(check(make_world(root, WORLD, *files)).atlas)["bones/scapula/index.md"].decode()


def test_a_page_of_a_tiny_world_says_what_its_entry_says(tmp_path):
    text = page_of_bone(tmp_path)
    assert '<p class="lead">The flat bone on the back of the ribs.</p>' in text.splitlines()[:9]
    assert "# Scapula" in text
    assert '<span lang="en">shoulder blade</span>' in text
    assert '<a href="../../regions/neck/">Neck</a>' in text
    assert "A book of anatomy. Press. 2019." in text


def test_who_links_here_is_listed(tmp_path):
    text = page_of_bone(tmp_path, changed(FACTOR, "act: Send", "see_also: [scapula]\n    act: Send"))
    assert '<li><a href="../../factors/fever/">Fever</a></li>' in text


def test_text_of_an_entry_is_never_markup(tmp_path):
    text = page_of_bone(tmp_path, changed(BONE, "The flat bone", "<script>x</script> & *flat* bone"))
    assert "&lt;script&gt;x&lt;/script&gt; &amp; *flat* bone" in text
    assert "<script" not in text


def test_a_title_in_a_heading_obeys_no_markdown():
    assert escaped_markdown("a *b* <c> [d](e) `f`") == "a \\*b\\* &lt;c&gt; \\[d\\](e) \\`f\\`"


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("muscles/a/", "roots/b/", "../../roots/b/"),
        ("", "roots/b/", "roots/b/"),
        ("muscles/a/", "terms/#x", "../../terms/#x"),
        ("muscles/a/", "muscles/a/#part", "./#part"),
        ("muscles/a/", "assets/p.webp", "../../assets/p.webp"),
    ],
)
def test_links_are_relative_to_the_page(page, target, link):
    assert href(page, target) == link


def test_a_scene_leads_to_what_it_is_about_in_the_whole_body():
    told = {"poster": None, "structures": [shown("rib-1", "ghost"), shown("scapula", "highlight", "left")]}
    assert placed(told, "bones/scapula/")["whole"] == (
        "../../explore/#scene=explore&select=scapula:left&isolate=scapula:left&among=bones"
    )
    assert placed({**told, "structures": [shown("rib-1", "show")]}, "bones/scapula/")["whole"] is None


def shown(structure: str, role: str, side: str = "right") -> dict:
    return {"id": structure, "side": side, "role": role, "page": None}
