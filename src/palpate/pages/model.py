"""The page about the 3D body: what it is made of, what was measured on it, what is known to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..body.figures import astray, budgets, scene_budgets, spreads, totals, whole
from .site import Site

PAGE = "model/"


def about_model(site: Site) -> bytes:
    """The figures of the body report where they were measured, and the known faults with links."""
    survey = site.survey
    closed = survey.closed if survey else None
    return site.render(
        "model.md.j2",
        makers=sorted({(line["source"], line["licence"]) for line in site.body.values()}),
        whole=whole(site.body, closed),
        groups=[(name, totals(site.body, group, closed)) for name, group in GROUPS],
        survey=survey,
        spreads=[(one, _named(one.of, site)) for one in spreads(survey)] if survey else [],
        astray=astray(survey) if survey else 0,
        muscles=[(one, _named(one.node, site)) for one in _deepest_first(survey)],
        budgets=[*budgets(site.body, site.packs), *scene_budgets(_scene_bytes(site))] if site.body else [],
        packs=sorted(site.packs.items()),
        times=site.times,
        systems=list(_by_system(site)),
        faulty=list(_faulty(site)),
    )


GROUPS = (("System", "system"), ("Kind", "kind"), ("Region", "region"))


def _deepest_first(survey: Any) -> list[Any]:
    return sorted(survey.muscles, key=lambda one: -one.in_bone_mm) if survey else []


def _named(id: str, site: Site) -> dict[str, str | None]:
    """A structure, a part of one or a landmark by its name, with a link where it has a page."""
    structure, _, part = id.partition(".")
    entry = site.atlas.get(structure)
    name = entry.title if entry else site.body.get(structure, {}).get("name", structure)
    title = f"{name}, {part.replace('-', ' ')}" if part else name
    return {"title": title, "href": site.href(PAGE, entry) if entry else None}


def _by_system(site: Site) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every structure with what it weighs, heaviest first, by system."""
    for system in sorted({line["system"] for line in site.body.values()}):
        lines = [(id, line) for id, line in site.body.items() if line["system"] == system]
        lines.sort(key=lambda item: -item[1]["bytes"])
        yield system or "Other", [_named(id, site) | {"line": line} for id, line in lines]


def _faulty(site: Site) -> Iterator[tuple[dict[str, str | None], Sequence[str]]]:
    lines = [(id, line) for id, line in site.body.items() if line["faults"]]
    for id, line in sorted(lines, key=lambda item: item[1]["name"].lower()):
        yield _named(id, site) | {"title": line["name"]}, line["faults"]


def _scene_bytes(site: Site) -> Mapping[str, int]:
    """What each page loads for its first scene, by the page's title."""
    return {
        filed.entry.title: sum(site.body[id]["bytes"] for id in _files(scenes[0], site))
        for id, filed in site.atlas.entries.items()
        if (scenes := site.scenes.get(id))
    }


def _files(scene: Mapping[str, Any], site: Site) -> set[str]:
    """The structures of a scene, each once: both sides and all parts come out of one file."""
    return {one["id"].partition(".")[0] for one in scene["structures"]} & site.body.keys()
