"""Pages about the reference itself: the rules of the check, the fields of entries."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from ..model import FOLDERS
from ..model.base import Entry as Base
from ..rules import BEFORE, RULES
from .site import LABELS, Site


def guide_to_rules(site: Site) -> bytes:
    """Every rule of the check in the words of its docstring."""
    return site.render(
        "rules.md.j2",
        rules=[
            {"name": name, "text": text}
            for name, text in (BEFORE | {name: inspect.getdoc(rule) for name, rule in RULES.items()}).items()
        ],
    )


def guide_to_fields(site: Site) -> bytes:
    """Every field of every kind of entry, and the closed lists of words."""
    kinds = [
        {
            "label": LABELS[model.kind],
            "id": model.kind,
            "folder": f"content/{folder}",
            "text": " ".join((model.__doc__ or "").split()),
            "fields": list(_field_rows(model)),
        }
        for folder, model in FOLDERS.items()
    ]
    words = {name: list(rows.items()) for name, rows in site.atlas.vocabularies.items()}
    return site.render("fields.md.j2", kinds=kinds, vocabularies=words)


def _field_rows(model: type[Base]) -> Iterator[dict[str, Any]]:
    for name, one in model.model_fields.items():
        if name != "id":
            yield {
                "name": one.alias or name,
                "required": one.is_required(),
                "text": " ".join((one.description or "").split()),
            }
