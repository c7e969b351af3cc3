"""The same entries for other programs: JSON for each, one index, CSV for each kind."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from .linking import Atlas
from .model import KINDS, SECTIONS, Cite, Entry, Range, Ref, Word
from .pages.address import anchor_of, page_of

VERSION = "v1"


def exports(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    """All exported files by path."""
    for filed in atlas.entries.values():
        yield from ((path, make()) for path, make in entry_exports(filed.entry, atlas))
    yield from list_exports(atlas)


def entry_exports(entry: Entry, atlas: Atlas) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files of one entry, each with how it is made."""
    yield f"api/{VERSION}/{entry.kind}/{entry.id}.json", lambda: _json(entry_json(entry, atlas))


def list_exports(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    """The index of all entries and one table a kind."""
    entries = sorted(
        (filed.entry for filed in atlas.entries.values()), key=lambda entry: (entry.kind, entry.id)
    )
    yield (
        f"api/{VERSION}/index.json",
        _json({"version": VERSION, "count": len(entries), "entries": [_line(entry) for entry in entries]}),
    )
    for kind in KINDS:
        rows = [entry for entry in entries if entry.kind == kind]
        if rows:
            yield f"api/{VERSION}/{SECTIONS[kind]}.csv", _csv(rows)


def entry_json(entry: Entry, atlas: Atlas) -> dict[str, Any]:
    """One entry as plain values, in the form of its file, with its kind, its address and who links to it."""
    fields = plain(entry)
    fields.pop("id", None)
    links = sorted(
        {(link.source.entry.kind, link.source.entry.id, link.role) for link in atlas.links_to(entry.id)}
    )
    return {
        "id": entry.id,
        "kind": entry.kind,
        "page": page_of(entry.kind, entry.id) + anchor_of(entry.kind, entry.id, None),
        "schema": f"../../../schema/{entry.kind}.json",
        "licence": "CC-BY-4.0",
        "entry": fields,
        "linked_from": [{"kind": kind, "id": id, "as": role} for kind, id, role in links],
    }


def plain(value: Any) -> Any:
    """A value of the model as it is written in YAML: links, words and source keys as text, nothing empty."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, (Ref, Word, str)):
        return str(value)
    if isinstance(value, BaseModel):
        items = (
            (field.alias or name, plain(getattr(value, name)))
            for name, field in type(value).model_fields.items()
        )
        return {name: item for name, item in items if item not in (None, [], {}, "")}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Cite):
        return f"{value.key}, {value.locator}" if value.locator else value.key
    if isinstance(value, Range):
        return f"{value.low:g}-{value.high:g}" if value.low != value.high else f"{value.low:g}"
    return str(value)


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "summary": entry.summary.plain,
        "status": str(entry.status),
        "aliases": [alias.text for alias in entry.aliases],
        "regions": [ref.id for ref in entry.region],
        "url": f"api/{VERSION}/{entry.kind}/{entry.id}.json",
        "page": page_of(entry.kind, entry.id),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


COLUMNS = (
    "id",
    "title",
    "aliases",
    "regions",
    "status",
    "risk",
    "summary",
    "icd10cm",
    "fma",
    "uberon",
    "ta2",
    "sources",
    "review_due",
)


def _csv(entries: list[Entry]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for e in entries:
        writer.writerow(
            _guarded(
                [
                    e.id,
                    e.title,
                    "; ".join(a.text for a in e.aliases),
                    "; ".join(r.id for r in e.region),
                    e.status,
                    getattr(e, "risk", "") or "",
                    e.summary.plain,
                    "; ".join(e.codes.icd10cm),
                    e.codes.fma or "",
                    e.codes.uberon or "",
                    e.codes.ta2 or "",
                    "; ".join(c.key for c in e.sources),
                    getattr(e, "review_due", "") or "",
                ]
            )
        )
    return out.getvalue().encode()


def _guarded(row: list[Any]) -> list[str]:
    """A cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
    cells = [str(cell) for cell in row]
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells]
