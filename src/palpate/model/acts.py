"""What hands and bodies do: positions, contacts, strokes, forces, joint paths, steps, doses.

All of it is anchored to landmarks and structures by name, never to coordinates, so that another body
can be put under an entry without changing it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from .base import Frozen, Short, Sourced
from .values import NumberRange, Prose, to, word

Structure = to(
    "muscle",
    "bone",
    "vertebra",
    "joint",
    "motion-segment",
    "disc",
    "nerve",
    "plexus",
    "root",
    "ligament",
    "vessel",
    "organ",
)

OPPOSED = {
    "flexion": "extension",
    "abduction": "adduction",
    "horizontal-abduction": "horizontal-adduction",
    "internal-rotation": "external-rotation",
    "elevation": "depression",
    "protraction": "retraction",
    "upward-rotation": "downward-rotation",
    "dorsiflexion": "plantarflexion",
    "inversion": "eversion",
    "pronation": "supination",
    "radial-deviation": "ulnar-deviation",
    "nutation": "counternutation",
    "anterior-tilt": "posterior-tilt",
    "upper-cervical-flexion": "upper-cervical-extension",
}
"""Motions (content/vocabulary/motions.yml) that undo each other, each pair once."""


class JointAngle(Frozen):
    """One joint at one angle in clinical words: {joint: hip, motion: flexion, deg: 90}."""

    joint: to("joint", "motion-segment", "region")
    motion: word("motions")
    deg: NumberRange | None = None
    """Degrees from the anatomical position; left out where only the direction matters."""
    side: Annotated[str, Field(pattern="^(same|opposite|both|left|right)$")] = "same"


class Position(Short):
    """How the patient lies, sits or stands."""

    short: ClassVar[str] = "posture"
    posture: word("postures")
    pose: tuple[JointAngle, ...] = ()
    props: Prose | None = None
    note: Prose | None = None


class Stance(Short):
    """Where and how the therapist stands or sits."""

    short: ClassVar[str] = "stance"
    stance: Prose
    side: str | None = None
    table: str | None = None
    """Height of the table in the therapist's own terms: mid-thigh, knee height."""
    faces: str | None = None


class Anchor(Short):
    """A place on the body: a landmark, or a structure and a fraction along it (0 origin, 1 insertion)."""

    short: ClassVar[str] = "landmark"
    landmark: to("landmark") | None = None
    structure: Structure | None = None
    fraction: Annotated[float, Field(ge=0, le=1)] | None = None
    offset: str | None = None
    """In the therapist's measure: two finger-breadths lateral."""

    @model_validator(mode="after")
    def _one_of(self) -> Anchor:
        if (self.landmark is None) == (self.structure is None):
            raise ValueError("name either a landmark or a structure")
        return self


class Contact(Frozen):
    """One hand, what of it touches, and where."""

    hand: Annotated[str, Field(pattern="^(left|right|both|either|tool|patient)$")]
    surface: word("hand-surfaces")
    on: Anchor
    does: Prose | None = None
    """What this hand does: moves, fixes, feels."""


class Stroke(Frozen):
    """One path of the hand over the body."""

    path: Annotated[tuple[Anchor, ...], Field(min_length=1)]
    direction: Prose
    tool: word("hand-surfaces") | None = None
    pressure: NumberRange
    """0 (touch only) to 10 (as much as tissue allows); what the patient reports, not newtons."""
    passes: NumberRange | None = None
    speed_cm_s: NumberRange | None = None
    width_cm: NumberRange | None = None


class Force(Sourced):
    """A push or pull of the therapist on a joint."""

    at: Anchor
    direction: Annotated[tuple[word("directions"), ...], Field(min_length=1)]
    relative_to: str | None = None
    """The frame of the direction where it is not the body's: the facet plane, the joint line."""
    mobilisation_grade: word("mobilisation-grades") | None = None
    newtons: NumberRange | None = None
    amplitude: str | None = None
    frequency_hz: NumberRange | None = None


class PathPoint(Frozen):
    """One station of a movement that joints go through."""

    label: str
    pose: Annotated[tuple[JointAngle, ...], Field(min_length=1)]


class PalpationStep(Short):
    """One step of finding something with the hand."""

    short: ClassVar[str] = "do"
    do: Prose
    landmark: to("landmark") | None = None
    feel: Prose | None = None
    """What the finger feels when it is right."""
    contract: Prose | None = None
    """The action that makes it stand out."""
    pitfall: Prose | None = None


class Step(Short):
    """One step of doing it."""

    short: ClassVar[str] = "do"
    do: Prose
    say: str | None = None
    """What the therapist says to the patient, in plain words."""


class Dose(Sourced):
    """How long, how often, how hard. Without a source it is shown as convention."""

    hold_s: NumberRange | None = None
    reps: NumberRange | None = None
    sets: NumberRange | None = None
    minutes: NumberRange | None = None
    rest_s: NumberRange | None = None
    load: str | None = None
    tempo: str | None = None
    frequency: str | None = None
    """Per day or week: 2 a week, daily."""
    course: str | None = None
    """How many sessions or weeks before it is judged."""
    limit: Prose | None = None
    """What must not be exceeded."""
    note: Prose | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Dose:
        if not any(value for name, value in self if name not in ("sources", "grade")):
            raise ValueError("a dose says at least how long, how often or how much")
        return self


class NoGo(Frozen):
    """A structure to keep off, and how to know where it is."""

    structure: Structure
    why: Prose
    where: Prose | None = None
    """The landmark or depth by which the therapist avoids it."""


class Scene(Frozen):
    """What the 3D picture shows; whatever is left out gets a good default from the entry's links."""

    name: str | None = None
    caption: str | None = None
    show: tuple[Structure, ...] = ()
    ghost: tuple[Structure, ...] = ()
    highlight: tuple[Structure, ...] = ()
    no_go: tuple[Structure, ...] = ()
    landmarks: tuple[to("landmark"), ...] = ()
    views: tuple[word("views"), ...] = ()
    side: Annotated[str, Field(pattern="^(right|left|both)$")] = "right"
    pose: tuple[JointAngle, ...] = ()
    body: str = "adult-male"


class Error(Frozen):
    """A common mistake and its mending."""

    error: Prose
    fix: Prose
