"""Who is in a scene: what an entry says is in it and, where it says nothing, what its links are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..linking import Atlas, walk
from ..model import Absent, Entry, Ref
from ..model.acts import Scene

Index = Mapping[str, Mapping[str, Any]]
"""The body index: structure id to name, kind, side, file, bounds (see body/bake)."""

Named = tuple[Ref, str, tuple[str, ...]]
"""A link, the role of what it stands for, and the sides on which that is shown."""

PRIMARY = ("highlight", "source", "compressed")
"""Roles of what a picture is about."""
CONDITION_ROLES = {"source": "source", "compressed": "compressed", "inflamed": "source", "injured": "source"}
FIELDS = {
    "target": "highlight",
    "targets": "highlight",
    "primary": "highlight",
    "disc": "highlight",
    "segment": "show",
    "bones": "highlight",
    "bone": "show",
    "upper": "show",
    "lower": "show",
    "exit_segment": "ghost",
    "root": "show",
    "roots": "show",
    "plexus": "show",
    "attaches": "show",
    "secondary": "show",
}
"""Fields whose links belong in the picture, most important first, with the role of each."""
THIN = ("nerve", "plexus", "root", "vessel")
THICK = ("muscle", "bone", "vertebra", "motion-segment", "region")
"""What kinds of entries are about fine strands, and what would hide them."""
HIDING = ("motion-", "vertebra-")
"""How the ids of what stands around a pressed nerve begin."""
SIDES = {
    "right": ("right",),
    "left": ("left",),
    "both": ("right", "left"),
    "same": ("right",),
    "opposite": ("left",),
    "midline": ("right", "left"),
}


@dataclass(frozen=True)
class Cast:
    """One structure in a scene: its node or structure id, its role and the sides on which it is shown."""

    id: str
    role: str
    sides: tuple[str, ...] = ("right",)

    @property
    def structure(self) -> str:
        """The id of the whole structure, of which `id` may name a part."""
        return self.id.partition(".")[0]


def cast_of(subject: Any, entry: Entry, atlas: Atlas, wish: Scene, index: Index) -> list[Cast]:
    """What the body has of those that an entry, or an application of it, wants in a scene."""
    return _drawable(list(_cast(_wanted(subject, entry, wish, index), entry, atlas)), index)


def _cast(wanted: list[Named], entry: Entry, atlas: Atlas) -> Iterator[Cast]:
    """The structures that links stand for, each once, in the role that is named first."""
    seen: set[str] = set()
    for ref, role, sides in wanted:
        for id in structures_of(ref, atlas):
            if id not in seen:
                seen.add(id)
                yield Cast(id, _quieter(role, entry, atlas.get(ref.id)), sides)


def _wanted(subject: Any, entry: Entry, wish: Scene, index: Index) -> list[Named]:
    """What a written scene shows or highlights stands for itself; without that, what the entry is about."""
    sides = SIDES[wish.side]
    shown = [*_each(wish.highlight, "highlight", sides), *_each(wish.show, "show", sides)]
    beside = [*_each(wish.ghost, "ghost", sides), *_each(wish.no_go, "nogo", sides)]
    if not shown:
        return [*named_by(subject, entry, sides), *beside]
    parts = any(ref.id == entry.id and ref.part for ref, _, _ in shown)
    itself = subject is entry and entry.id in index and not parts
    return [*_each([Ref((), entry.id)] if itself else (), "highlight", sides), *shown, *beside]


def _each(refs: Any, role: str, sides: tuple[str, ...]) -> list[Named]:
    return [(ref, role, sides) for ref in refs]


def _quieter(role: str, subject: Entry, named: Entry | None) -> str:
    """The role of what a link of an entry stands for.

    A spot on a bone is marked and does not light up the whole bone; muscles and bones are veils around a
    nerve or vessel that would vanish behind them.
    """
    if named is None or role not in ("highlight", "show"):
        return role
    if subject.kind in THIN and named.kind in THICK:
        return "ghost"
    return "show" if named.kind == "landmark" else role


def named_by(subject: Any, entry: Entry, sides: tuple[str, ...]) -> Iterator[Named]:
    """What an entry (or an application of it) is about, most important first."""
    if subject is entry:
        yield Ref((), entry.id), "highlight", sides
    for name, role in FIELDS.items():
        yield from _each(_refs(getattr(subject, name, None)), role, sides)
    for one in getattr(subject, "structures_stressed", ()):
        yield one.structure, "highlight", sides
    yield from _affected(_given(getattr(subject, "structures", ())))
    for attachment in _attachments(subject):
        yield from _each(attachment.on, "show", sides)
    for name in ("no_go", "no_go_structures", "danger_zones"):
        yield from ((one.structure, "nogo", sides) for one in _given(getattr(subject, name, ())))


def _affected(named: tuple) -> Iterator[Named]:
    """What a condition names; where something is pressed, bones and segments are veils and do not hide it."""
    pressed = any(one.role.word == "compressed" for one in named)
    for one in named:
        hides = pressed and one.structure.id.startswith(HIDING)
        role = "ghost" if hides else CONDITION_ROLES.get(one.role.word, "highlight")
        yield one.structure, role, SIDES[one.side]


def _attachments(subject: Any) -> Iterator[Any]:
    yield from (*getattr(subject, "origin", ()), *getattr(subject, "insertion", ()))
    for part in getattr(subject, "parts", {}).values():
        yield from (*part.origin, *part.insertion)


def _refs(value: Any) -> tuple[Ref, ...]:
    return (value,) if isinstance(value, Ref) else tuple(v for v in _given(value) if isinstance(v, Ref))


def _given(value: Any) -> tuple:
    if value is None or isinstance(value, Absent) or not isinstance(value, (tuple, list)):
        return ()
    return tuple(value)


def structures_of(ref: Ref, atlas: Atlas) -> list[str]:
    """The structures that a link stands for: itself, or the bones of a joint, the vertebrae and disc of a
    segment."""
    entry = atlas.get(ref.id)
    if entry is None or ref.planned:
        return [] if ref.planned else [str(ref)]
    if entry.kind == "motion-segment":
        return [entry.upper.id, entry.lower.id, *(r.id for r in _refs(entry.disc))]
    if entry.kind == "landmark":
        return [entry.bone.id]
    if entry.kind == "joint":
        return [bone.id for bone in entry.bones]
    return [str(ref)]


def _drawable(cast: list[Cast], index: Index) -> list[Cast]:
    """Those of the cast that the body has; of a muscle of which one part is meant, the other parts are shown
    too."""
    found: list[Cast] = []
    for one in cast:
        nodes = index.get(one.structure, {}).get("nodes", ())
        if one.id != one.structure and one.id in nodes:
            found.append(one)
            others = (Cast(node, "ghost", one.sides) for node in nodes if node not in {c.id for c in cast})
            found += [other for other in others if other.id not in {c.id for c in found}]
        elif one.structure in index and one.structure not in {c.id for c in found}:
            found.append(Cast(one.structure, one.role, one.sides))
    return found


def landmarks_of(subject: Any) -> list[Ref]:
    """The landmarks that an entry's palpation and contacts name."""
    fields = (
        getattr(subject, name, ()) for name in ("palpation", "landmarks", "contacts", "strokes", "force")
    )
    found = [
        value
        for field in fields
        for _, value in walk(field)
        if isinstance(value, Ref) and value.kinds == ("landmark",)
    ]
    return found + ([Ref(("landmark",), subject.id)] if getattr(subject, "kind", "") == "landmark" else [])
