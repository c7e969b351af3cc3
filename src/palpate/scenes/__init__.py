"""Scenes: what the picture of an entry shows, from what the entry says and, where it says nothing, from its
links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..body.camera import views_for
from ..linking import Atlas
from ..model import Entry
from ..model.acts import Scene
from ..pages.address import page_of
from .areas import area_scenes, around_areas
from .casting import PRIMARY, Cast, Index, cast_of, landmarks_of
from .context import besides, context_of
from .framing import framed, in_sight, views_of
from .wording import credits_of, faults_of, lacks, name_of, text_of

WITHOUT = ("factor", "outcome", "practice", "term")
"""Kinds that speak of no place on the body."""


def scenes_of(entry: Entry, atlas: Atlas, index: Index) -> list[dict[str, Any]]:
    """The scenes of an entry without their posters; none where nothing of it can be drawn."""
    if entry.kind in WITHOUT:
        return []
    written = getattr(entry, "scene", ()) or (None,)
    made = [scene_of(entry, atlas, index, wish, number) for number, wish in enumerate(written)]
    made += [
        scene_of(entry, atlas, index, a.scene or Scene(), 0, a) for a in getattr(entry, "applications", ())
    ]
    for wish, cast in area_scenes(entry, index):
        context = list(_in_picture(entry, cast, around_areas(cast, index), index))
        made.append(_scene(entry, atlas, index, wish, len(written), cast, context))
    return [scene for scene in made if scene]


def scene_of(
    entry: Entry, atlas: Atlas, index: Index, wish: Scene | None, number: int, part: Any = None
) -> dict[str, Any] | None:
    """One scene as the viewer and the posters read it (glTF frame, metres)."""
    wish, subject = wish or Scene(), part or entry
    cast = cast_of(subject, entry, atlas, wish, index)
    context = _context(entry, cast, index)
    if not cast and not context:
        return None
    made = _scene(entry, atlas, index, wish, number, cast, context, part)
    landmarks = [ref.id for ref in (*wish.landmarks, *landmarks_of(subject))]
    return made | {
        "landmark_ids": landmarks,
        "faults": [*lacks(subject, entry, atlas, index), *faults_of(cast, index)],
    }


def _scene(
    entry: Entry,
    atlas: Atlas,
    index: Index,
    wish: Scene,
    number: int,
    cast: list[Cast],
    context: list[Cast],
    part: Any = None,
) -> dict[str, Any]:
    """A scene of those in the cast and of what stands around them."""
    shown, about = [*cast, *context], _about(cast)
    title = getattr(part, "title", None) or entry.title
    structures = [line for one in shown for line in _lines(one, index, atlas)]
    return {
        "id": _scene_id(entry, wish, number, part),
        "body": wish.body,
        "title": title,
        "structures": structures,
        "views": views_for(framed(entry, about or shown, index), views_of(entry, wish, about, index)),
        "landmarks": [],
        "landmark_ids": [],
        "text": text_of(title, shown, index),
        "caption": wish.caption or wish.name or title,
        "credits": credits_of((line["structure"] for line in structures), index),
        "faults": faults_of(cast, index),
    }


def _about(cast: list[Cast]) -> list[Cast]:
    """Those that the picture is framed around: what stands out in it, else all that it shows."""
    return [one for one in cast if one.role in PRIMARY] or cast


def _context(entry: Entry, cast: list[Cast], index: Index) -> list[Cast]:
    """The bones that stand around: all of the entry's regions, or those that reach into the picture."""
    around = besides(cast, context_of(entry, index))
    return list(_in_picture(entry, cast, around, index) if cast else around)


def _in_picture(entry: Entry, cast: list[Cast], around: Iterable[Cast], index: Index) -> Iterator[Cast]:
    return in_sight(around, framed(entry, _about(cast), index), index)


def _scene_id(entry: Entry, wish: Scene, number: int, part: Any) -> str:
    if part is not None:
        return f"{entry.id}.{part.id}"
    return entry.id if number == 0 else f"{entry.id}.{(wish.name or str(number)).lower().replace(' ', '-')}"


def _lines(one: Cast, index: Index, atlas: Atlas) -> Iterator[dict[str, Any]]:
    """A structure's line in the scene, once for each side on which it is shown."""
    line, entry = index[one.structure], atlas.get(one.structure)
    for side in _sides(one, line["side"]):
        yield {
            "id": one.id,
            "structure": one.structure,
            "name": name_of(one.id, line, atlas),
            "side": side,
            "kind": line["kind"],
            "layer": line["layer"],
            "role": one.role,
            "file": line["file"],
            "bytes": line["bytes"],
            "page": page_of(entry.kind, entry.id) if entry else None,
        }


def _sides(one: Cast, side: str) -> tuple[str, ...]:
    """What lies on the midline is there once, and not as the other side of something shown."""
    if side != "midline":
        return one.sides
    return () if one.role == "ghost" and one.sides == ("left",) else ("midline",)
