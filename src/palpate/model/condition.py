"""Conditions: what a therapist looks up with the patient waiting, and what the patient takes home."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from .acts import JointAngle, Scene, Structure
from .base import Claim, Frozen, Maybe, Reviewed, Short, Sourced
from .values import Prose, to, word

Urgency = Annotated[str, Field(pattern="^(now|same day|days|weeks)$")]
Harm = Annotated[str, Field(pattern="^(minutes|hours|days|weeks|none)$")]


class OneLine(Frozen):
    """The ten-second card."""

    frequency: Prose
    who: Prose
    cause: Prose
    presents: Prose
    diagnose_by: Prose
    first_treatment: Prose


class RedFlag(Sourced):
    """A finding that could mean something serious."""

    finding: Prose
    suggests: to("condition") | None = None
    means: Prose | None = None
    """What it could mean, in words."""
    harm_in: Harm
    """How fast harm comes: sorts the list."""
    likelihood: Prose | None = None
    """Likelihood ratio or how much weight it carries, with [@key]."""


class Referral(Sourced):
    """A finding with which the patient is sent on: to whom, how fast."""

    finding: Prose
    to_whom: str
    how_fast: Urgency


class Involved(Frozen):
    """A structure and its part in the condition."""

    structure: Structure
    role: word("structure-roles")
    side: Annotated[str, Field(pattern="^(same|opposite|both|midline)$")] = "same"
    note: Prose | None = None


class PainZone(Frozen):
    """Where it hurts."""

    zone: to("zone")
    extent: Annotated[str, Field(pattern="^(primary|spill)$")]
    side: Annotated[str, Field(pattern="^(same|opposite|both|midline)$")] = "same"
    quality: word("pain-qualities") | None = None


class NerveFinding(Frozen):
    """What a root shows when it is affected."""

    root: to("root")
    sensory: Prose | None = None
    motor: Prose | None = None
    reflex: Prose | None = None


class Provocation(Frozen):
    """What makes it worse or better."""

    what: Prose
    pose: tuple[JointAngle, ...] = ()


class Question(Short):
    """A key question of the history, and the answer that is typical."""

    short: ClassVar[str] = "ask"
    ask: Prose
    typical: Prose | None = None


class TestUse(Sourced):
    """A test in the order in which it is done here."""

    test: to("assessment")
    why: Prose
    cluster: str | None = None


class Range(Frozen):
    """A finding of range of motion."""

    joint: to("joint", "motion-segment", "region")
    motion: word("motions")
    finding: Prose


class Class(Sourced):
    """A classification or a set of criteria, and what follows from each grade."""

    scheme: str
    grades: tuple[Prose, ...]
    consequence: Prose | None = None


class Stage(Sourced):
    """A stage of its course."""

    name: str
    time: str
    changes: Prose


class Differential(Sourced):
    """Another condition, and what tells them apart."""

    condition: to("condition")
    tell_apart: Prose
    test: to("assessment") | None = None


class OutcomeUse(Sourced):
    """An outcome measure and the change that matters here."""

    measure: to("outcome")
    mcid: Prose | None = None
    """The change that matters to patients, with [@key]; left out where no verified source gives it."""


class Treatment(Sourced):
    """One thing to do, that may be done, or not to do."""

    phase: str | None = None
    """acute, subacute, persistent, or a subgroup."""
    stance: Annotated[str, Field(pattern="^(do|may|don't)$")]
    technique: to("technique") | None = None
    """A technique and its application: technique.application."""
    exercise: to("exercise") | None = None
    other: Prose | None = None
    """An intervention that is no entry here: imaging, bed rest, medicine."""
    why: Prose
    """What it does and how sure that is, with [@key]."""
    dose: str | None = None


class Goal(Frozen):
    """What is aimed at in a phase."""

    phase: str
    goal: Prose


class SelfCare(Frozen):
    """What patients can do themselves, and should not."""

    do: tuple[Prose, ...]
    dont: tuple[Prose, ...] = ()


class Guideline(Frozen):
    """A guideline that covers it."""

    body: str
    year: int
    key: str
    says: Prose


class SeeSomeone(Frozen):
    """When to get help, for patients."""

    now: Annotated[tuple[str, ...], Field(min_length=1)]
    soon: Annotated[tuple[str, ...], Field(min_length=1)]


class PatientText(Frozen):
    """The hand-out: plain words, held to a reading grade by the build."""

    what_it_is: str
    what_to_expect: str
    do: Annotated[tuple[str, ...], Field(min_length=2)]
    dont: tuple[str, ...] = ()
    see_someone: SeeSomeone
    exercises: tuple[to("exercise"), ...] = ()


class Vignette(Frozen):
    """A short case with a question."""

    stem: Prose
    question: str
    answer: Prose


class Condition(Reviewed):
    """A condition: safety first, then tests, differentials, what to do and what not."""

    kind: ClassVar[str] = "condition"
    one_line: OneLine
    body_type: Annotated[str, Field(pattern="^(condition|symptom|overview)$")] = "condition"
    emergency: bool = False
    time_to_harm: Harm
    refer_if: Annotated[tuple[Referral, ...], Field(min_length=1)]
    red_flags: Annotated[tuple[RedFlag, ...], Field(min_length=1)]
    yellow_flags: tuple[Claim, ...] = ()
    epidemiology: tuple[Claim, ...] = ()
    risk_factors: tuple[Claim, ...] = ()
    etiology: tuple[Claim, ...] = ()
    mechanism_of_injury: Prose | None = None
    structures: Annotated[tuple[Involved, ...], Field(min_length=1)]
    classification: tuple[Class, ...] = ()
    stages: tuple[Stage, ...] = ()
    history: Annotated[tuple[Question, ...], Field(min_length=1)]
    symptoms: Annotated[tuple[Claim, ...], Field(min_length=1)]
    pain_map: Maybe[tuple[PainZone, ...]]
    nerve_map: tuple[NerveFinding, ...] = ()
    aggravating: tuple[Provocation, ...] = ()
    easing: tuple[Provocation, ...] = ()
    pattern_24h: Prose | None = None
    observation: tuple[Prose, ...] = ()
    palpation: Maybe[tuple[Prose, ...]]
    rom_findings: tuple[Range, ...] = ()
    special_tests: Maybe[tuple[TestUse, ...]]
    decision_rules: tuple[Claim, ...] = ()
    diagnostic_criteria: tuple[Class, ...] = ()
    imaging: tuple[Claim, ...] = ()
    labs: tuple[Claim, ...] = ()
    differential: Annotated[tuple[Differential, ...], Field(min_length=1)]
    masquerades: Annotated[tuple[to("condition"), ...], Field(min_length=1)]
    associated: tuple[to("condition"), ...] = ()
    outcome_measures: Annotated[tuple[OutcomeUse, ...], Field(min_length=1)]
    prognosis: Annotated[tuple[Claim, ...], Field(min_length=1)]
    goals: tuple[Goal, ...] = ()
    treatment: Annotated[tuple[Treatment, ...], Field(min_length=1)]
    """Techniques, exercises and other interventions with their stance; the page sorts them by phase."""
    education: Annotated[tuple[Claim, ...], Field(min_length=1)]
    self_care: SelfCare
    medical: tuple[Claim, ...] = ()
    surgical: tuple[Claim, ...] = ()
    return_to: tuple[Claim, ...] = ()
    complications: tuple[Claim, ...] = ()
    prevention: tuple[Claim, ...] = ()
    special_populations: tuple[Claim, ...] = ()
    contraindication_factors: Maybe[tuple[to("factor"), ...]]
    """Factors that having this condition sets: joined with the techniques' contraindications."""
    controversies: tuple[Claim, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    bottom_line: Annotated[tuple[Prose, ...], Field(min_length=3, max_length=5)]
    patient_text: PatientText
    case_vignettes: tuple[Vignette, ...] = ()
    scene: tuple[Scene, ...] = ()
