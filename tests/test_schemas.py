"""The committed schemas are those of the model, and say of an entry what the checker says."""

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from palpate.check import check
from palpate.model import KINDS
from palpate.schemas import schema_line, schemas

ROOT = Path(__file__).resolve().parents[1]
MADE = schemas(check(ROOT).atlas.vocabularies)


def test_the_committed_schemas_are_fresh():
    stale = [
        path
        for path, content in MADE.items()
        if not (ROOT / path).exists() or (ROOT / path).read_bytes() != content
    ]
    assert stale == [], "run: make schema"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_knows_no_id(kind):
    schema = json.loads(MADE[f"schema/{kind}.json"])
    jsonschema.Draft7Validator.check_schema(schema)
    assert "id" not in schema["properties"]
    assert schema["additionalProperties"] is False


def test_the_first_line_leads_from_the_entry_to_its_schema():
    line = schema_line("anatomy/muscles", "muscle")
    target = line.rpartition("=")[2]
    assert (ROOT / "content/anatomy/muscles" / target).resolve() == ROOT / "schema/muscle.json"


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "content/factors").glob("*.yml"))[:5]
    + sorted((ROOT / "content/conditions").glob("*.yml"))[:3]
    + sorted((ROOT / "content/techniques").glob("*.yml"))[:2],
    ids=lambda path: path.stem,
)
def test_real_entries_are_valid_by_their_schema(path):
    kind = {"factors": "factor", "conditions": "condition", "techniques": "technique"}[path.parent.name]
    entry = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    jsonschema.validate(json.loads(json.dumps(entry, default=str)), json.loads(MADE[f"schema/{kind}.json"]))
