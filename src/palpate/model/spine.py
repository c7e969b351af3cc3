"""The spine: vertebrae, motion segments, discs and roots, kept apart (vertebra C8 does not exist, root C8
does)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from .acts import PalpationStep, Scene
from .anatomy import Motion
from .base import Absent, Claim, Contested, Entry, Frozen, Maybe, Sourced
from .condition import RedFlag
from .values import Prose, to, word


class LevelLandmark(Sourced):
    """A palpable sign of a level, and how often hands get it right."""

    text: Prose
    landmark: to("landmark") | None = None
    error: Claim | None = None


class Vertebra(Entry):
    """A vertebra (sacrum and coccyx among them)."""

    kind: ClassVar[str] = "vertebra"
    region: tuple[to("region"), ...] = Field(min_length=1)
    landmark: Maybe[LevelLandmark]
    features: Annotated[tuple[Prose, ...], Field(min_length=1)]
    facets: Claim | None = None
    """Which way the joint surfaces face."""
    cord_level: Maybe[Claim]
    """Which segment of the cord lies behind it."""
    palpation: tuple[PalpationStep, ...] = ()
    organs_at_level: tuple[Prose, ...] = ()
    artery: Prose | None = None
    red_flags: Annotated[tuple[RedFlag, ...], Field(min_length=1)]
    variants: tuple[Claim, ...] = ()
    imaging_landmark: Prose | None = None
    scene: tuple[Scene, ...] = ()


class HerniationRoots(Sourced):
    """Which root a herniation of this disc takes, by zone."""

    paracentral: to("root") | None = None
    foraminal: to("root") | None = None
    note: Prose | None = None


class MotionSegment(Entry):
    """Two neighbouring vertebrae and all that joins them."""

    kind: ClassVar[str] = "motion-segment"
    region: tuple[to("region"), ...] = Field(min_length=1)
    upper: to("vertebra", "bone")
    lower: to("vertebra")
    disc: Maybe[to("disc")]
    root: to("root")
    """The root that leaves between the two."""
    rom: Annotated[tuple[Motion, ...], Field(min_length=1)]
    """Degrees per plane, each number with its source."""
    coupling: Maybe[Claim]
    facet_orientation: Claim | None = None
    ligaments: tuple[to("ligament"), ...] = ()
    herniation: Maybe[HerniationRoots]
    facet_referral: Maybe[Claim]
    disc_referral: Maybe[Claim]
    mobility_tests: Maybe[tuple[to("assessment"), ...]]
    instability_tests: Maybe[tuple[to("assessment"), ...]]
    red_flags: Annotated[tuple[RedFlag, ...], Field(min_length=1)]
    clinical_notes: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


class Disc(Entry):
    """An intervertebral disc."""

    kind: ClassVar[str] = "disc"
    segment: to("motion-segment")
    features: tuple[Prose, ...] = ()
    scene: tuple[Scene, ...] = ()


class Dermatome(Sourced):
    """The skin of a root, by a named map."""

    map: str
    area: Prose
    key_point: Prose | None = None
    zones: tuple[to("zone"), ...] = ()


class Myotome(Sourced):
    """The key movement and muscle of a root."""

    movement: Prose
    muscles: tuple[to("muscle"), ...] = ()
    test: Prose | None = None


class Reflex(Sourced):
    """A stretch reflex that tests a root."""

    name: str
    how: Prose


class ContestedClaim(Frozen):
    """A claim under a banner."""

    text: Prose
    contested: Contested


class Root(Entry):
    """A spinal nerve root and its segment of the cord."""

    kind: ClassVar[str] = "root"
    region: tuple[to("region"), ...] = Field(min_length=1)
    exit: Annotated[
        Prose, Field(description="Where it leaves the spine: between which vertebrae, above or below which.")
    ]
    exit_segment: Maybe[to("motion-segment")]
    cord_level: Maybe[Claim]
    dermatome: Maybe[Dermatome]
    myotome: Maybe[Myotome]
    reflex: Maybe[Reflex]
    plexus: to("plexus") | None = None
    sclerotome: ContestedClaim | None = None
    sympathetic: tuple[Claim, ...] = ()
    compression: tuple[Claim, ...] = ()
    """What is found when it is compressed."""
    neuro_tests: Maybe[tuple[to("assessment"), ...]]
    red_flags: Annotated[tuple[RedFlag, ...], Field(min_length=1)]
    variants: tuple[Claim, ...] = ()
    scene: tuple[Scene, ...] = ()


__all__ = ["Absent", "Disc", "MotionSegment", "Root", "Vertebra", "word"]
