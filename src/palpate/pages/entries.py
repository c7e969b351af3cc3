"""The page of one entry: what is common to all kinds; `views` adds what a kind computes for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..linking import Link
from ..model import Entry, Reference
from ..parsing import Filed
from ..scenes.casting import PRIMARY
from ..scenes.whole_body import ID as EXPLORER
from .address import href, page_of
from .site import LABELS, PLURALS, REPOSITORY, Site
from .views import view_of
from .writer import Writer

TEMPLATE_OF = {
    "technique",
    "condition",
    "muscle",
    "vertebra",
    "motion-segment",
    "root",
    "assessment",
    "exercise",
    "outcome",
    "practice",
}
ROLES = {
    "differential.condition": "Listed as a differential by",
    "masquerades": "Can look like these",
    "treatment.technique": "Used for",
    "treatment.exercise": "Used for",
    "special_tests.test": "Tested in",
    "outcome_measures.measure": "Measured in",
    "contraindications.factor": "Rules out or limits",
    "contraindication_factors": "Set by",
    "indications.condition": "Techniques for it",
    "applications.target": "Techniques on it",
    "targets": "Aimed at it",
    "structures.structure": "Involved in",
    "pain_map.zone": "Hurts here in",
    "trigger_points.refers_to": "Referred from",
    "trigger_points.spills_to": "Referred from",
    "dermatome.zones": "Roots that feel here",
    "nerve.roots": "Muscles supplied",
    "nerve.nerve": "Muscles supplied",
    "primary": "Exercises for it",
    "secondary": "Exercises for it",
    "origin.on": "Muscles that begin here",
    "insertion.on": "Muscles that end here",
    "actions.joint": "Muscles that move it",
    "no_go_structures.structure": "Kept off by",
    "danger_zones.structure": "Near to",
}


def entry_page(filed: Filed, site: Site) -> bytes:
    """The Markdown page of an entry."""
    entry = filed.entry
    page = page_of(entry.kind, entry.id)
    writer = Writer(site.atlas, page, site.terms, _own_terms(site, entry), str(entry.grade))
    template = f"{entry.kind}.md.j2" if entry.kind in TEMPLATE_OF else "light.md.j2"
    return site.render(template, **_common(filed, site, page, writer), **view_of(entry, site, page))


def _own_terms(site: Site, entry: Entry) -> frozenset[str]:
    """Glossary words that the page itself is about need no explaining on it."""
    names = (entry.title, *(alias.text for alias in entry.aliases))
    return frozenset(
        site.terms.by_word[name.lower()][0]
        for name in names
        if site.terms and name.lower() in site.terms.by_word
    )


def _common(filed: Filed, site: Site, page: str, writer: Writer) -> dict[str, Any]:
    entry = filed.entry
    return {
        "e": entry,
        "w": writer,
        "kind_label": LABELS[entry.kind],
        "names": entry.aliases,
        "risk": str(getattr(entry, "risk", "") or ""),
        "review_due": getattr(entry, "review_due", ""),
        "codes": list(_codes(entry, site)),
        "scenes": [placed(scene, page) for scene in _shown(entry, site)],
        "backlinks": _backlinks(entry, site, page),
        "banners": [],
        "cited": lambda: [
            _work(key, site.atlas.references.get(key)) for key in (*writer.cited, *_uncited(entry, writer))
        ],
        "edit_url": f"{REPOSITORY}/edit/main/{filed.document.path}",
        "json_href": href(page, f"api/v1/{entry.kind}/{entry.id}.json"),
    }


def _uncited(entry: Entry, writer: Writer) -> list[str]:
    return [cite.key for cite in entry.sources if cite.key not in writer.cited]


def _shown(entry: Entry, site: Site) -> list[Any]:
    """The scenes at the top of the page; those of applications stand with them."""
    return [
        scene
        for scene in site.scenes.get(entry.id, ())
        if "." not in scene["id"] or not hasattr(entry, "applications")
    ]


def _codes(entry: Entry, site: Site) -> Iterator[dict[str, str]]:
    names = {"icd10cm": "ICD-10-CM", "icd11": "ICD-11", "fma": "", "uberon": "", "ta2": "TA2", "mesh": "MeSH"}
    for system, label in names.items():
        value = getattr(entry.codes, system)
        for code in value if isinstance(value, tuple) else filter(None, [value]):
            yield {"system": label, "code": code, "title": site.atlas.codes.get(system, {}).get(code, "")}


def placed(scene: Any, page: str) -> dict[str, Any]:
    """A scene as the templates read it: with the links of its structures as seen from a page."""
    structures = [one | {"href": href(page, one["page"]) if one["page"] else None, "words": _words(one)}
                  for one in scene["structures"] if one["role"] != "ghost"]
    src = href(page, f"assets/posters/{scene['poster']['file']}") if scene["poster"] else None
    return {**scene, "structures": structures, "src": src, "whole": _in_the_whole(scene, page)}


def _in_the_whole(scene: Any, page: str) -> str | None:
    """Where the explorer shows what a scene is about, alone among ghosts of the bones."""
    about = next((one for one in scene["structures"] if one["role"] in PRIMARY), None)
    if about is None:
        return None
    structure = about["id"].partition(".")[0]
    key = f"{structure}:left" if about["side"] == "left" else structure
    return f"{href(page, f'{EXPLORER}/')}#scene={EXPLORER}&select={key}&isolate={key}&among=bones"


def _words(one: dict[str, Any]) -> str:
    roles = {
        "highlight": "",
        "show": "",
        "nogo": "keep off",
        "source": "source of pain",
        "compressed": "compressed",
    }
    return ", ".join(
        filter(None, [one["side"] if one["side"] != "midline" else "", roles.get(one["role"], "")])
    )


def _backlinks(entry: Entry, site: Site, page: str) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Entry]] = defaultdict(dict)
    for link in site.atlas.links_to(entry.id):
        if link.source.entry.id != entry.id:
            groups[_group(link)][link.source.entry.id] = link.source.entry
    return [
        {
            "label": label,
            "links": [site.link(page, one) for one in sorted(found.values(), key=lambda e: e.title)],
        }
        for label, found in sorted(groups.items())
    ]


def _group(link: Link) -> str:
    role = ".".join(step for step in link.role.split(".") if step not in ("parts", "given"))
    if role.startswith("parts"):
        role = role.split(".", 2)[-1]
    return ROLES.get(role) or ROLES.get(".".join(role.split(".")[-2:])) or PLURALS[link.source.entry.kind]


def _work(key: str, work: Reference | None) -> dict[str, Any]:
    if work is None:
        return {"key": key, "text": key}
    source = ". ".join(
        filter(None, [work.title or f"[{work.covers}; title not confirmed]", work.container, work.publisher])
    )
    text = f"{source}. {work.year}{f';{work.volume}' if work.volume else ''}."
    return {
        "key": key,
        "text": text,
        "url": url_of(work),
        "handle": handle_of(work),
        "doubtful": work.doubtful,
    }


def url_of(work: Reference) -> str | None:
    """Where the work is found."""
    if work.doi:
        return f"https://doi.org/{work.doi}"
    return work.url or (f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}/" if work.pmid else None)


def handle_of(work: Reference) -> str:
    """The identifier as it is printed."""
    return (
        f"doi:{work.doi}"
        if work.doi
        else f"PMID {work.pmid}"
        if work.pmid and not work.url
        else work.url or ""
    )
