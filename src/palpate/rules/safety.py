"""Safety: what must stand on a page before anyone acts on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import Finding, did_you_mean
from ..linking import Atlas
from ..model import Absent, Condition, Risk, Status, Technique
from ..parsing import Filed


def gate(atlas: Atlas) -> Iterator[Finding]:
    """A restricted technique has questions that are read before its page opens and says who may do it; it is
    `reviewed` only with two reviews."""
    for filed in atlas.entries.values():
        entry = filed.entry
        if getattr(entry, "risk", None) is not Risk.RESTRICTED:
            continue
        if entry.kind == "technique" and len(entry.red_flag_gate) < 3:
            yield Finding(filed.place(("risk",)), "gate", "a restricted technique without a gate",
                          "Add red_flag_gate with at least three questions")
        if entry.kind == "technique" and not entry.scope_of_practice:
            yield Finding(
                filed.place(("risk",)),
                "gate",
                "a restricted technique that does not say who may do it",
                "Add scope_of_practice",
            )
        if entry.status is Status.REVIEWED and len(entry.reviews) < 2:
            yield Finding(filed.place(("status",)), "gate", "'reviewed' with fewer than two reviews",
                          "Keep it draft until two people, one of them a clinician, have reviewed it")


def join(atlas: Atlas) -> Iterator[Finding]:
    """No condition recommends a technique that the condition itself rules out: the factors that a condition
    sets never meet an absolute contraindication of a technique it says to `do` or that `may` be done."""
    for filed in atlas.entries.values():
        if filed.entry.kind != "condition" or isinstance(filed.entry.contraindication_factors, Absent):
            continue
        set_by = {factor.id for factor in filed.entry.contraindication_factors}
        for index, treatment in enumerate(filed.entry.treatment):
            technique = treatment.technique and atlas.get(treatment.technique.id)
            recommended = technique and treatment.stance != "don't"
            ruled_out = _absolute(technique, treatment.technique.part) & set_by if recommended else set()
            for factor in sorted(ruled_out):
                yield Finding(filed.place(("treatment", index)), "join",
                              f"'{technique.id}' recommended, though '{factor}' rules it out absolutely",
                              "Make it a don't, or set the factor only where it is true of every patient")


def _absolute(technique: Technique, application: str | None) -> set[str]:
    return {c.factor.id for c in technique.contraindications if c.level == "absolute" and c.bars(application)}


def reach(atlas: Atlas) -> Iterator[Finding]:
    """A contraindication that does not speak of the whole technique names applications that the technique
    has; each application has one level of a factor."""
    for filed in atlas.entries.values():
        if filed.entry.kind == "technique":
            yield from _unknown(filed)
            yield from _twice(filed)


def _unknown(filed: Filed) -> Iterator[Finding]:
    known = [application.id for application in filed.entry.applications]
    for index, one in enumerate(filed.entry.contraindications):
        for number, id in enumerate(one.applications):
            if id not in known:
                yield Finding(
                    filed.place(("contraindications", index, "applications", number)),
                    "reach",
                    f"'{id}', which is no application of {filed.entry.id}",
                    f"Use one of: {', '.join(known)}",
                    did_you_mean(id, known),
                )


def _twice(filed: Filed) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(filed.entry.contraindications):
        reached = {(one.factor.id, a.id) for a in filed.entry.applications if one.bars(a.id)}
        for factor, application in sorted(reached & seen):
            yield Finding(
                filed.place(("contraindications", index)),
                "reach",
                f"'{factor}' a second time for '{application}'",
                "Keep one level for each application: name in `applications` those that this one speaks of",
            )
        seen |= reached


def urgency(atlas: Atlas) -> Iterator[Finding]:
    """A condition that does harm within hours sends someone on now, and says so to the patient too."""
    for filed in atlas.entries.values():
        entry = filed.entry
        if isinstance(entry, Condition) and entry.time_to_harm in ("minutes", "hours"):
            if not any(referral.how_fast == "now" for referral in entry.refer_if):
                yield Finding(
                    filed.place(("refer_if",)),
                    "urgency",
                    "harm within hours, but nobody to refer to now",
                    "Add a refer_if with how_fast: now",
                )
            if entry.risk is Risk.ROUTINE:
                yield Finding(filed.place(("risk",)), "urgency", "harm within hours, but risk: routine",
                              "Set risk to caution or restricted")


def differentials(atlas: Atlas) -> Iterator[Finding]:
    """What tells A from B tells B from A: a condition that lists another as its differential is listed there
    too."""
    pairs = {
        (f.entry.id, d.condition.id): f.place(("differential", i))
        for f in atlas.entries.values()
        if isinstance(f.entry, Condition)
        for i, d in enumerate(f.entry.differential)
        if not d.condition.planned
    }
    for (one, other), place in pairs.items():
        if (other, one) not in pairs and isinstance(atlas.get(other), Condition):
            yield Finding(place, "differentials", f"'{other}' as a differential, which does not list '{one}'",
                          f"Add '{one}' to the differentials of {other}")


def levels(atlas: Atlas) -> Iterator[Finding]:
    """Roots, vertebrae and motion segments are kept apart: the root that leaves a cervical segment has the
    number of its lower vertebra, below C7 of its upper one, and there is no vertebra C8."""
    for filed in atlas.entries.values():
        entry = filed.entry
        if entry.kind == "vertebra" and entry.id == "vertebra-c8":
            yield Finding(filed.place(), "levels", "a vertebra C8", "C8 is a root: write root-c8")
        expected = _root_of(entry.id) if entry.kind == "motion-segment" else None
        if expected and entry.root.id != expected:
            yield Finding(
                filed.place(("root",)),
                "levels",
                f"'{entry.root.id}' leaving at {entry.title}",
                f"Write {expected}: C1 to C7 leave above their vertebra, C8 below C7, others below theirs",
            )


def _root_of(segment: str) -> str | None:
    match = re.fullmatch(r"motion-([ctl])(\d+)-([ctls])(\d+)", segment)
    if not match:
        return None
    upper, number, lower, below = match.groups()
    if upper == "c":
        return f"root-c{below}" if lower == "c" else "root-c8"
    return f"root-{upper}{number}"
