"""What the page of a kind computes for itself: sorted flags, grouped treatments, neighbours, levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..model import Absent, Condition, Entry, Muscle, Ref, Technique
from ..model.technique import Application, Contraindication
from ..rules.reading_grade import grade, plain_texts
from .bodychart import chart_of_zone
from .levels import level_view
from .site import PLURALS, Site
from .works import works

HARM = ("minutes", "hours", "days", "weeks", "none")
SPEED = ("now", "same day", "days", "weeks")
STANCES = (("do", "Do"), ("may", "May be done"), ("don't", "Don't"))

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


# --- anatomy, tests and the rest ----------------------------------------------------------------------------


def _muscle(entry: Muscle, site: Site, page: str) -> dict[str, Any]:
    return {"danger_zones": given(entry.danger_zones), "works": list(works(entry, site))}


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
    "vertebra": level_view,
    "motion-segment": level_view,
    "root": level_view,
    "disc": lambda e, s, p: _light(e, s, p) | level_view(e, s, p),
    "zone": lambda e, s, p: _light(e, s, p) | {"chart": chart_of_zone(s, e.id)},
    "assessment": _assessment,
    "exercise": lambda e, s, p: {},
    "outcome": lambda e, s, p: {},
    "practice": lambda e, s, p: {},
}
