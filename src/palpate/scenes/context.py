"""The bones that stand around each region in a picture, so that the eye knows where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Entry
from .casting import Cast, Index


def _levels(letter: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"vertebra-{letter}{number}" for number in range(first, last + 1))


def _ribs(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"rib-{number}" for number in range(first, last + 1))


NECK = _levels("c", 1, 7)
THORAX = (
    *_levels("t", 1, 12),
    *_ribs(1, 12),
    "sternum",
    *(f"costal-cartilage-{number}" for number in range(1, 11)),
)
LUMBAR = _levels("l", 1, 5)
PELVIS = ("hip-bone", "sacrum", "coccyx")
FOREARM = ("radius", "ulna")
CARPUS = ("scaphoid", "lunate", "triquetrum", "pisiform", "trapezium", "trapezoid", "capitate", "hamate")
TARSUS = (
    "talus",
    "calcaneus",
    "navicular",
    "cuboid",
    "medial-cuneiform",
    "intermediate-cuneiform",
    "lateral-cuneiform",
)


def _rays(long_bone: str, place: str) -> tuple[str, ...]:
    """The long bones of hand or foot and the phalanges, of which the first ray has no middle one."""
    phalanges = [
        f"{row}-phalanx-{place}-{ray}"
        for row in ("proximal", "middle", "distal")
        for ray in range(1, 6)
        if (row, ray) != ("middle", 1)
    ]
    return (*(f"{long_bone}-{ray}" for ray in range(1, 6)), *phalanges)


CONTEXT: dict[str, tuple[str, ...]] = {
    "head": ("skull", "mandible", "hyoid", *NECK),
    "jaw": ("skull", "mandible", "hyoid", *NECK),
    "neck": (
        "skull",
        "mandible",
        "hyoid",
        *NECK,
        *_levels("t", 1, 4),
        *_ribs(1, 3),
        "clavicle",
        "scapula",
        "sternum",
    ),
    "thorax": (*THORAX, *_levels("c", 5, 7), *_levels("l", 1, 2), "clavicle", "scapula"),
    "lumbar": (*LUMBAR, *_levels("t", 9, 12), *_ribs(9, 12), *PELVIS),
    "abdomen": (*LUMBAR, *_levels("t", 9, 12), *_ribs(6, 12), "sternum", *PELVIS),
    "pelvis": (*_levels("l", 3, 5), *PELVIS, "femur"),
    "shoulder": (
        *_levels("c", 5, 7),
        *_levels("t", 1, 8),
        *_ribs(1, 8),
        "sternum",
        "clavicle",
        "scapula",
        "humerus",
    ),
    "elbow": ("humerus", *FOREARM),
    "hand": (*FOREARM, *CARPUS, *_rays("metacarpal", "hand")),
    "hip": (*_levels("l", 4, 5), *PELVIS, "femur"),
    "knee": ("femur", "patella", "tibia", "fibula"),
    "leg": ("femur", "patella", "tibia", "fibula", *TARSUS),
    "foot": ("tibia", "fibula", *TARSUS, *_rays("metatarsal", "foot")),
}
"""Region to the structures that are ghosted around what its entries show; the body draws those it has."""

FRONT = ("abdomen", "knee", "hand", "elbow")
"""Regions that are first looked at from the front."""


def context_of(entry: Entry, index: Index) -> Iterator[Cast]:
    """The bones of the entry's regions, ghosted, so that the eye knows where it is."""
    seen: set[str] = set()
    regions = [ref.id for ref in entry.region] or [
        entry.id if entry.kind == "region" else index.get(entry.id, {}).get("region", "")
    ]
    for region in regions[:2]:
        for id in CONTEXT.get(region, ()):
            if id in index and id not in seen:
                seen.add(id)
                yield Cast(id, "ghost", ("right", "left"))


def besides(cast: Iterable[Cast], context: Iterable[Cast]) -> Iterator[Cast]:
    """The context without what is shown already: of a bone shown on one side, the other side stays."""
    shown: dict[str, set[str]] = {}
    for one in cast:
        shown.setdefault(one.structure, set()).update(one.sides)
    for one in context:
        sides = tuple(side for side in one.sides if side not in shown.get(one.id, ()))
        if sides == one.sides or (sides and one.id in shown):
            yield Cast(one.id, one.role, sides)
