"""Findings tell where, what, what was meant and what to do, in three forms."""

import json

from palpate.findings import FORMATS, Finding, Place, did_you_mean, errors

FINDING = Finding(Place("content/a.yml", 3, 7), "links", "a link to 'scapul'", "Correct the id", "scapula")
WARNING = Finding(Place("content/a.yml", 1, 1), "editor", "x", "y", severity="warning")


def test_text_begins_with_a_place_that_terminals_can_open():
    first, second = FORMATS["text"]([FINDING]).splitlines()
    assert first == "content/a.yml:3:7: error: a link to 'scapul'. Did you mean 'scapula'?"
    assert second.strip().startswith("Correct the id. (links: https://")


def test_findings_come_sorted_by_file_and_line():
    assert [line[:16] for line in FORMATS["text"]([FINDING, WARNING]).splitlines()[::2]] == [
        "content/a.yml:1:",
        "content/a.yml:3:",
    ]


def test_github_annotations_escape_what_would_end_them():
    nasty = Finding(Place("a,b:c.yml", 1, 1), "yaml", "50 %\nnew line", "mend it")
    text = FORMATS["github"]([nasty])
    assert text.startswith("::error file=a%2Cb%3Ac.yml,line=1,col=1,title=yaml::50 %25%0Anew line.")
    assert "\n" not in text


def test_json_carries_every_field_and_the_page_of_the_rule():
    row = json.loads(FORMATS["json"]([FINDING]))[0]
    assert row["place"] == {"path": "content/a.yml", "line": 3, "column": 7}
    assert row["meant"] == "scapula"
    assert row["page"].endswith("#links")


def test_only_errors_stop_a_build():
    assert errors([FINDING, WARNING]) == [FINDING]


def test_did_you_mean_is_silent_when_nothing_is_near():
    assert did_you_mean("scapul", ["scapula", "femur"]) == "scapula"
    assert did_you_mean("xyz", ["scapula", "femur"]) is None
