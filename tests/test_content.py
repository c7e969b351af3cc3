"""The real content passes its own rules."""

from pathlib import Path

import pytest

from palpate.check import check
from palpate.findings import as_text, errors

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def checked():
    return check(ROOT)


def test_the_content_has_no_errors(checked):
    assert not errors(checked.findings), as_text(errors(checked.findings)[:20])


def test_the_slice_is_there(checked):
    count = {
        kind: len(checked.atlas.of_kind(kind))
        for kind in (
            "muscle",
            "root",
            "vertebra",
            "motion-segment",
            "condition",
            "technique",
            "assessment",
            "exercise",
            "outcome",
            "factor",
            "practice",
            "region",
        )
    }
    least = {
        "muscle": 16,
        "root": 31,
        "vertebra": 26,
        "motion-segment": 25,
        "condition": 11,
        "technique": 12,
        "assessment": 20,
        "exercise": 12,
        "outcome": 6,
        "factor": 40,
        "practice": 3,
        "region": 14,
    }
    assert {kind: n for kind, n in count.items() if n < least[kind]} == {}


def test_every_entry_is_a_draft_until_someone_has_reviewed_it(checked):
    unreviewed = [
        f.entry.id
        for f in checked.atlas.entries.values()
        if f.entry.status == "reviewed" and not f.entry.reviews
    ]
    assert unreviewed == []
