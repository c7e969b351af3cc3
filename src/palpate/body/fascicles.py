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
class Band:
    """Neighbouring fascicles (each (K, 3) mm) from border to border, and the profile of the sheet they span.

    `thick` weighs the thickness at each fascicle.
    """

    paths_mm: tuple[np.ndarray, ...]
    thick: tuple[float, ...]
    profile: Profile


@dataclass(frozen=True)
class Part:
    """One head or part of a muscle: its node id, the bands that fuse into it and the volume it should have.

    Parts of a higher `layer` lie over those of a lower one; parts of one layer lie side by side. The bands of
    a `serial` part (intercostals, rotatores) may lie apart.
    """

    node: str
    bands: tuple[Band, ...]
    volume_cm3: float
    layer: int = 0
    serial: bool = False

    def ends_mm(self) -> np.ndarray:
        """The attachment points (2 * fascicles, 3)."""
        return np.array([end for band in self.bands for path in band.paths_mm for end in (path[0], path[-1])])


def parts_of(
    muscle: str, record: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]
) -> list[Part]:
    """The parts of a muscle record; a muscle without parts is one part that carries the muscle's own id.

    A part takes its `share` of `volume_cm3`; parts without shares divide what is left evenly.
    """
    volume_cm3 = float(record["volume_cm3"])
    if "parts" not in record:
        return [Part(muscle, bands_of(record, bones, landmarks), volume_cm3, 0, record.get("serial", False))]
    shares = _shares(record["parts"])
    return [
        Part(
            f"{muscle}.{name}",
            bands_of(part, bones, landmarks),
            volume_cm3 * shares[name],
            part.get("layer", 0),
            part.get("serial", False),
        )
        for name, part in record["parts"].items()
    ]


def _shares(parts: Mapping[str, Record]) -> dict[str, float]:
    named = {name: float(part["share"]) for name, part in parts.items() if "share" in part}
    rest = (1.0 - sum(named.values())) / max(len(parts) - len(named), 1)
    return {name: named.get(name, rest) for name in parts}


def bands_of(part: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> tuple[Band, ...]:
    """The bands of a part: those under `bands`, each with its changes to the profile, or the part itself."""
    shared = part.get("profile", {})
    bands = part.get("bands", [part])
    made = [_band(band, shared | band.get("profile", {}), bones, landmarks) for band in bands]
    return tuple(one for band in made for one in (_bundles(band) if band.profile.bundles else [band]))


def _bundles(band: Band) -> list[Band]:
    """Every fascicle of a band as a band of its own."""
    return [
        Band((path,), (thick,), band.profile) for path, thick in zip(band.paths_mm, band.thick, strict=True)
    ]


def _band(band: Record, shape: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> Band:
    paths = tuple(path(fascicle, bones, landmarks) for fascicle in band["fascicles"])
    thick = tuple(float(fascicle.get("thick", 1.0)) for fascicle in band["fascicles"])
    return Band(paths, thick, profile(shape))


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

    Beyond the places of landmarks it knows `between: [place, place]` with `at`, `out_mm` (off the bone, along
    the normal of its surface there) and `shift_mm` (by direction words), for via points in soft tissue.
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
    shifts = [float(mm) * direction(word) for word, mm in place.get("shift_mm", {}).items()]
    return spot + sum(shifts, np.zeros(3))


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
