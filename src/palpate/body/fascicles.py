"""From a muscle's authored record to the fascicles of its parts, in millimetres of the body frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy.spatial import cKDTree

from palpate.body.mesh import Mesh
from palpate.body.places import DIRECTIONS, locate, resolve
from palpate.body.records import Record
from palpate.body.sheets import Profile

WORDS = DIRECTIONS | {"lateral": DIRECTIONS["right"], "medial": DIRECTIONS["left"]}
"""Direction words of a right-sided structure as LPS unit vectors."""


@dataclass(frozen=True)
class Part:
    """One head or part of a muscle: its fascicles (each (K, 3) mm) from border to border, and its profile.

    `thick` weighs the thickness at each fascicle; `volume_cm3` is the part's own target.
    """

    node: str
    paths_mm: tuple[np.ndarray, ...]
    thick: tuple[float, ...]
    profile: Profile
    volume_cm3: float

    def ends_mm(self) -> np.ndarray:
        """The attachment points (2 * fascicles, 3): all `from` ends, then all `to` ends."""
        return np.array([p[0] for p in self.paths_mm] + [p[-1] for p in self.paths_mm])


def parts_of(muscle: str, record: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> list[Part]:
    """The parts of a muscle record; a muscle without parts is one part that carries the muscle's own id.

    A part takes its `share` of `volume_cm3`; parts without shares divide what is left evenly.
    """
    if "fascicles" in record:
        return [_part(muscle, record, float(record["volume_cm3"]), bones, landmarks)]
    shares = _shares(record["parts"])
    return [
        _part(f"{muscle}.{name}", part, float(record["volume_cm3"]) * shares[name], bones, landmarks)
        for name, part in record["parts"].items()
    ]


def _shares(parts: Record) -> dict[str, float]:
    named = {name: float(part["share"]) for name, part in parts.items() if "share" in part}
    rest = (1.0 - sum(named.values())) / max(len(parts) - len(named), 1)
    return {name: named.get(name, rest) for name in parts}


def _part(node: str, record: Record, volume_cm3: float, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> Part:
    fascicles = record["fascicles"]
    paths = tuple(path(fascicle, bones, landmarks) for fascicle in fascicles)
    thick = tuple(float(fascicle.get("thick", 1.0)) for fascicle in fascicles)
    return Part(node, paths, thick, profile(record.get("profile", {})), volume_cm3)


def path(fascicle: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> np.ndarray:
    """One fascicle (K, 3): from its origin over its via points to its insertion."""
    places = [fascicle["from"], *fascicle.get("via", ()), fascicle["to"]]
    return np.array([point(place, bones, landmarks) for place in places])


def profile(record: Record) -> Profile:
    """The profile of a part; `faces` is written as one or more words of direction."""
    known = {f.name for f in fields(Profile)}
    given = {key: value for key, value in record.items() if key in known and key != "faces"}
    faces = direction(record["faces"]) if "faces" in record else np.zeros(3)
    return Profile(**given, faces=faces)


def direction(words: str | Sequence[str]) -> np.ndarray:
    """The unit vector of a direction word, or of the sum of several."""
    total = np.sum([WORDS[word] for word in ([words] if isinstance(words, str) else words)], axis=0)
    return total / np.linalg.norm(total)


def point(place: str | Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> np.ndarray:
    """One point (3,) for a place of a fascicle: a landmark's id, or a place with its bone.

    Beyond the places of landmarks it knows `between: [place, place]` with `at`, `out_mm` (off the bone, along the
    normal of its surface there) and `shift_mm` (by direction words), for via points that lie in soft tissue.
    """
    if isinstance(place, str):
        return _centre(locate(place, bones, landmarks))
    if "between" in place:
        start, end = (point(p, bones, landmarks) for p in place["between"])
        spot = start + (end - start) * float(place.get("at", 0.5))
    else:
        spot = _centre(resolve(place, bones, landmarks))
    if "out_mm" in place:
        spot = spot + float(place["out_mm"]) * _normal(bones[_bone(place, landmarks)], spot)
    return spot + sum((float(mm) * direction(word) for word, mm in place.get("shift_mm", {}).items()), np.zeros(3))


def _centre(found: np.ndarray) -> np.ndarray:
    return np.asarray(found, float).reshape(-1, 3).mean(axis=0)


def _bone(place: Record, landmarks: Mapping[str, Record]) -> str:
    return place["bone"] if "bone" in place else landmarks[place.get("on", place.get("landmark"))]["bone"]


def _normal(mesh: Mesh, spot: np.ndarray, reach_mm: float = 6.0) -> np.ndarray:
    """The outward direction of a bone's surface near a spot, the mean over the triangles within reach."""
    corners = mesh.triangles_mm
    weighted = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    tree = cKDTree(corners.mean(axis=1))
    close = tree.query_ball_point(spot, reach_mm) or [int(tree.query(spot)[1])]
    total = weighted[close].sum(axis=0)
    return total / np.linalg.norm(total)
