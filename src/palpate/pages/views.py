"""What the page of a kind computes for itself: sorted flags, grouped treatments, neighbours, levels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from ..model import Absent, Condition, Entry, Muscle, Ref, Technique
from ..model.acts import OPPOSED
from ..model.technique import Application, Contraindication
from ..rules.reading_grade import grade, plain_texts
from .site import PLURALS, Site

HARM = ("minutes", "hours", "days", "weeks", "none")
SPEED = ("now", "same day", "days", "weeks")
STANCES = (("do", "Do"), ("may", "May be done"), ("don't", "Don't"))
OPPOSITE = OPPOSED | {other: one for one, other in OPPOSED.items()}

View = Callable[[Any, Site, str], dict[str, Any]]


def view_of(entry: Entry, site: Site, page: str) -> dict[str, Any]:
    """The computed values for the template of this entry's kind."""
    view: View = VIEWS.get(entry.kind, _light)
    return {"red_flags": _by_harm(entry), "reading_grade": _grade(entry), **view(entry, site, page)}


def _by_harm(entry: Entry) -> list[Any]:
    return sorted(getattr(entry, "red_flags", ()), key=lambda flag: HARM.index(flag.harm_in))


def _grade(entry: Entry) -> float:
    return max((grade(text) for _, text in plain_texts(entry)), default=0.0)


def given(value: Any) -> tuple:
    """The items of a field, none where it is absent."""
    return () if value is None or isinstance(value, Absent) else tuple(value)


# --- conditions ---------------------------------------------------------------------------------------------


def _condition(entry: Condition, site: Site, page: str) -> dict[str, Any]:
    referrals = sorted(entry.refer_if, key=lambda referral: SPEED.index(referral.how_fast))
    return {
        "referrals": referrals,
        "now": [r for r in referrals if r.how_fast == "now"],
        "emergency": entry.emergency or entry.time_to_harm in ("minutes", "hours"),
        "treatments": [
            {"label": label, "css": stance.replace("'", ""), "items": items}
            for stance, label in STANCES
            if (items := [t for t in entry.treatment if t.stance == stance])
        ],
        "background": [
            ("How common", entry.epidemiology),
            ("Risk factors", entry.risk_factors),
            ("Cause", entry.etiology),
            ("Prevention", entry.prevention),
            ("Special populations", entry.special_populations),
            ("Controversies", entry.controversies),
        ],
        "safety_join": list(_join(entry, site, page)),
    }


def _join(entry: Condition, site: Site, page: str) -> Iterator[dict[str, Any]]:
    """Which techniques the factors of this condition rule out or limit."""
    factors = {factor.id for factor in given(entry.contraindication_factors)}
    rows = [
        (c.level, technique, c)
        for technique in site.atlas.of_kind("technique")
        for c in technique.contraindications
        if c.factor.id in factors
    ]
    for level, technique, c in sorted(rows, key=lambda row: (row[0], row[1].title)):
        yield {
            "level": level,
            "title": technique.title,
            "href": site.href(page, technique),
            "factor": c.factor,
            "why": c.why,
            "only": [
                {"title": a.title, "href": site.href(page, technique, a.id)} for a in _only(technique, c)
            ],
        }


def _only(technique: Technique, c: Contraindication) -> list[Application]:
    """The applications that a contraindication speaks of; none where it speaks of the whole technique."""
    return [a for a in technique.applications if a.id in c.applications]


# --- techniques ---------------------------------------------------------------------------------------------


def _technique(entry: Any, site: Site, page: str) -> dict[str, Any]:
    ordered = sorted(entry.contraindications, key=lambda c: c.level)
    rows = [
        {"c": c, "only": [{"title": a.title, "href": f"#{a.id}"} for a in _only(entry, c)]} for c in ordered
    ]
    return {"gate": entry.red_flag_gate, "contraindications": rows}


# --- muscles ------------------------------------------------------------------------------------------------


def _muscle(entry: Muscle, site: Site, page: str) -> dict[str, Any]:
    return {"danger_zones": given(entry.danger_zones), "works": list(_works(entry, site))}


def movers(muscle: Muscle) -> dict[tuple[str, str], Ref]:
    """Joint and motion of every action to the muscle, or to the part of it, that does it; stabilising ones
    not."""
    found: dict[tuple[str, str], Ref] = {}
    for part, actions in (
        *((name, part.actions) for name, part in muscle.parts.items()),
        (None, muscle.actions),
    ):
        for action in actions:
            if action.role != "stabilise":
                found[action.joint.id, action.motion.word] = Ref(("muscle",), muscle.id, part)
    return found


def _works(entry: Muscle, site: Site) -> Iterator[dict[str, Any]]:
    others = [movers(other) for other in site.atlas.of_kind("muscle") if other.id != entry.id]
    for (joint, motion), own in sorted(movers(entry).items(), key=lambda row: row[0]):
        with_it = [moves[joint, motion] for moves in others if (joint, motion) in moves]
        against = [
            moves[joint, opposite]
            for moves in others
            if (opposite := OPPOSITE.get(motion)) and (joint, opposite) in moves
        ]
        where = site.atlas.get(joint)
        part = f" ({entry.parts[own.part].title.lower()})" if own.part else ""
        if with_it or against:
            yield {
                "motion": f"{(where.title if where else joint)}: {motion.replace('-', ' ')}{part}",
                "with": with_it,
                "against": against,
            }


# --- the spine ----------------------------------------------------------------------------------------------


def _level(entry: Entry, site: Site, page: str) -> dict[str, Any]:
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


SPINE = ("vertebra", "motion-segment", "root", "disc")


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


# --- tests and the rest -------------------------------------------------------------------------------------


def _assessment(entry: Any, site: Site, page: str) -> dict[str, Any]:
    return {"value_css": entry.value.replace(" ", "-").replace("'", "")}


def _light(entry: Any, site: Site, page: str) -> dict[str, Any]:
    return {
        "motions": given(getattr(entry, "motions", ())),
        "beware": given(getattr(entry, "beware", ())),
        "entrapment": given(getattr(entry, "entrapment", ())),
        "contains": list(_contains(entry, site, page)),
        "set_by": tuple(
            Ref((), link.source.entry.id)
            for link in site.atlas.links_to(entry.id)
            if link.role == "contraindication_factors"
        ),
    }


def _contains(entry: Entry, site: Site, page: str) -> Iterator[dict[str, Any]]:
    """What belongs to a region, by kind, and the landmarks of a bone."""
    if entry.kind not in ("region", "bone", "vertebra"):
        return
    field = "region" if entry.kind == "region" else "bone"
    found = {
        link.source.entry.id: link.source.entry
        for link in site.atlas.links_to(entry.id)
        if link.role == field
    }
    for kind, label in PLURALS.items():
        links = [
            site.link(page, one)
            for one in sorted(found.values(), key=lambda one: one.title)
            if one.kind == kind
        ]
        if links:
            yield {"id": kind, "label": label, "links": links}


VIEWS: dict[str, View] = {
    "condition": _condition,
    "technique": _technique,
    "muscle": _muscle,
    "vertebra": _level,
    "motion-segment": _level,
    "root": _level,
    "disc": lambda e, s, p: _light(e, s, p) | _level(e, s, p),
    "assessment": _assessment,
    "exercise": lambda e, s, p: {},
    "outcome": lambda e, s, p: {},
    "practice": lambda e, s, p: {},
}
