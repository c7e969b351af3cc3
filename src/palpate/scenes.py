"""Scenes: what the picture of an entry shows, from what the entry says and, where it says nothing, from its
links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .body.camera import views_for
from .context import CONTEXT, FRONT
from .linking import Atlas, walk
from .model import Absent, Entry, Ref
from .model.acts import Scene
from .pages.address import page_of

Index = Mapping[str, Mapping[str, Any]]
"""The body index: structure id to name, kind, side, file, bounds (see body/bake)."""

PRIMARY = ("highlight", "source", "compressed")
ROLE_WORDS = {
    "highlight": "highlighted",
    "source": "source of pain",
    "compressed": "compressed",
    "nogo": "keep off",
    "show": "shown",
    "ghost": "ghosted around it",
}
CONDITION_ROLES = {"source": "source", "compressed": "compressed", "inflamed": "source", "injured": "source"}
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
WITHOUT = ("factor", "outcome", "practice", "term")
"""Kinds that speak of no place on the body."""
Box = tuple[tuple[float, float, float], tuple[float, float, float]]
REACH = 0.1
"""Bones this share of the picture's size beyond its edge still belong to it."""
NEAR_M, JOINT_AIR_M = 0.02, 0.05
"""Bones of a joint whose boxes are this far apart still meet; air around the place where they do."""
AIR, LEAST_M = 0.3, 0.14
"""Air around what is highlighted, as a share of its size, and the least width of a picture in metres."""


@dataclass(frozen=True)
class Cast:
    """One structure in a scene: its node or structure id, its role and the sides on which it is shown."""

    id: str
    role: str
    sides: tuple[str, ...] = ("right",)


def scenes_of(entry: Entry, atlas: Atlas, index: Index) -> list[dict[str, Any]]:
    """The scenes of an entry without their posters; none where nothing of it can be drawn."""
    if entry.kind in WITHOUT:
        return []
    written = getattr(entry, "scene", ()) or (None,)
    made = [scene_of(entry, atlas, index, wish, number) for number, wish in enumerate(written)]
    made += [
        scene_of(entry, atlas, index, a.scene or Scene(), 0, a) for a in getattr(entry, "applications", ())
    ]
    return [scene for scene in made if scene]


def scene_of(
    entry: Entry, atlas: Atlas, index: Index, wish: Scene | None, number: int, part: Any = None
) -> dict[str, Any] | None:
    """One scene as the viewer and the posters read it (glTF frame, metres)."""
    wish = wish or Scene()
    cast = drawable(list(_cast(part or entry, entry, atlas, wish)), index)
    primary = [one for one in cast if one.role in PRIMARY]
    context = list(_around(cast, _context(entry, index)))
    if cast:
        context = list(_in_sight(context, _framed(entry, primary or cast, index), index))
    shown = [*cast, *context]
    if not shown:
        return None
    id = _scene_id(entry, wish, number, part)
    title = getattr(part, "title", None) or entry.title
    structures = [line for one in shown for line in _lines(one, index, atlas)]
    return {
        "id": id,
        "body": wish.body,
        "title": title,
        "structures": structures,
        "views": views_for(
            _framed(entry, primary or cast or shown, index), _views(entry, wish, primary or cast, index)
        ),
        "landmarks": [],
        "landmark_ids": [ref.id for ref in (*wish.landmarks, *_landmarks(part or entry))],
        "text": _text(title, shown, index),
        "caption": wish.caption or wish.name or title,
        "credits": sorted(
            {f"{index[s['structure']]['source']} ({index[s['structure']]['licence']})." for s in structures}
        ),
        "faults": [*_not_drawn(part or entry, entry, atlas, index), *_faults(cast, index)],
    }


def _scene_id(entry: Entry, wish: Scene, number: int, part: Any) -> str:
    if part is not None:
        return f"{entry.id}.{part.id}"
    return entry.id if number == 0 else f"{entry.id}.{(wish.name or str(number)).lower().replace(' ', '-')}"


# --- who is in it -------------------------------------------------------------------------------------------


def _cast(subject: Any, entry: Entry, atlas: Atlas, wish: Scene) -> Iterator[Cast]:
    sides = SIDES[wish.side]
    wished = [(wish.highlight, "highlight"), (wish.show, "show"), (wish.ghost, "ghost"), (wish.no_go, "nogo")]
    if any(refs for refs, _ in wished[:2]):
        own = [(Ref((), entry.id), "highlight", sides)] if entry.kind in THIN else []
        named = [*own, *((ref, role, sides) for refs, role in wished for ref in refs)]
    else:
        named = [
            *_named(subject, entry, sides),
            *((ref, role, sides) for refs, role in wished[2:] for ref in refs),
        ]
    seen: set[str] = set()
    for ref, role, on in named:
        for id in structures_of(ref, atlas):
            if id not in seen:
                seen.add(id)
                yield Cast(id, _quieter(role, entry, atlas.get(ref.id)), on)


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


