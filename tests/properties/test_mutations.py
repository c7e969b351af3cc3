"""Real entries, spoilt in every way we could think of: always findings with a place, or pages on which it is
inert."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from palpate.build import render
from palpate.check import check_content
from palpate.reading import Content, Document, read_content, read_document

ROOT = Path(__file__).resolve().parents[2]
CONTENT = read_content(ROOT)
CHOSEN = [
    d
    for d in CONTENT.entries
    if d.id in ("levator-scapulae", "met-pir", "non-specific-low-back-pain", "root-c6", "osteoporosis")
]
BYTES = [
    "\t",
    "\x00",
    "\x07",
    "é",
    "\ud7ff",
    "&a ",
    "*a",
    "!!x ",
    "'",
    '"',
    "[",
    "{",
    ": ",
    "- ",
    "\n",
    "---\n",
    "<<: ",
    "%TAG",
    "|",
    ">",
    "#",
]
WORDS = [
    "true",
    "12",
    "null",
    "[]",
    "{}",
    "[[a]]",
    "{a: {b: c}}",
    "2027-02-31",
    "planned:",
    "x" * 5000,
    "-1",
    "1e999",
    "none: x",
    "{none: x}",
]
HTML = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></div><h1>x",
    "{{ 7*7 }}",
    "{% include 'x' %}",
    "](javascript:alert(1))",
    "&lt;b>",
    "`code`",
    "\\",
    "# Heading",
    "[[levator-scapulae|<b>x</b>]]",
    "[@<script>]",
]


@st.composite
def spoilt(draw):
    """An entry's text with a few edits: characters put in, lines doubled, dropped, indented, values
    exchanged."""
    number = draw(st.integers(0, len(CHOSEN) - 1))
    lines = CHOSEN[number].text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(1, len(lines) - 1))
        lines[at : at + 1] = draw(st.sampled_from(EDITS))(lines[at], draw)
    return number, "\n".join(lines)


def _insert(line, draw):
    at = draw(st.integers(0, len(line)))
    return [line[:at] + draw(st.sampled_from(BYTES)) + line[at:]]


def _exchange(line, draw):
    return [re.sub(r":.*", ": " + draw(st.sampled_from(WORDS)), line, count=1)]


EDITS = [
    _insert,
    _exchange,
    lambda line, draw: [],
    lambda line, draw: [line, line],
    lambda line, draw: ["  " + line],
    lambda line, draw: [line.lstrip()],
    lambda line, draw: [line[: len(line) // 2]],
]


def with_text(document: Document, text: str) -> Content:
    """The real content with one entry's text put in place of the other's."""
    made = read_document(document.path, text.encode("utf-8", "surrogatepass"))
    others = tuple(d for d in CHOSEN if d.path != document.path)
    entries = (*others, made) if isinstance(made, Document) else others
    found = () if isinstance(made, Document) else (made,)
    return Content(entries, CONTENT.vocabularies, (), CONTENT.lists, found)


@settings(
    max_examples=120,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(spoilt())
def test_a_spoilt_entry_gives_findings_with_places_and_never_a_traceback(case):
    document, text = CHOSEN[case[0]], case[1]
    findings = check_content(with_text(document, text)).findings
    for finding in findings:
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert finding.remedy
        assert finding.found


@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, len(CHOSEN) - 1), st.sampled_from(HTML), st.integers(0, 10**6))
def test_markup_in_any_text_is_inert_on_the_page(number, markup, seed):
    document = CHOSEN[number]
    text = _into_a_text(document.text, markup, random.Random(seed))
    checked = check_content(with_text(document, text))
    for path, content in render(checked.atlas).items():
        if path.endswith(".md"):
            page = content.decode()
            assert "<script" not in page
            assert "<img src=x" not in page
            assert not re.search(r"<[^>]*javascript:", page)


def _into_a_text(text: str, markup: str, rng: random.Random) -> str:
    """The markup put between two words of a text field."""
    lines = text.split("\n")
    prose = [i for i, line in enumerate(lines) if re.match(r"^\s+[A-Z][a-z]+ [a-z]+ [a-z]+", line)]
    at = rng.choice(prose)
    words = lines[at].rstrip().rsplit(" ", 1)
    lines[at] = f"{words[0]} {markup.replace(chr(10), ' ')} {words[1]}"
    return "\n".join(lines)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"\x00" * 50,
        b"{" * 10_000,
        b"- " * 10_000,
        b"a: &a\n b: *a\n",
        b"? : :\n",
        b"\xef\xbb\xbf",
    ],
)
def test_no_bytes_at_all_break_the_reader(raw):
    found = read_document("content/factors/x.yml", raw)
    assert not isinstance(found, Document)
    assert found.place.path == "content/factors/x.yml"


def test_an_entry_that_lost_a_required_line_is_found_by_the_model():
    """The property above would hold for a checker that finds nothing: this one would not."""
    document = next(d for d in CHOSEN if d.id == "osteoporosis")
    lines = document.text.splitlines()
    required = [i for i, line in enumerate(lines) if re.match(r"^(title|status|definition|ask|act):", line)]
    assert len(required) == 5
    for i in required:
        findings = check_content(with_text(document, "\n".join(lines[:i] + lines[i + 1 :]))).findings
        assert [f for f in findings if f.place.path == document.path and f.rule in ("model", "yaml")], lines[
            i
        ]
