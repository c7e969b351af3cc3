"""The levels of the spine: how they are called and ordered, and what lies beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..model import Entry
from .site import PLURALS, Site

SPINE = ("vertebra", "motion-segment", "root", "disc")
"""Kinds of entries that are levels of the spine."""


def level_view(entry: Entry, site: Site, page: str) -> dict[str, Any]:
    """The levels above and below, what else lies at this one, and of a root the muscles that it supplies."""
    return {"level_nav": list(_level_rows(entry, site, page)), "supplies": list(_supplies(entry, site, page))}


def _level_rows(entry: Entry, site: Site, page: str) -> Iterator[dict[str, Any]]:
    """The levels above and below, and what else lies at this level."""
    same = sorted(site.atlas.of_kind(entry.kind), key=lambda one: spine_order(one.id))
    here = next(i for i, one in enumerate(same) if one.id == entry.id)
    near = same[max(0, here - 1) : here + 2]
    yield {
        "label": PLURALS[entry.kind],
        "links": [_short(one, site, page, one.id == entry.id) for one in near],
    }
    linked = [site.atlas.get(link.ref.id) for link in site.atlas.links_from(entry.id)]
    linked += [link.source.entry for link in site.atlas.links_to(entry.id)]
    others = {one.id: one for one in linked if one and one.kind in SPINE and one.kind != entry.kind}
    for kind in SPINE:
        found = sorted(
            (one for one in others.values() if one.kind == kind), key=lambda one: spine_order(one.id)
        )
        if found:
            yield {"label": PLURALS[kind], "links": [_short(one, site, page, False) for one in found[:4]]}


def _short(entry: Entry, site: Site, page: str, here: bool) -> dict[str, Any]:
    return site.link(page, entry) | {"title": level_name(entry.id), "here": here}


def level_name(id: str) -> str:
    """A level as it is spoken: vertebra-c5 is C5, motion-c5-c6 is C5-C6."""
    return (
        re.sub(r"^(vertebra|motion|root|disc)-", "", id).upper().replace("CO1", "Co1")
        if "-" in id
        else id.capitalize()
    )


def spine_order(id: str) -> tuple[int, int]:
    """From the head down."""
    match = re.search(r"-(co|[ctls])(\d+)", id)
    if not match:
        return (9, {"sacrum": 1, "coccyx": 2}.get(id, 3))
    return ("c", "t", "l", "s", "co").index(match[1]), int(match[2])


def _supplies(entry: Entry, site: Site, page: str) -> Iterator[dict[str, Any]]:
    """The muscles whose nerves come from this root, main ones marked."""
    for muscle in site.atlas.of_kind("muscle") if entry.kind == "root" else ():
        supply = [
            n
            for n in chain(muscle.nerve, *(part.nerve for part in muscle.parts.values()))
            if n.fibres == "motor"
        ]
        if any(root.id == entry.id for n in supply for root in (*n.roots, *n.main)):
            yield site.link(page, muscle) | {
                "main": any(root.id == entry.id for n in supply for root in n.main)
            }
