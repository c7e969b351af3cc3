"""Assessments, exercises, outcome measures: what is tested, trained and measured."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from .acts import Contact, Dose, Error, Force, PathPoint, Position, Scene, Stance, Step, Structure
from .base import Claim, Frozen, Maybe, Reviewed, Sourced
from .values import NumberRange, Prose, to, word


class Accuracy(Sourced):
    """One study's figures; the page pools nothing by itself."""

    for_condition: to("condition") | None = None
    sn: str | None = None
    """Sensitivity as printed, with its interval: 0.50 (0.27-0.73)."""
    sp: str | None = None
    lr_pos: str | None = None
    lr_neg: str | None = None
    n: str | None = None
    reference_standard: str | None = None
    population: str | None = None
    note: Prose | None = None


class Cluster(Sourced):
    """Several tests read together."""

    tests: Annotated[tuple[to("assessment"), ...], Field(min_length=2)]
    rule: Prose


class Stressed(Frozen):
    """A structure that the test loads."""

    structure: Structure
    by: Annotated[str, Field(pattern="^(tension|compression|movement|contraction)$")]


class Assessment(Reviewed):
    """A test or screen: how it is done, what counts as positive, what that is worth."""

    kind: ClassVar[str] = "assessment"
    purpose: Prose
    targets: Annotated[
        tuple[
            to(
                "condition",
                "muscle",
                "joint",
                "motion-segment",
                "nerve",
                "root",
                "ligament",
                "region",
                "vessel",
                "plexus",
            ),
            ...,
        ],
        Field(min_length=1),
    ]
    type: Annotated[
        str,
        Field(
            pattern="^(provocation|length|strength|stability|mobility|neurological|screening rule|"
            "questionnaire|movement|observation)$"
        ),
    ]
    patient_position: Position
    examiner_position: Stance
    contacts: tuple[Contact, ...] = ()
    force: Force | None = None
    joint_path: tuple[PathPoint, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=9)]
    positive_if: Prose
    not_positive_if: Prose | None = None
    accuracy: Maybe[tuple[Accuracy, ...]]
    reliability: tuple[Claim, ...] = ()
    cluster: Cluster | None = None
    value: Annotated[str, Field(pattern="^(rule in|rule out|both|weak|don't use|impairment)$")]
    """What it is good for; low value is said."""
    value_note: Claim | None = None
    structures_stressed: tuple[Stressed, ...] = ()
    false_positives: tuple[Prose, ...] = ()
    contraindications: Maybe[tuple[to("factor"), ...]]
    stop_if: tuple[Prose, ...] = ()
    alternatives: tuple[to("assessment"), ...] = ()
    normal_values: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


class Exercise(Reviewed):
    """An exercise: how it is done, how much, what pain is acceptable."""

    kind: ClassVar[str] = "exercise"
    level: Annotated[str, Field(pattern="^(easy|moderate|hard)$")]
    equipment: tuple[str, ...] = ()
    category: word("exercise-categories")
    primary: Annotated[tuple[to("muscle", "nerve", "joint", "motion-segment"), ...], Field(min_length=1)]
    secondary: tuple[to("muscle", "nerve", "joint", "motion-segment"), ...] = ()
    lengthens: tuple[to("muscle"), ...] = ()
    """Muscles that it claims to stretch; checked against the body where it is modelled."""
    for_conditions: tuple[to("condition"), ...] = ()
    start: Position
    joint_path: tuple[PathPoint, ...] = ()
    instructions: Annotated[tuple[Step, ...], Field(min_length=2, max_length=9)]
    patient_words: Annotated[tuple[str, ...], Field(min_length=2, max_length=9)]
    """The same in plain words, held to a reading grade by the build."""
    dose: Dose
    pain_rule: Prose
    common_errors: tuple[Error, ...] = ()
    progression: tuple[to("exercise"), ...] = ()
    regression: tuple[to("exercise"), ...] = ()
    goal: Prose
    contraindications: Maybe[tuple[to("factor"), ...]]
    stop_if: Annotated[tuple[str, ...], Field(min_length=1)]
    effects: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


class Change(Sourced):
    """A change that matters, in whom."""

    value: Prose
    population: str


class Outcome(Reviewed):
    """An outcome measure: what it measures, how it is scored, what change matters. Never its items."""

    kind: ClassVar[str] = "outcome"
    measures: Prose
    scoring: Prose
    range: str
    better: Annotated[str, Field(pattern="^(lower|higher)$")]
    minutes: NumberRange | None = None
    mcid: Maybe[tuple[Change, ...]]
    for_conditions: tuple[to("condition"), ...] = ()
    licence: Prose
    """Who owns it and on what terms it is used."""
    notes: tuple[Claim, ...] = ()


__all__ = ["Assessment", "Exercise", "Frozen", "Outcome"]
