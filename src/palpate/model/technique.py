"""Techniques: what hands do, and to what."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from .acts import (
    Contact,
    Dose,
    Error,
    Force,
    NoGo,
    PalpationStep,
    PathPoint,
    Position,
    Scene,
    Stance,
    Step,
    Stroke,
    Structure,
)
from .base import Absent, Claim, Frozen, Maybe, Reviewed, Sourced
from .values import SLUG, NumberRange, Prose, Truth, to, word


class Indication(Sourced):
    """A condition it is used for, and for whom."""

    condition: to("condition")
    who: Prose | None = None
    effect: Prose | None = None
    """What it was found to do, with [@key]."""
    stance: Annotated[str, Field(pattern="^(do|may|don't)$")] = "may"


class Contraindication(Sourced):
    """A factor under which it must not be done, or only with care."""

    factor: to("factor")
    level: Annotated[str, Field(pattern="^(absolute|relative)$")]
    why: Prose
    applications: tuple[Annotated[str, Field(pattern=f"^{SLUG}$")], ...] = ()
    """The ids of the applications that it speaks of, where it does not speak of all: `[mid-cervical]`."""

    def bars(self, application: str | None) -> bool:
        """Whether it speaks of an application; of the technique as a whole where none is named."""
        return not self.applications or application is None or application in self.applications


class Adverse(Sourced):
    """Something that can go wrong, how often, and what to do then."""

    event: Prose
    frequency: Prose | None = None
    action: Prose


class Retest(Frozen):
    """What to measure before and after, and what should change."""

    test: to("assessment", "outcome")
    expect: Prose


class Variation(Frozen):
    """Another way to do it, for whom."""

    name: str
    do: Prose


class Application(Frozen):
    """The technique on one usual target, with its own positions, act, dose and dangers."""

    id: Annotated[str, Field(pattern=f"^{SLUG}$")]
    """The anchor on the page and in links: technique.id."""
    target: to("muscle", "joint", "motion-segment", "nerve", "ligament", "vertebra", "region", "root", "bone")
    title: str
    for_conditions: tuple[to("condition"), ...] = ()
    patient_position: Position
    therapist_position: Stance
    landmarks: tuple[PalpationStep, ...] = ()
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]
    strokes: tuple[Stroke, ...] = ()
    force: Force | None = None
    joint_path: tuple[PathPoint, ...] = ()
    barrier: Prose | None = None
    """Where the tissue or joint is taken before the act."""
    steps: tuple[Step, ...] = ()
    dose: Dose
    feedback: Prose | None = None
    no_go: Maybe[tuple[NoGo, ...]]
    note: Prose | None = None
    scene: Scene | None = None


class Technique(Reviewed):
    """A manual technique, its safety, its steps and its usual applications."""

    kind: ClassVar[str] = "technique"
    family: word("technique-families")
    approach: Annotated[str, Field(pattern="^(direct|indirect|combined)$")]
    activity: Annotated[str, Field(pattern="^(active|passive|assisted)$")]
    """Whether the patient works."""
    tradition: str | None = None
    """The school it comes from: attribution, not endorsement."""
    purpose: Prose
    tissue_depth: word("tissue-depths")
    parameters: tuple[str, ...] = ()
    targets: Annotated[tuple[Structure, ...], Field(min_length=1)]
    indications: Annotated[tuple[Indication, ...], Field(min_length=1)]
    contraindications: Annotated[tuple[Contraindication, ...], Field(min_length=1)]
    precautions: tuple[Claim, ...] = ()
    red_flag_gate: tuple[Prose, ...] = ()
    """Questions to be read before a restricted technique opens."""
    consent: Prose
    """What to tell the patient beforehand, in plain words."""
    adverse_effects: Maybe[tuple[Adverse, ...]]
    stop_criteria: Annotated[tuple[Prose, ...], Field(min_length=1)]
    no_go_structures: Maybe[tuple[NoGo, ...]]
    equipment: tuple[str, ...] = ()
    personnel: int = 1
    patient_position: Position
    therapist_position: Stance
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]
    stabilisation: Prose | None = None
    landmarks: Maybe[tuple[PalpationStep, ...]]
    strokes: Maybe[tuple[Stroke, ...]]
    force: Maybe[Force]
    joint_path: tuple[PathPoint, ...] = ()
    position_code: str | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=9)]
    dose: Dose
    feedback_target: Prose | None = None
    end_point: Prose
    retest: Annotated[tuple[Retest, ...], Field(min_length=1)]
    variations: tuple[Variation, ...] = ()
    progression: tuple[to("technique", "exercise"), ...] = ()
    regression: tuple[to("technique", "exercise"), ...] = ()
    common_errors: tuple[Error, ...] = ()
    aftercare: Prose
    """What to tell the patient afterwards, in plain words."""
    home_exercises: tuple[to("exercise"), ...] = ()
    effects: Annotated[tuple[Claim, ...], Field(min_length=1)]
    mechanism: tuple[Claim, ...] = ()
    reliability: tuple[Claim, ...] = ()
    skill_level: Annotated[str, Field(pattern="^(student|practitioner|advanced)$")]
    time_min: NumberRange | None = None
    therapist_load: Prose | None = None
    """What it asks of the therapist's own body, and how to spare it."""
    sequence_role: Annotated[str, Field(pattern="^(prepare|main|integrate)$")] = "main"
    applications: Annotated[tuple[Application, ...], Field(min_length=1)]
    core: Truth = True
    """Core techniques have all their usual targets, at least three."""
    scene: tuple[Scene, ...] = ()


__all__ = ["Absent", "Application", "Technique"]
