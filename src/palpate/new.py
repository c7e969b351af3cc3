"""A new entry to fill in: every required field with what belongs in it, every other field named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .model import FOLDERS
from .model.base import Entry
from .schemas import schema_line

PRESET = {"status": "draft", "risk": "routine"}


def new_entry(kind: str, title: str) -> tuple[str, str]:
    """The folder of a kind and the text of an entry that is still to be written."""
    folder = next(name for name, model in FOLDERS.items() if model.kind == kind)
    model = FOLDERS[folder]
    lines = [
        schema_line(folder, kind),
        *_required(model, title),
        "",
        "# Fields that this entry may also have:",
        *_optional(model),
    ]
    return folder, "\n".join(lines) + "\n"


def _required(model: type[Entry], title: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if not field.is_required() or name == "id":
            continue
        if field.description:
            yield f"# {_one_line(field.description)}"
        value = title if name == "title" else PRESET.get(name, "")
        yield f"{field.alias or name}:{' ' + value if value else ''}"


def _optional(model: type[Entry]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if not field.is_required():
            says = f"  # {_one_line(field.description)}" if field.description else ""
            yield f"# {field.alias or name}:{says}"


def _one_line(text: Any) -> str:
    return " ".join(str(text).split())
