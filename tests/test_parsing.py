"""Documents into entries: every misfit is a finding at its place, with what is allowed there."""

from textwrap import dedent

import pytest

from palpate.model import Condition, Muscle
from palpate.parsing import models_at, parse_entries
from palpate.reading import read_document

FACTOR = """\
title: Fever
status: draft
summary: A raised body temperature.
definition: More than 38 degrees.
ask: Do you feel hot?
act: Send the patient to a doctor.
"""


def parsed(text, path="content/factors/fever.yml"):
    document = read_document(path, dedent(text).encode())
    return parse_entries((document,))


def only(text, path="content/factors/fever.yml"):
    entries, findings = parsed(text, path)
    assert entries == []
    assert len(findings) == 1, findings
    return findings[0]


def test_the_file_name_is_the_id():
    entries, findings = parsed(FACTOR)
    assert findings == []
    assert (entries[0].entry.id, entries[0].entry.kind) == ("fever", "factor")


def test_an_id_inside_the_file_is_refused():
    assert "Remove it: the file name is the id" in only("id: fever\n" + FACTOR).remedy


def test_an_unknown_field_is_found_at_its_key_with_the_one_that_was_meant():
    finding = only(FACTOR.replace("definition:", "defintion:").replace("ask:", "definition: x\nask:"))
    assert (finding.place.line, finding.place.column) == (4, 1)
    assert finding.meant == "definition"


def test_a_missing_field_is_named_with_what_belongs_in_it():
    finding = only(FACTOR.replace("act: Send the patient to a doctor.\n", ""))
    assert finding.found == "no 'act'"
    assert "What a therapist does" in finding.remedy


def test_all_misfits_of_an_entry_are_told_at_once():
    _, findings = parsed(
        FACTOR.replace("draft", "done").replace("ask: Do you feel hot?", "ask: [a]").replace("Fever", "F")
    )
    assert {f.place.line for f in findings} == {1, 2, 5}


@pytest.mark.parametrize(("line", "found", "remedy"), [
    ("status: finished", "'finished' as 'status'", "'draft', 'reviewed' or 'deprecated'"),
    ("grade: sure", "'sure' as 'grade'", "Write one of"),
    ("region: neck", "'neck' as 'region'", "a list ('- item' lines)"),
    ("region: [Not An Id]", "'Not An Id' as 'region'", "the id of a region"),
    ("codes: {fma: 12}", "'12' as 'fma'", "FMA"),
    ("sources: ['two words']", "'two words' as 'sources'", "a key of content/references.yml"),
])
def test_a_value_of_the_wrong_form_says_what_form_is_right(line, found, remedy):
    name = line.partition(":")[0]
    kept = "".join(row for row in FACTOR.splitlines(keepends=True) if not row.startswith(name))
    finding = only(kept + line + "\n")
    assert finding.found == found
    assert remedy in finding.remedy


def test_text_may_stand_for_a_mapping_with_one_main_field():
    entries, _ = parsed(FACTOR + "aliases: [hot, {text: feverish, kind: patient word}]\n")
    assert [(a.text, a.kind) for a in entries[0].entry.aliases] == [
        ("hot", "synonym"),
        ("feverish", "patient word"),
    ]


def test_the_models_that_may_stand_at_a_path_are_found_through_lists_and_absent_fields():
    assert [m.__name__ for m in models_at(Condition, ("special_tests", "given", 3))] == ["TestUse"]
    assert [m.__name__ for m in models_at(Muscle, ("parts", "upper", "origin", 0))] == ["Attachment"]
