"""Pages over many entries: home, the spine, the glossary, anatomy, sources, coverage; and the list of all of
them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..linking import Atlas
from ..model import SECTIONS, Entry
from ..rules.sources import citations
from .bodychart import chart_links
from .entries import handle_of, url_of
from .guides import guide_to_fields, guide_to_rules
from .levels import level_name, spine_order
from .model import about_model
from .sections import section
from .site import PLURALS, Site
from .writer import Writer


def index_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """All pages that are no entry's own: (page, Markdown)."""
    for kind in SECTIONS:
        if kind != "term" and site.atlas.of_kind(kind):
            yield f"{SECTIONS[kind]}/", section(kind, site)
    yield "", _home(site)
    yield "terms/", _glossary(site)
    yield "spine/", _spine(site)
    yield "anatomy/", _anatomy(site)
    yield "sources/", _sources(site)
    yield "coverage/", _coverage(site)
    yield "model/", about_model(site)
    yield "rules/", guide_to_rules(site)
    yield "fields/", guide_to_fields(site)


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
        chart=chart_links(site, ""),
        zones=[site.link("", one) for one in sorted(site.atlas.of_kind("zone"), key=lambda one: one.title)],
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


