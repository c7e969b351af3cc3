"""How a scene is seen: what the picture is framed around, what of the surroundings reaches into it, and from
which side it is first looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..model import Entry
from ..model.acts import Scene
from .casting import Cast, Index
from .context import FRONT

Box = Sequence[Sequence[float]]
"""Lowest and highest corner in the glTF frame, metres."""

REACH = 0.1
"""Bones this share of the picture's size beyond its edge still belong to it."""
NEAR_M, JOINT_AIR_M = 0.02, 0.05
"""Bones of a joint whose boxes are this far apart still meet; air around the place where they do."""
AIR, LEAST_M = 0.3, 0.14
"""Air around what is highlighted, as a share of its size, and the least width of a picture in metres."""
ASPECTS = {
    "front": "anterior",
    "back": "posterior",
    "side": "lateral-right",
    "inner": "anterior",
    "top": "oblique",
    "sole": "inferior",
}
"""From where a zone is seen, by the aspect that its entry names."""
BEHIND_M = 0.01
"""How far before the middle of the spine a structure may lie and still be seen best from behind."""


def framed(entry: Entry, cast: Sequence[Cast], index: Index) -> Box:
    """The box that the picture is of: all that is shown, of a joint the place where its bones meet."""
    boxes = [_box(index[one.structure], one.sides[0]) for one in cast]
    if entry.kind != "joint" or len(boxes) < 2:
        return _around_all(cast, index)
    low = [max(box[0][axis] for box in boxes) for axis in range(3)]
    high = [min(box[1][axis] for box in boxes) for axis in range(3)]
    if any(end - start < -NEAR_M for start, end in zip(low, high, strict=True)):
        return _around_all(cast, index)
    return [
        [min(ends) - JOINT_AIR_M for ends in zip(low, high, strict=True)],
        [max(ends) + JOINT_AIR_M for ends in zip(low, high, strict=True)],
    ]


def _around_all(cast: Iterable[Cast], index: Index) -> Box:
    """The box of what is shown with some air, mirrored for the left side, in metres."""
    boxes = [_box(index[one.structure], side) for one in cast for side in one.sides]
    low = [min(box[0][axis] for box in boxes) for axis in range(3)]
    high = [max(box[1][axis] for box in boxes) for axis in range(3)]
    width = max(end - start for start, end in zip(low, high, strict=True))
    air = max(AIR * width, LEAST_M - width) / 2
    return [[value - air for value in low], [value + air for value in high]]


def in_sight(context: Iterable[Cast], box: Box, index: Index) -> Iterator[Cast]:
    """Those of the context that reach into the picture, so that a page loads no bone that nobody sees."""
    reach = [REACH * (high - low) for low, high in zip(*box, strict=True)]
    for one in context:
        sides = tuple(side for side in one.sides if _meet(_box(index[one.id], side), box, reach))
        if sides:
            yield Cast(one.id, one.role, sides)


def _meet(one: Box, box: Box, reach: Sequence[float]) -> bool:
    return all(
        one[0][axis] <= box[1][axis] + reach[axis] and one[1][axis] >= box[0][axis] - reach[axis]
        for axis in range(3)
    )


def _box(line: Mapping[str, Any], side: str) -> Box:
    """The box of a structure in metres, mirrored for the left side."""
    (x0, y0, z0), (x1, y1, z1) = line["bounds"]
    mirrored = side == "left" and line["side"] != "midline"
    return ((-x1, y0, z0), (-x0, y1, z1)) if mirrored else ((x0, y0, z0), (x1, y1, z1))


def views_of(entry: Entry, wish: Scene, cast: Sequence[Cast], index: Index) -> list[str]:
    """The named views, the first for the poster: as wished, else from the side where the structures lie."""
    rest = ["posterior", "anterior", "lateral-right", "oblique-posterior", "oblique", "superior"]
    first = [word.word for word in wish.views] or [_facing(entry) or _nearer_side(entry, cast, index)]
    return first + [name for name in rest if name not in first]


def _facing(entry: Entry) -> str | None:
    """The side on which a zone of the skin lies."""
    return ASPECTS.get(str(entry.aspect)) if entry.kind == "zone" else None


def _nearer_side(entry: Entry, cast: Sequence[Cast], index: Index) -> str:
    if entry.kind == "bone" or any(ref.id in FRONT for ref in entry.region[:1]):
        return "oblique"
    spine = [_middle_m(id, index) for id in index if id.startswith("vertebra-")]
    own = [_middle_m(one.structure, index) for one in cast]
    behind = not own or not spine or sum(own) / len(own) < sum(spine) / len(spine) + BEHIND_M
    return "posterior" if behind else "oblique"


def _middle_m(id: str, index: Index) -> float:
    """How far to the front the middle of a structure lies."""
    return sum(corner[2] for corner in index[id]["bounds"]) / 2
