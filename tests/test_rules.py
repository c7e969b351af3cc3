"""Each rule, broken once in a tiny world, says so at the right place; the whole world is silent."""

import pytest

from palpate.check import check
from palpate.rules import RULES
from worlds import BONE, FACTOR, REGION, WORLD, changed, make_world

EXCUSE = {
    "content/excuses.yml": "excuses:\n  - {rule: wording, file: content/factors/fever.yml, reason: quoted}\n"
}


def found(root, *files, rule=None):
    findings = check(make_world(root, WORLD, *files)).findings
    return [f for f in findings if rule in (None, f.rule)]


def test_a_whole_world_has_no_findings(tmp_path):
    assert found(tmp_path) == []


def fever(old, new):
    return changed(FACTOR, old, new)


BROKEN = {
    "identity": fever("title: Fever", "title: fever"),
    "aliases": {**FACTOR, "content/factors/heat.yml": FACTOR["content/factors/fever.yml"]},
    "editor": fever("# yaml-language-server: $schema=../../schema/factor.json", "# no schema"),
    "links": fever("act: Send", "see_also: [scapul]\n    act: Send"),
    "planned": fever("act: Send", "see_also: [planned:scapula]\n    act: Send"),
    "circles": fever("act: Send", "see_also: [fever]\n    act: Send"),
    "sources": fever("act: Send", "sources: [nobody2020]\n    act: Send"),
    "codes": changed(BONE, "region: [neck]", "codes: {fma: FMA:13394}\n    region: [neck]"),
    "wording": fever("Send the patient", "TODO send the patient"),
    "markup": fever("Send the patient", "<b>Send</b> the patient"),
    "reading-grade": fever(
        "Do you feel hot or ill?", "Have comorbidities necessitated pharmacological immunosuppression?"
    ),
    "scenes": changed(BONE, "region: [neck]", "region: [neck]\n    scene: [{body: alien}]"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_entry_is_found_by_its_rule(tmp_path, rule):
    findings = found(tmp_path, BROKEN[rule], rule=rule)
    assert findings
    assert all(f.remedy and f.place.path.startswith("content/") for f in findings)


def test_a_misspelt_link_is_found_at_its_column_with_what_was_meant(tmp_path):
    [finding] = found(tmp_path, BROKEN["links"], rule="links")
    assert (str(finding.place), finding.meant) == ("content/factors/fever.yml:7:12", "scapula")


@pytest.mark.parametrize("broken", [
    changed(BONE, "status: draft", "status: dreft"),
    changed(BONE, "status: draft", "status: [draft"),
    {"content/references.yml": "drake2019: {type: bock\n"},
    {"content/references.yml": "drake2019: {type: bock}\n"},
], ids=["misfit", "unreadable", "unreadable list", "misfit in a list"])
def test_a_file_that_cannot_be_read_is_one_finding_and_not_one_in_every_file_that_speaks_of_it(
    tmp_path, broken
):
    linked = changed(FACTOR, "act: Send", "see_also: [scapula]\n    act: Send")
    findings = found(tmp_path, linked, broken)
    assert {f.place.path for f in findings if f.severity == "error"} == set(broken)


def test_a_link_to_the_wrong_kind_names_the_kinds_that_fit(tmp_path):
    [finding] = found(tmp_path, changed(BONE, "region: [neck]", "region: [fever]"), rule="links")
    assert "which is a factor" in finding.found
    assert "region" in finding.remedy


def test_two_files_of_one_id_name_each_other(tmp_path):
    clash = {"content/terms/fever.yml": "title: Fever\nstatus: draft\nsummary: Hot.\ndefinition: Hot.\n"}
    [finding] = [f for f in found(tmp_path, clash, rule="identity") if "second time" in f.found]
    assert "content/factors/fever.yml" in finding.remedy


def test_an_unverified_work_is_never_cited(tmp_path):
    unread = {
        "content/references.yml": "drake2019: {type: book, title: A, year: 2019, status: verified}\n"
        "memory1999: {type: book, title: B, year: 1999, status: unverified}\n"
    }
    findings = found(
        tmp_path, unread, fever("act: Send", "sources: [memory1999]\n    act: Send"), rule="sources"
    )
    assert ["unverified" in f.found for f in findings] == [True]


def test_a_work_that_nothing_cites_is_only_a_warning(tmp_path):
    extra = {
        "content/references.yml": "drake2019: {type: book, title: A, year: 2019, status: verified}\n"
        "lost2000: {type: book, title: B, year: 2000, status: verified}\n"
    }
    [finding] = found(tmp_path, extra, rule="unused-references")
    assert (finding.severity, str(finding.place)) == ("warning", "content/references.yml:2:1")


def test_a_claim_without_a_source_is_found_and_one_with_a_source_is_not(tmp_path):
    with_claims = changed(
        BONE, "sources: [drake2019]", "clinical_notes: [Often broken., 'Rarely broken [@drake2019].']"
    )
    findings = found(tmp_path, with_claims, rule="claims")
    assert [str(f.place) for f in findings] == ["content/anatomy/bones/scapula.yml:7:18"]


def test_an_excuse_silences_its_finding_and_a_needless_one_is_a_finding(tmp_path):
    assert found(tmp_path, BROKEN["wording"], EXCUSE) == []
    assert [f.rule for f in found(tmp_path, FACTOR, EXCUSE)] == ["excuses"]


def test_a_denial_is_no_promise(tmp_path):
    assert (
        found(tmp_path, fever("Send the patient", "There is no cure; send the patient"), rule="wording") == []
    )
    assert found(tmp_path, fever("Send the patient", "This cures it; send the patient"), rule="wording")


def test_every_rule_explains_itself():
    assert all(rule.__doc__ and len(rule.__doc__) > 60 for rule in RULES.values())


def test_a_word_that_is_in_no_vocabulary_is_found(tmp_path):
    joint = {"content/anatomy/joints/x-joint.yml": """\
        # yaml-language-server: $schema=../../../schema/joint.json
        title: X joint
        status: draft
        summary: A joint.
        region: [neck]
        sources: [drake2019]
        type: hinge
        bones: [scapula]
        motions: [{motion: flexon, deg: 0-90}]
        capsular_pattern: {none: not agreed}
        close_packed: {none: not agreed}
        open_packed: {none: not agreed}
    """}
    [finding] = found(tmp_path, joint, rule="words")
    assert finding.meant == "flexion"


def test_regions_alone_are_a_world(tmp_path):
    assert check(make_world(tmp_path, REGION)).findings == ()
