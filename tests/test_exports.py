"""Exports say what the entries say, in the form of their files."""

import csv
import io
import json
from pathlib import Path

import jsonschema

from palpate.check import check
from palpate.exports import exports
from worlds import BONE, FACTOR, WORLD, changed, make_world

ROOT = Path(__file__).resolve().parents[1]


def exported(root, *files):
    return dict(exports(check(make_world(root, WORLD, *files)).atlas))


def test_an_entry_is_exported_as_it_is_written_with_who_links_to_it(tmp_path):
    made = exported(tmp_path, changed(FACTOR, "act: Send", "see_also: [scapula]\n    act: Send"))
    scapula = json.loads(made["api/v1/bone/scapula.json"])
    assert scapula["entry"]["aliases"] == [{"text": "shoulder blade", "kind": "synonym", "lang": "en"}]
    assert scapula["linked_from"] == [{"kind": "factor", "id": "fever", "as": "see_also"}]
    assert scapula["page"] == "bones/scapula/"


def test_the_index_names_every_entry_and_its_file(tmp_path):
    made = exported(tmp_path)
    index = json.loads(made["api/v1/index.json"])
    assert index["count"] == 3
    assert all(row["url"] in made for row in index["entries"])


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(tmp_path):
    made = exported(tmp_path, changed(BONE, "title: Scapula", "title: '=HYPERLINK(1)'"))
    rows = list(csv.DictReader(io.StringIO(made["api/v1/bones.csv"].decode())))
    assert rows[0]["title"] == "'=HYPERLINK(1)"


def test_real_exports_hold_to_the_published_schemas():
    atlas = check(ROOT).atlas
    for path, content in exports(atlas):
        if path.startswith(("api/v1/muscle/", "api/v1/condition/")):
            record = json.loads(content)
            jsonschema.validate(
                record["entry"], json.loads((ROOT / f"schema/{record['kind']}.json").read_text("utf-8"))
            )
