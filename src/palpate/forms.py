"""Issue forms for people who will not write YAML: made from the model, so that they ask for what an entry
needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from .model import FOLDERS, KINDS, Entry

PROPOSED = ("technique", "condition", "muscle", "assessment", "exercise", "outcome", "factor", "term")
"""Kinds that readers propose; the others come with them."""
PRESET = ("id", "status", "review_due", "sources", "region", "risk")
HEAD = "# Made from the model by `palpate schema`; edit src/palpate/forms.py or the model.\n"


def forms() -> dict[str, bytes]:
    """All forms by path below the repository."""
    made = {f"new-{kind}": _new(kind) for kind in PROPOSED} | {"correction": _correction()}
    return {
        f".github/ISSUE_TEMPLATE/{name}.yml": (HEAD + _yaml(form)).encode() for name, form in made.items()
    }


def _yaml(form: dict[str, Any]) -> str:
    return yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=110)


def _new(kind: str) -> dict[str, Any]:
    folder = next(name for name, model in FOLDERS.items() if model.kind == kind)
    return {
        "name": f"Propose a{'n' if kind[0] in 'aeiou' else ''} {kind}",
        "description": f"An entry for content/{folder}: what you know, in your own words",
        "title": f"{kind}: ",
        "labels": ["entry", kind],
        "body": [
            _note(
                "Write what you know; leave the rest. "
                "Someone will make the entry with you. Please copy nobody's sentences."
            ),
            *_questions(KINDS[kind]),
            _area(
                "works",
                "Sources",
                "Works that say so, with DOI, PMID, ISBN or official address, and what each says.",
                True,
            ),
        ],
    }


def _questions(model: type[Entry]) -> Iterator[dict[str, Any]]:
    for name, field in model.model_fields.items():
        if field.is_required() and name not in PRESET:
            label = (field.alias or name).replace("_", " ").capitalize()
            yield _area(
                name, label, " ".join((field.description or "").split()), name in ("title", "summary")
            )


def _correction() -> dict[str, Any]:
    return {
        "name": "Correct an entry",
        "description": "Something is wrong, unclear, unsafe or out of date",
        "title": "correction: ",
        "labels": ["correction"],
        "body": [
            _note('If someone could be hurt by what a page says, write "safety" in the title.'),
            _area("page", "Which page?", "Its address, and the sentence that is wrong.", True),
            {
                "type": "dropdown",
                "id": "kind",
                "attributes": {"label": "What kind of entry?", "options": list(KINDS)},
                "validations": {"required": True},
            },
            _area("right", "What is right?", "", True),
            _area("works", "Sources", "What says so, with an identifier.", False),
        ],
    }


def _note(text: str) -> dict[str, Any]:
    return {"type": "markdown", "attributes": {"value": text}}


def _area(id: str, label: str, description: str, required: bool) -> dict[str, Any]:
    attributes = {"label": label, **({"description": description} if description else {})}
    return {
        "type": "textarea",
        "id": id.replace("_", "-"),
        "attributes": attributes,
        "validations": {"required": required},
    }
