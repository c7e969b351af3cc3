"""From atlas and body to scenes with their posters and files: the part of rendering that takes time.

What works on meshes is imported where it is called: who draws nothing need not wait for its libraries.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .bodies import Body, body_before, made_body
from .body.progress import Progress
from .linking import Atlas
from .scenes import scenes_of
from .scenes.whole_body import ID as WHOLE_BODY
from .scenes.whole_body import pictured, whole_body

if TYPE_CHECKING:
    from .body.bake import Baked

Scene = dict[str, Any]
POSTER = {"width": 960, "height": 720}
POSTERS = ".cache/posters"


@dataclass(frozen=True)
class Pictures:
    """The scenes of all entries by entry id, and the files that they need by path in the site."""

    scenes: Mapping[str, list[Scene]] = field(default_factory=dict)
    files: Mapping[str, bytes | Path] = field(default_factory=dict)
    body: Body | None = None
    stale: bool = False
    """Whether the body is an older one than the records and landmarks ask for."""
    waiting: bool = False
    """Whether there is more to show once the body and its pictures are made."""


NO_PICTURES = Pictures()

Draw = Callable[[Atlas, Pictures, frozenset[str]], Pictures]
"""How a generation comes by its pictures: from the atlas, the pictures before, and the ids of what is new
since."""


def undrawn(atlas: Atlas, before: Pictures, fresh: frozenset[str]) -> Pictures:
    """No pictures at all."""
    return NO_PICTURES


def drawn_whole(root: Path, progress: Progress, limit: int | None = None) -> Draw:
    """Bakes the body and renders the posters, what is cached not again; `limit` renders at most so many, for
    tests."""
    from .body.gallery import posters

    def draw(atlas: Atlas, before: Pictures, fresh: frozenset[str]) -> Pictures:
        if not atlas.records:
            return NO_PICTURES
        body = made_body(root, progress)
        return pictures(
            atlas,
            body,
            lambda scenes: posters(scenes[:limit], body.baked, root / POSTERS, progress),
            before,
            fresh,
        )

    return draw


def drawn_before(root: Path) -> Draw:
    """Takes the body and the posters that lie in the cache and makes nothing; an older body stands in for a
    new one."""
    from .body.gallery import posters_before

    def draw(atlas: Atlas, before: Pictures, fresh: frozenset[str]) -> Pictures:
        if not atlas.records:
            return NO_PICTURES
        new = (
            body_before(root) if before.body is None or before.stale or _moved(atlas, fresh) else before.body
        )
        body = new or before.body
        if body is None:
            return Pictures(stale=True, waiting=True)
        made = pictures(
            atlas, body, lambda scenes: posters_before(scenes, body.baked, root / POSTERS), before, fresh
        )
        return replace(made, stale=new is None, waiting=made.waiting or new is None)

    return draw


def _moved(atlas: Atlas, fresh: frozenset[str]) -> bool:
    """Whether a landmark is new, or all is, as after a change of a record."""
    return len(fresh) == len(atlas.entries) or any(atlas.entries[id].entry.kind == "landmark" for id in fresh)


def pictures(
    atlas: Atlas,
    body: Body,
    find: Callable[[list[Scene]], Mapping[str, Path]],
    before: Pictures = NO_PICTURES,
    fresh: frozenset[str] = frozenset(),
) -> Pictures:
    """The scenes of all entries with the posters that `find` finds: that of the first scene of each page.

    Of the same body, scenes of entries that are not `fresh` are taken from `before`; a poster is looked
    for again.
    """
    same = before.body == body
    new = {
        id: [_placed(scene, body.points, atlas) for scene in scenes_of(filed.entry, atlas, body.baked.index)]
        for id, filed in atlas.entries.items()
        if id in fresh or not same
    }
    if fresh or not same:
        new[WHOLE_BODY] = _whole(atlas, body)
    ids = (*atlas.entries, WHOLE_BODY)
    scenes = {id: made for id in ids if (made := new.get(id, before.scenes.get(id)))}
    bare = {id: made for id, made in scenes.items() if id in new or not made[0]["poster"]}
    found = find([pictured(made[0]) for made in bare.values()]) if bare else {}
    changed = {
        id: [_with_poster(scene, found) for scene in made]
        for id, made in bare.items()
        if id in new or made[0]["id"] in found
    }
    if same and not changed and len(scenes) == len(before.scenes):
        return replace(before, waiting=bool(bare))
    files = _files(scenes | changed, changed, body.baked, found, before)
    return Pictures(scenes | changed, files, body, waiting=len(found) < len(bare))


def _whole(atlas: Atlas, body: Body) -> list[Scene]:
    """The scene of the whole body, where it was made in packs."""
    return [whole_body(atlas, body.baked.index, body.baked.packs)] if body.baked.packs else []


def _placed(scene: Scene, points: Mapping[str, Any], atlas: Atlas) -> Scene:
    """The scene with the places of its landmarks, in glTF metres; the page's own landmark is marked in the
    picture."""
    ids = dict.fromkeys(id for id in scene.pop("landmark_ids") if id in points)
    scene["landmarks"] = [
        {
            "id": id,
            "name": atlas.entries[id].entry.title,
            "at": [round(float(v), 4) for v in points[id]],
            **({"mark": True} if id == scene["id"] else {}),
        }
        for id in ids
        if id in atlas.entries
    ]
    return scene


def _with_poster(scene: Scene, found: Mapping[str, Path]) -> Scene:
    path = found.get(scene["id"])
    name = f"{scene['id']}.{path.stem[:8]}.webp" if path else None
    return scene | {"poster": {"file": name, **POSTER, "alt": _alt(scene)} if name else None}


def _alt(scene: Scene) -> str:
    """The picture in one or two sentences; all that it shows stands in the list below it."""
    return " ".join(line for line in scene["text"] if not line.startswith(("Ghosted", "Shown")))[:300]


def _files(
    scenes: Mapping[str, list[Scene]],
    changed: Mapping[str, list[Scene]],
    baked: Baked,
    found: Mapping[str, Path],
    before: Pictures,
) -> dict[str, bytes | Path]:
    files: dict[str, bytes | Path] = dict(baked.files)
    for id, made in scenes.items():
        for scene in made:
            poster, data = (
                f"assets/posters/{(scene['poster'] or {}).get('file')}",
                f"assets/scenes/{scene['id']}.json",
            )
            if scene["poster"]:
                files[poster] = found[scene["id"]] if id in changed else before.files[poster]
            files[data] = _json(scene) if id in changed else before.files[data]
    return files


def _json(scene: Scene) -> bytes:
    return json.dumps(scene, ensure_ascii=False, separators=(",", ":")).encode()
