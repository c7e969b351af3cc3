"""From atlas and body to scenes with their posters and files: the part of rendering that takes time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .body.bake import Baked, bake
from .body.gallery import posters
from .body.places import PlaceError, locate
from .body.progress import Progress
from .body.records import read_landmarks, read_records
from .body.stopped import BakeError
from .linking import Atlas
from .scenes import scenes_of

Scene = dict[str, Any]
POSTER = {"width": 960, "height": 720}
BODY, LANDMARKS = "content/body", "content/anatomy/landmarks"


@dataclass(frozen=True)
class Pictures:
    """The scenes of all entries by entry id, and the files that they need by path in the site."""

    scenes: Mapping[str, list[Scene]] = field(default_factory=dict)
    files: Mapping[str, bytes | Path] = field(default_factory=dict)
    baked: Baked | None = None
    points: Mapping[str, list[float]] = field(default_factory=dict)


def pictures(root: Path, atlas: Atlas, progress: Progress, rendered: int | None = None, before: Pictures | None = None,
             fresh: frozenset[str] = frozenset()) -> Pictures:
    """Bake the body, make the scenes and render their posters; what is cached is not made again.

    `rendered` limits how many posters are rendered (the first of each page first): the rest of the scenes start
    without a picture. Scenes of entries that are not `fresh` are taken from `before`. No content/body means no
    pictures.
    """
    if not atlas.records:
        return Pictures()
    baked, points = _body(root, atlas, progress, before, fresh)
    old = before.scenes if before else {}
    changed = {id: [_placed(scene, points, atlas) for scene in scenes_of(filed.entry, atlas, baked.index)]
               for id, filed in atlas.entries.items() if id in fresh or id not in old}
    scenes = {id: made for id in atlas.entries if (made := changed.get(id) or old.get(id))}
    drawn = _rendered(changed, baked, root / ".cache" / "posters", progress, rendered)
    finished = {id: [_with_poster(scene, drawn) for scene in made] if id in changed else made for id, made in scenes.items()}
    return Pictures(finished, _files(finished, changed, baked, drawn, before), baked, points)


def _body(root: Path, atlas: Atlas, progress: Progress, before: Pictures | None, fresh: frozenset[str]) -> tuple[Baked, Mapping[str, list[float]]]:
    moved = any(atlas.entries[id].entry.kind == "landmark" for id in fresh if id in atlas.entries)
    if before and before.baked and not moved:
        return before.baked, before.points
    baked = baked_body(root, progress)
    return baked, landmark_points(baked, read_landmarks(root / LANDMARKS))


def baked_body(root: Path, progress: Progress) -> Baked:
    """The body of the repository's records, from the cache as far as it is there."""
    return bake(read_records(root / BODY), read_landmarks(root / LANDMARKS), root / ".cache" / "body", progress)


def landmark_points(baked: Baked, landmarks: Mapping[str, Any]) -> dict[str, list[float]]:
    """The place of each landmark whose bone is drawn, in glTF metres; of a curve or an area its middle."""
    drawn = {id: record for id, record in landmarks.items() if record.get("bone") in baked.index}
    bones = baked.meshes({record["bone"] for record in drawn.values()})
    return {id: _point(id, bones, landmarks) for id in drawn}


def _point(id: str, bones: Mapping[str, Any], landmarks: Mapping[str, Any]) -> list[float]:
    try:
        return _to_gltf(locate(id, bones, landmarks))
    except PlaceError as wrong:
        raise BakeError(f"landmark {id}: {wrong}") from wrong


def _to_gltf(point_mm: np.ndarray) -> list[float]:
    """LPS millimetres, a point or the points of a curve, to glTF metres (left, superior, anterior)."""
    x, y, z = np.atleast_2d(point_mm)[len(np.atleast_2d(point_mm)) // 2] / 1000
    return [float(x), float(z), float(-y)]


def _placed(scene: Scene, points: Mapping[str, Any], atlas: Atlas) -> Scene:
    """The scene with the places of its landmarks, in glTF metres; the page's own landmark is marked in the picture."""
    ids = dict.fromkeys(id for id in scene.pop("landmark_ids") if id in points)
    scene["landmarks"] = [{"id": id, "name": atlas.entries[id].entry.title, "at": [round(float(v), 4) for v in points[id]],
                           **({"mark": True} if id == scene["id"] else {})} for id in ids if id in atlas.entries]
    return scene


def _rendered(scenes: Mapping[str, list[Scene]], baked: Baked, cache: Path, progress: Progress, limit: int | None) -> dict[str, Path]:
    first = [made[0] for made in scenes.values() if made]
    wanted = first if limit is None else first[:limit]
    return posters(wanted, baked, cache, progress) if wanted else {}


def _with_poster(scene: Scene, drawn: Mapping[str, Path]) -> Scene:
    path = drawn.get(scene["id"])
    name = f"{scene['id']}.{path.stem[:8]}.webp" if path else None
    return scene | {"poster": {"file": name, **POSTER, "alt": _alt(scene)} if name else None}


def _alt(scene: Scene) -> str:
    """The picture in one or two sentences; all that it shows stands in the list below it."""
    return " ".join(line for line in scene["text"] if not line.startswith(("Ghosted", "Shown")))[:300]


def _files(scenes: Mapping[str, list[Scene]], changed: Mapping[str, list[Scene]], baked: Baked, drawn: Mapping[str, Path],
           before: Pictures | None) -> dict[str, bytes | Path]:
    files: dict[str, bytes | Path] = dict(baked.files)
    for id, made in scenes.items():
        for scene in made:
            poster, data = f"assets/posters/{(scene['poster'] or {}).get('file')}", f"assets/scenes/{scene['id']}.json"
            if scene["poster"]:
                files[poster] = drawn[scene["id"]] if id in changed else before.files[poster]
            files[data] = _json(scene) if id in changed else before.files[data]
    return files


def _json(scene: Scene) -> bytes:
    return json.dumps(scene, ensure_ascii=False, separators=(",", ":")).encode()
