"""Muscles, bones, joints, nerves and the other structures of the body."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from .acts import NoGo, PalpationStep, Position, Scene
from .base import Absent, Claim, Entry, Frozen, Maybe, Sourced
from .values import NumberRange, Prose, Truth, to, word

Bony = to("bone", "vertebra", "landmark", "ligament", "disc", "joint", "muscle")


class Attachment(Sourced):
    """Where a muscle is fixed: landmarks or bones, and the words for it."""

    on: Annotated[tuple[Bony, ...], Field(min_length=1)]
    text: Prose


class NerveSupply(Sourced):
    """A nerve, its roots with the main ones, and what its fibres do here."""

    nerve: to("nerve", "plexus")
    roots: tuple[to("root"), ...] = ()
    main: tuple[to("root"), ...] = ()
    fibres: Annotated[str, Field(pattern="^(motor|sensory|proprioceptive)$")] = "motor"
    note: Prose | None = None


class While(Frozen):
    """The range of another (or the same) joint motion in which an action holds."""

    joint: to("joint", "region", "motion-segment")
    motion: word("motions")
    from_deg: float
    to_deg: float


class Action(Sourced):
    """What a muscle does to a joint."""

    joint: to("joint", "region", "motion-segment")
    motion: word("motions")
    to_: Annotated[str, Field(alias="to", pattern="^(same|opposite|midline)$")] = "same"
    """The side the movement goes to, seen from the muscle: same, opposite or midline."""
    bilateral: Truth = False
    fixed: Annotated[str, Field(pattern="^(proximal|distal)$")] = "proximal"
    role: Annotated[str, Field(pattern="^(prime|assist|stabilise)$")] = "prime"
    while_: Annotated[While | None, Field(alias="while")] = None
    note: Prose | None = None


class ManualTest(Sourced):
    """A test of length or strength, done by hand."""

    position: Position
    action: Prose
    resistance: Prose | None = None
    end_feel: Prose | None = None
    normal: Prose


class TriggerPoint(Sourced):
    """A place from which pain is said to be referred; the concept is contested."""

    where: Prose
    at: float | None = Field(None, ge=0, le=1)
    """Fraction along the muscle from origin to insertion."""
    refers_to: tuple[to("zone"), ...]
    spills_to: tuple[to("zone"), ...] = ()
    text: Prose


class Part(Frozen):
    """A head or fibre group; what is not written here is as in the whole muscle."""

    title: str
    origin: tuple[Attachment, ...] = ()
    insertion: tuple[Attachment, ...] = ()
    nerve: tuple[NerveSupply, ...] = ()
    actions: tuple[Action, ...] = ()
    palpation: tuple[PalpationStep, ...] = ()
    strength_test: Maybe[ManualTest] | None = None
    length_test: Maybe[ManualTest] | None = None
    note: Prose | None = None
    codes: Any = None


class Muscle(Entry):
    """A muscle with its parts, where it is fixed, what moves it and what it moves."""

    kind: ClassVar[str] = "muscle"
    region: tuple[to("region"), ...] = Field(min_length=1)
    latin: str | None = None
    etymology: Prose | None = None
    layer: word("layers")
    compartment: Prose | None = None
    parts: dict[str, Part] = Field(default_factory=dict)
    origin: tuple[Attachment, ...] = ()
    insertion: tuple[Attachment, ...] = ()
    course: Prose | None = None
    nerve: tuple[NerveSupply, ...] = ()
    nerve_entry: Prose | None = None
    artery: tuple[to("vessel"), ...] = ()
    actions: tuple[Action, ...] = ()
    reverse_action: Prose | None = None
    stabiliser_role: Prose | None = None
    architecture: tuple[Claim, ...] = ()
    relations: tuple[Prose, ...] = ()
    variants: tuple[Claim, ...] = ()
    palpation: tuple[PalpationStep, ...] = ()
    surface_anatomy: Prose | None = None
    length_test: Maybe[ManualTest]
    strength_test: Maybe[ManualTest]
    trigger_points: Maybe[tuple[TriggerPoint, ...]]
    when_short_or_weak: tuple[Claim, ...] = ()
    stretches: tuple[to("exercise"), ...] = ()
    strengthening: tuple[to("exercise"), ...] = ()
    danger_zones: Maybe[tuple[NoGo, ...]]
    clinical_notes: tuple[Claim, ...] = ()
    development: Prose | None = None
    scene: tuple[Scene, ...] = ()


class Bone(Entry):
    """A bone and what can be felt of it."""

    kind: ClassVar[str] = "bone"
    features: tuple[Prose, ...] = ()
    palpation: tuple[PalpationStep, ...] = ()
    clinical_notes: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


class Place(Frozen):
    """Where on its bone a landmark lies, said so that it holds on any body.

    Fractions run over the bone's own bounding box in anatomical position along [right, posterior, superior].
    """

    bone: to("bone", "vertebra") | None = None
    near: tuple[float, float, float] | None = None
    extreme: str | tuple[str, ...] | None = None
    within: dict[str, tuple[float, float]] = Field(default_factory=dict)
    through: tuple[Any, ...] = ()
    on: to("landmark") | None = None
    at: float | None = None


class Landmark(Entry):
    """A named point, line or area on a bone, and how the hand finds it."""

    kind: ClassVar[str] = "landmark"
    bone: to("bone", "vertebra")
    shape: Annotated[str, Field(pattern="^(point|curve|area)$")]
    place: Place
    find: Prose
    palpable: Truth = True
    error: tuple[Claim, ...] = ()
    """How often hands get it wrong."""


class Motion(Sourced):
    """One motion of a joint with its normal range in degrees."""

    motion: word("motions")
    deg: NumberRange | None = None
    end_feel: word("end-feels") | None = None
    note: Prose | None = None


class Joint(Entry):
    """A joint: its bones, motions, end feel and capsular pattern."""

    kind: ClassVar[str] = "joint"
    type: str
    bones: Annotated[tuple[to("bone", "vertebra"), ...], Field(min_length=1)]
    motions: Maybe[tuple[Motion, ...]]
    capsular_pattern: Maybe[Prose]
    close_packed: Maybe[Prose]
    open_packed: Maybe[Prose]
    ligaments: tuple[to("ligament"), ...] = ()
    clinical_notes: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


class Nerve(Entry):
    """A nerve: roots, course, sensory area, where it gets caught. What it supplies is computed."""

    kind: ClassVar[str] = "nerve"
    roots: Maybe[tuple[to("root"), ...]]
    plexus: to("plexus") | None = None
    course: Prose
    sensory_area: Maybe[Prose]
    entrapment: Maybe[tuple[Claim, ...]]
    scene: tuple[Scene, ...] = ()


class Plexus(Entry):
    """A net of roots from which nerves leave."""

    kind: ClassVar[str] = "plexus"
    roots: Annotated[tuple[to("root"), ...], Field(min_length=2)]
    course: Prose
    clinical_notes: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


class Ligament(Entry):
    """A ligament, fascia or bursa."""

    kind: ClassVar[str] = "ligament"
    tissue: Annotated[str, Field(pattern="^(ligament|fascia|bursa|tendon|membrane)$")]
    attaches: Maybe[tuple[Bony, ...]]
    course: Prose
    resists: Prose | None = None
    clinical_notes: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


class Vessel(Entry):
    """An artery or vein that therapists must know of."""

    kind: ClassVar[str] = "vessel"
    course: Prose
    beware: Maybe[tuple[Claim, ...]]
    scene: tuple[Scene, ...] = ()


class Organ(Entry):
    """An organ as a no-go volume: where it lies under the hand."""

    kind: ClassVar[str] = "organ"
    surface: Prose
    beware: Annotated[tuple[Claim, ...], Field(min_length=1)]
    scene: tuple[Scene, ...] = ()


class Zone(Entry):
    """A named area of skin, for pain maps and referral."""

    kind: ClassVar[str] = "zone"
    region: tuple[to("region"), ...] = Field(min_length=1)
    bounds: Prose
    """Its borders in words, by landmarks."""
    aspect: Annotated[str, Field(pattern="^(front|back|side|top|sole|inner)$")]


__all__ = [
    "Absent",
    "Bone",
    "Joint",
    "Landmark",
    "Ligament",
    "Muscle",
    "Nerve",
    "Organ",
    "Part",
    "Plexus",
    "Vessel",
    "Zone",
]