def _named(subject: Any, entry: Entry, sides: tuple[str, ...]) -> Iterator[tuple[Ref, str, tuple[str, ...]]]:
    """What an entry (or an application of it) is about, most important first, with roles."""
    if subject is entry:
        yield Ref((), entry.id), "highlight", sides
    for name, role in (
        ("target", "highlight"),
        ("targets", "highlight"),
        ("primary", "highlight"),
        ("disc", "highlight"),
        ("segment", "show"),
        ("bones", "highlight"),
        ("bone", "show"),
        ("upper", "show"),
        ("lower", "show"),
        ("exit_segment", "ghost"),
        ("root", "show"),
        ("roots", "show"),
        ("plexus", "show"),
        ("attaches", "show"),
        ("secondary", "show"),
    ):
        for ref in _refs(getattr(subject, name, None)):
            yield ref, role, sides
    for one in getattr(subject, "structures_stressed", ()):
        yield one.structure, "highlight", sides
    yield from _affected(_given(getattr(subject, "structures", ())))
    for attachment in (
        *getattr(subject, "origin", ()),
        *getattr(subject, "insertion", ()),
        *_of_parts(subject),
    ):
        yield from ((ref, "show", sides) for ref in attachment.on)
    for name in ("no_go", "no_go_structures", "danger_zones"):
        yield from ((one.structure, "nogo", sides) for one in _given(getattr(subject, name, ())))


def _affected(named: tuple) -> Iterator[tuple[Ref, str, tuple[str, ...]]]:
    """What a condition names; where something is pressed, bones and segments are veils and do not hide it."""
    pressed = any(one.role.word == "compressed" for one in named)
    for one in named:
        hides = pressed and one.structure.id.startswith(HIDING)
        role = "ghost" if hides else CONDITION_ROLES.get(one.role.word, "highlight")
        yield one.structure, role, SIDES[one.side]


def _of_parts(subject: Any) -> Iterator[Any]:
    for part in getattr(subject, "parts", {}).values():
        yield from (*part.origin, *part.insertion)


def _refs(value: Any) -> tuple[Ref, ...]:
    return (value,) if isinstance(value, Ref) else tuple(v for v in _given(value) if isinstance(v, Ref))


def _given(value: Any) -> tuple:
    return (
        ()
        if value is None or isinstance(value, Absent)
        else tuple(value)
        if isinstance(value, (tuple, list))
        else ()
    )


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


def drawable(cast: list[Cast], index: Index) -> list[Cast]:
    """Those of the cast that the body has; of a muscle of which one part is meant, the other parts are shown
    too."""
    found: list[Cast] = []
    for one in cast:
        whole, _, part = one.id.partition(".")
        nodes = index.get(whole, {}).get("nodes", ())
        if part and one.id in nodes:
            found.append(one)
            others = (Cast(node, "ghost", one.sides) for node in nodes if node not in {c.id for c in cast})
            found += [other for other in others if other.id not in {c.id for c in found}]
        elif whole in index and whole not in {c.id for c in found}:
            found.append(Cast(whole, one.role, one.sides))
    return found


def _context(entry: Entry, index: Index) -> Iterator[Cast]:
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


def _around(cast: list[Cast], context: Iterable[Cast]) -> Iterator[Cast]:
    """The context without what is shown already: of a bone shown on one side, the other side stays."""
    shown: dict[str, set[str]] = {}
    for one in cast:
        shown.setdefault(one.id.partition(".")[0], set()).update(one.sides)
    for one in context:
        sides = tuple(side for side in one.sides if side not in shown.get(one.id, ()))
        if sides == one.sides or (sides and one.id in shown):
            yield Cast(one.id, one.role, sides)


def _in_sight(context: Iterable[Cast], box: list[list[float]], index: Index) -> Iterator[Cast]:
    """Those of the context that reach into the picture, so that a page loads no bone that nobody sees."""
    reach = [REACH * (high - low) for low, high in zip(*box, strict=True)]
    for one in context:
        sides = tuple(side for side in one.sides if _meet(_box(index[one.id], side), box, reach))
        if sides:
            yield Cast(one.id, one.role, sides)


def _meet(one: Box, box: list[list[float]], reach: list[float]) -> bool:
    return all(
        one[0][axis] <= box[1][axis] + reach[axis] and one[1][axis] >= box[0][axis] - reach[axis]
        for axis in range(3)
    )


def _box(line: Mapping[str, Any], side: str) -> Box:
    """The box of a structure in metres, mirrored for the left side."""
    (x0, y0, z0), (x1, y1, z1) = line["bounds"]
    mirrored = side == "left" and line["side"] != "midline"
    return ((-x1, y0, z0), (-x0, y1, z1)) if mirrored else ((x0, y0, z0), (x1, y1, z1))


# --- how it is seen -----------------------------------------------------------------------------------------


