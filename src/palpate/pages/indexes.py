"""Pages over many entries: sections with filters, the spine, the glossary, sources, coverage, guides to rules
and fields."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..linking import Atlas
from ..model import FOLDERS, KINDS, SECTIONS, Entry
from ..model.base import Entry as Base
from ..rules import BEFORE, RULES
from ..rules.sources import citations
from .entries import handle_of, url_of
from .site import LABELS, PLURALS, Site
from .views import level_name, spine_order
from .writer import Writer

FACETS = {
    "technique": ("family", "risk"),
    "condition": ("time_to_harm", "risk"),
    "muscle": ("layer",),
    "assessment": ("type", "value"),
    "exercise": ("category", "level"),
    "landmark": ("shape",),
    "ligament": ("tissue",),
}


def index_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """All pages that are no entry's own: (page, Markdown)."""
    for kind in SECTIONS:
        if kind != "term" and site.atlas.of_kind(kind):
            yield f"{SECTIONS[kind]}/", _section(kind, site)
    yield "", _home(site)
    yield "terms/", _glossary(site)
    yield "spine/", _spine(site)
    yield "anatomy/", _anatomy(site)
    yield "sources/", _sources(site)
    yield "coverage/", _coverage(site)
    yield "model/", _model(site)
    yield "rules/", _rules(site)
    yield "fields/", _fields(site)


def _section(kind: str, site: Site) -> bytes:
    page = f"{SECTIONS[kind]}/"
    entries = site.atlas.of_kind(kind)
    if kind in ("root", "vertebra", "motion-segment", "disc"):
        entries = sorted(entries, key=lambda one: spine_order(one.id))
    return site.render(
        "section.md.j2",
        title=PLURALS[kind],
        lead=" ".join((KINDS[kind].__doc__ or "").split()),
        kind=kind,
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


DOORS = ("condition", "technique", "muscle", "assessment", "exercise")


def _home(site: Site) -> bytes:
    doors = [
        {"label": PLURALS[kind], "href": f"{SECTIONS[kind]}/", "count": len(site.atlas.of_kind(kind))}
        for kind in DOORS
        if site.atlas.of_kind(kind)
    ]
    regions = sorted(site.atlas.of_kind("region"), key=lambda region: region.order)
    return site.render(
        "home.md.j2",
        doors=doors,
        practices=[
            site.link("", one) | {"summary": one.summary.plain} for one in site.atlas.of_kind("practice")
        ],
        urgent=[
            site.link("", one)
            for one in site.atlas.of_kind("condition")
            if one.time_to_harm in ("minutes", "hours")
        ],
        regions=[site.link("", one) | {"word": one.patient_word} for one in regions],
        total=len(site.atlas.entries),
    )


def _glossary(site: Site) -> bytes:
    writer = Writer(site.atlas, "terms/")
    return site.render("glossary.md.j2", w=writer, terms=site.atlas.of_kind("term"),
                       cited=lambda: [(key, site.atlas.references.get(key)) for key in writer.cited])


def _spine(site: Site) -> bytes:
    """The whole neurological screen in one table."""
    roots = sorted(site.atlas.of_kind("root"), key=lambda one: spine_order(one.id))
    writer = Writer(site.atlas, "spine/")
    rows = [{"root": site.link("spine/", root) | {"title": level_name(root.id)}, "e": root} for root in roots]
    columns = [
        {
            "label": PLURALS[kind],
            "links": [
                site.link("spine/", one) | {"title": level_name(one.id)}
                for one in sorted(site.atlas.of_kind(kind), key=lambda one: spine_order(one.id))
            ],
        }
        for kind in ("vertebra", "motion-segment", "disc")
    ]
    return site.render(
        "spine.md.j2",
        w=writer,
        rows=rows,
        columns=columns,
        scenes=site.scenes.get("spine", ()),
        cited=lambda: [(key, site.atlas.references.get(key)) for key in writer.cited],
    )


ANATOMY = (
    "muscle",
    "bone",
    "vertebra",
    "motion-segment",
    "disc",
    "root",
    "joint",
    "nerve",
    "plexus",
    "ligament",
    "vessel",
    "organ",
    "landmark",
    "zone",
    "region",
)


def _anatomy(site: Site) -> bytes:
    doors = [
        {"label": PLURALS[kind], "href": f"../{SECTIONS[kind]}/", "count": len(site.atlas.of_kind(kind))}
        for kind in ANATOMY
        if site.atlas.of_kind(kind)
    ]
    return site.render("anatomy.md.j2", doors=doors)


def _sources(site: Site) -> bytes:
    citing: dict[str, dict[str, Entry]] = defaultdict(dict)
    for filed in site.atlas.entries.values():
        for _, cite in citations(filed):
            citing[cite.key][filed.entry.id] = filed.entry
    works = [
        {
            "key": key,
            "work": work,
            "url": url_of(work),
            "handle": handle_of(work),
            "links": [
                site.link("sources/", one) for one in sorted(citing[key].values(), key=lambda e: e.title)
            ],
        }
        for key, work in sorted(
            site.atlas.references.items(), key=lambda row: (row[1].title or row[1].covers or "").lower()
        )
    ]
    return site.render("sources.md.j2", works=works)


def _coverage(site: Site) -> bytes:
    """What is written, what is planned and who waits for it."""
    waiting: dict[str, set[str]] = defaultdict(set)
    for link in site.atlas.links:
        if link.ref.planned:
            waiting[link.ref.id].add(link.source.entry.id)
    rows = [
        {
            "label": PLURALS[kind],
            "written": len(site.atlas.of_kind(kind)),
            "planned": len(_to_come(site.atlas, kind)),
        }
        for kind in SECTIONS
    ]
    wanted = sorted(waiting.items(), key=lambda row: (-len(row[1]), row[0]))
    drafts = sum(filed.entry.status == "draft" for filed in site.atlas.entries.values())
    return site.render(
        "coverage.md.j2",
        rows=rows,
        wanted=[(id, len(who)) for id, who in wanted],
        drafts=drafts,
        total=len(site.atlas.entries),
    )


def _to_come(atlas: Atlas, kind: str) -> list[str]:
    return [id for id in atlas.planned.get(kind, {}) if id not in atlas.entries]


def _model(site: Site) -> bytes:
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


def _rules(site: Site) -> bytes:
    return site.render("rules.md.j2", rules=[{"name": name, "text": text} for name, text in
                       (BEFORE | {name: inspect.getdoc(rule) for name, rule in RULES.items()}).items()])


def _fields(site: Site) -> bytes:
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
