"""Pages about the reference itself: the 3D body, the rules of the check, the fields of entries."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from ..model import FOLDERS
from ..model.base import Entry as Base
from ..rules import BEFORE, RULES
from .site import LABELS, Site


def about_model(site: Site) -> bytes:
    """What the 3D body is made of, and what is known to be wrong with it."""
    kinds = sorted({line["kind"] for line in site.body.values()})
    rows = [
        {
            "kind": kind,
            "number": len(lines),
            "triangles": sum(line["triangles"] for line in lines),
            "bytes": sum(line["bytes"] for line in lines),
        }
        for kind in kinds
        if (lines := [line for line in site.body.values() if line["kind"] == kind])
    ]
    faulty = sorted(
        ((line["name"], line["faults"]) for line in site.body.values() if line["faults"]),
        key=lambda row: row[0].lower(),
    )
    makers = sorted({(line["source"], line["licence"]) for line in site.body.values()})
    return site.render("model.md.j2", rows=rows, faulty=faulty, makers=makers)


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
