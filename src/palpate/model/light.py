"""Light entries that links need: factors, practices, regions, terms."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from .base import Claim, Entry, Frozen, Reviewed
from .values import Prose, Truth, to


class Factor(Entry):
    """Something about a patient that rules a technique out or asks for care."""

    kind: ClassVar[str] = "factor"
    definition: Prose
    ask: str
    """How to ask the patient, in plain words."""
    sets: tuple[to("condition"), ...] = ()
    act: Prose
    """What a therapist does on finding it."""


class Offer(Frozen):
    """One thing a practice does, and the entries that do it."""

    name: str
    text: Prose
    uses: tuple[to("technique", "assessment", "exercise", "outcome", "condition"), ...] = ()


class PracticePage(Reviewed):
    """A field of practice: what it is, for whom, how it works, what evidence says."""

    kind: ClassVar[str] = "practice"
    definition: Annotated[tuple[Claim, ...], Field(min_length=1)]
    for_whom: Annotated[tuple[Prose, ...], Field(min_length=1)]
    assessment: Annotated[tuple[Offer, ...], Field(min_length=1)]
    treatment: Annotated[tuple[Offer, ...], Field(min_length=1)]
    planning: Annotated[tuple[Prose, ...], Field(min_length=1)]
    working_with_others: Annotated[tuple[Prose, ...], Field(min_length=1)]
    education: Annotated[tuple[Offer, ...], Field(min_length=1)]
    conditions: Annotated[tuple[to("condition"), ...], Field(min_length=1)]
    outcomes: Annotated[tuple[to("outcome"), ...], Field(min_length=1)]
    evidence: Annotated[tuple[Claim, ...], Field(min_length=1)]
    limits: Annotated[tuple[Prose, ...], Field(min_length=1)]
    """What it does not do, and when to refer."""
    prevention: tuple[Claim, ...] = ()
    first_visit: tuple[Prose, ...] = ()
    patient_words: str


class Region(Entry):
    """One of the fourteen regions of the body."""

    kind: ClassVar[str] = "region"
    order: int
    patient_word: str


class Term(Entry):
    """A word of the trade with its definition: shown as a tooltip where it is first used on a page."""

    kind: ClassVar[str] = "term"
    definition: Prose
    tooltip: Truth = True


__all__ = ["Factor", "PracticePage", "Region", "Term"]
