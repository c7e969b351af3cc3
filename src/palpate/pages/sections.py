"""A page for each kind of entry: all entries of the kind, with filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import KINDS, SECTIONS, Entry
from .bodychart import chart_links
from .levels import SPINE, spine_order
from .site import PLURALS, Site

FACETS = {
    "technique": ("family", "risk"),
    "condition": ("time_to_harm", "risk"),
    "muscle": ("layer",),
    "assessment": ("type", "value"),
    "exercise": ("category", "level"),
    "landmark": ("shape",),
    "ligament": ("tissue",),
}
"""What the entries of a kind are filtered by, besides their regions."""


def section(kind: str, site: Site) -> bytes:
    """The page of a kind; levels of the spine stand from the head down, all else by title."""
    page = f"{SECTIONS[kind]}/"
    entries = site.atlas.of_kind(kind)
    if kind in SPINE:
        entries = sorted(entries, key=lambda one: spine_order(one.id))
    return site.render(
        "section.md.j2",
        title=PLURALS[kind],
        lead=" ".join((KINDS[kind].__doc__ or "").split()),
        kind=kind,
        chart=chart_links(site, page) if kind == "zone" else [],
        facets=list(_facets(kind, entries)),
        rows=[_row(one, kind, site, page) for one in entries],
    )


def _facets(kind: str, entries: list[Entry]) -> Iterator[dict[str, Any]]:
    for name in ("region", *FACETS.get(kind, ())):
        values = sorted({value for entry in entries for value in _values(entry, name)})
        if len(values) > 1:
            yield {"name": name, "label": name.replace("_", " ").capitalize(), "values": values}


def _values(entry: Entry, name: str) -> list[str]:
    value = getattr(entry, name, None)
    if name == "region":
        return [ref.id for ref in entry.region]
    return [str(value).replace("-", " ")] if value else []


def _row(entry: Entry, kind: str, site: Site, page: str) -> dict[str, Any]:
    facets = {
        name: " ".join(v.replace(" ", "_") for v in _values(entry, name))
        for name in ("region", *FACETS.get(kind, ()))
    }
    words = " ".join([entry.title, *(alias.text for alias in entry.aliases)]).lower()
    return site.link(page, entry) | {
        "summary": entry.summary.plain,
        "facets": facets,
        "words": words,
        "regions": [ref.id for ref in entry.region],
        "risk": str(getattr(entry, "risk", "") or ""),
    }
