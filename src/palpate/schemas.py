"""JSON Schemas of the entry types, made from the model and vocabularies, for editors and other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .model import FOLDERS, KINDS
from .model.reference import Reference

BASE = "https://palpate.github.io/schema/"
Vocabularies = Mapping[str, Mapping[str, str]]


def schema_line(folder: str, kind: str) -> str:
    """The first line of an entry, which tells the editor's YAML language server its schema."""
    up = "../" * (folder.count("/") + 2)
    return f"# yaml-language-server: $schema={up}schema/{kind}.json"


def schemas(vocabularies: Vocabularies) -> dict[str, bytes]:
    """All schemas by path: schema/<kind>.json for every entry type, and that of the bibliography."""
    made = {f"schema/{kind}.json": entry_schema(kind, vocabularies) for kind in KINDS}
    one = _for_editors(Reference.model_json_schema(), vocabularies)
    made["schema/references.json"] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "title": "Bibliography",
        "$defs": one.pop("$defs", {}),
        "additionalProperties": one,
    }
    return {
        path: (json.dumps(schema, indent=1, ensure_ascii=False) + "\n").encode()
        for path, schema in made.items()
    }


def entry_schema(kind: str, vocabularies: Vocabularies) -> dict[str, Any]:
    """The schema of one entry type as it is written in a file: without the id, which is the file name."""
    model = KINDS[kind]
    schema = model.model_json_schema(by_alias=True)
    schema["properties"].pop("id", None)
    schema["required"] = [name for name in schema["required"] if name != "id"]
    folder = next(name for name, one in FOLDERS.items() if one is model)
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "$id": f"{BASE}{kind}.json",
            "title": kind, "description": f"{' '.join((model.__doc__ or '').split())} (content/{folder})"}
    return head | _for_editors(
        {k: v for k, v in schema.items() if k not in ("title", "description")}, vocabularies
    )


def _for_editors(node: Any, vocabularies: Vocabularies) -> Any:
    """Inline the words of vocabularies, and let text be written as any scalar, as our reader does."""
    if isinstance(node, list):
        return [_for_editors(item, vocabularies) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-vocabulary" in node:
        return _words(node, vocabularies)
    node = {key: _for_editors(value, vocabularies) for key, value in node.items() if not _noise(key, value)}
    if node.get("type") == "string" and not {"enum", "const", "format"} & set(node):
        node["type"] = ["string", "number", "boolean"]
    return node


def _words(node: dict[str, Any], vocabularies: Vocabularies) -> dict[str, Any]:
    words = vocabularies.get(node["x-vocabulary"], {})
    return {
        "type": "string",
        "description": node["description"],
        "enum": list(words),
        "markdownEnumDescriptions": list(words.values()),
        **({"default": node["default"]} if "default" in node else {}),
    }


def _noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or key == "discriminator"