def _lines(one: Cast, index: Index, atlas: Atlas) -> Iterator[dict[str, Any]]:
    structure = one.id.partition(".")[0]
    line = index[structure]
    entry = atlas.get(structure)
    sides = ("midline",) if line["side"] == "midline" else one.sides
    for side in (
        sides if not (line["side"] == "midline" and one.role == "ghost" and one.sides == ("left",)) else ()
    ):
        yield {
            "id": one.id,
            "structure": structure,
            "name": _name(one.id, line, atlas),
            "side": side,
            "kind": line["kind"],
            "layer": line["layer"],
            "role": one.role,
            "file": line["file"],
            "bytes": line["bytes"],
            "page": page_of(entry.kind, entry.id) if entry else None,
        }


def _name(id: str, line: Mapping[str, Any], atlas: Atlas) -> str:
    structure, _, part = id.partition(".")
    entry = atlas.get(structure)
    name = entry.title if entry else line["name"][0].upper() + line["name"][1:]
    parts = getattr(entry, "parts", {})
    return f"{name}, {parts[part].title if part in parts else part.replace('-', ' ')}" if part else name


def _framed(entry: Entry, cast: list[Cast], index: Index) -> list[list[float]]:
    """The box that the picture is of: all that is shown, of a joint the place where its bones meet."""
    boxes = [_box(index[one.id.partition(".")[0]], one.sides[0]) for one in cast]
    if entry.kind != "joint" or len(boxes) < 2:
        return _frame(cast, index)
    low = [max(box[0][axis] for box in boxes) for axis in range(3)]
    high = [min(box[1][axis] for box in boxes) for axis in range(3)]
    if any(end - start < -NEAR_M for start, end in zip(low, high, strict=True)):
        return _frame(cast, index)
    return [
        [min(ends) - JOINT_AIR_M for ends in zip(low, high, strict=True)],
        [max(ends) + JOINT_AIR_M for ends in zip(low, high, strict=True)],
    ]


def _frame(cast: Iterable[Cast], index: Index) -> list[list[float]]:
    """The box of what is shown with some air, mirrored for the left side, in metres."""
    boxes = [_box(index[one.id.partition(".")[0]], side) for one in cast for side in one.sides]
    low = [min(box[0][axis] for box in boxes) for axis in range(3)]
    high = [max(box[1][axis] for box in boxes) for axis in range(3)]
    width = max(end - start for start, end in zip(low, high, strict=True))
    air = max(AIR * width, LEAST_M - width) / 2
    return [[value - air for value in low], [value + air for value in high]]


def _views(entry: Entry, wish: Scene, cast: list[Cast], index: Index) -> list[str]:
    """The named views, the first for the poster: as wished, else from the side where the structures lie."""
    rest = ["posterior", "anterior", "lateral-right", "oblique-posterior", "oblique", "superior"]
    first = [word.word for word in wish.views] or [_nearer_side(entry, cast, index)]
    return first + [name for name in rest if name not in first]


def _nearer_side(entry: Entry, cast: list[Cast], index: Index) -> str:
    middle = lambda id: sum(edge[2] for edge in index[id]["bounds"]) / 2  # noqa: E731
    if entry.kind == "bone" or any(ref.id in FRONT for ref in entry.region[:1]):
        return "oblique"
    spine = [middle(id) for id in index if id.startswith("vertebra-")]
    own = [middle(one.id.partition(".")[0]) for one in cast]
    behind = not own or not spine or sum(own) / len(own) < sum(spine) / len(spine) + 0.01
    return "posterior" if behind else "oblique"


def _landmarks(subject: Any) -> list[Ref]:
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


# --- in words -----------------------------------------------------------------------------------------------


def _text(title: str, cast: Iterable[Cast], index: Index) -> list[str]:
    """What the picture shows in sentences; the bones around come last."""
    groups: dict[str, list[str]] = {}
    for one in cast:
        groups.setdefault(one.role, []).append(index[one.id.partition(".")[0]]["name"])
    words = [
        f"{ROLE_WORDS[role].capitalize()}: {', '.join(dict.fromkeys(groups[role]))}."
        for role in ROLE_WORDS
        if role in groups
    ]
    return [f"{title}.", *words]


def _not_drawn(subject: Any, entry: Entry, atlas: Atlas, index: Index) -> list[str]:
    named = [
        id
        for ref, role, _ in _named(subject, entry, ())
        if role != "show"
        for id in structures_of(ref, atlas)[:1]
    ]
    about = ("muscle", "nerve", "root", "plexus", "ligament", "vessel", "organ", "disc", "vertebra", "bone")
    missing = [
        e.title
        for id in dict.fromkeys(named)
        if (e := atlas.get(id.partition(".")[0])) and e.kind in about and id.partition(".")[0] not in index
    ]
    return [f"Not drawn yet: {', '.join(missing)}."] if missing else []


def _faults(cast: Iterable[Cast], index: Index) -> list[str]:
    lines = (index[one.id.partition(".")[0]] for one in cast if one.role != "ghost")
    return [f"{line['name']}: {fault}" for line in lines for fault in line["faults"]]
