"""The body of the repository: made or found in the cache, with the place of each landmark on it.

What works on meshes is imported where it is called: who draws nothing need not wait for its libraries.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from .body.progress import Progress
from .body.records import read_landmarks, read_records
from .body.stopped import BakeError
from .findings import Finding, Place
from .linking import Atlas
from .model.values import SLUG

if TYPE_CHECKING:
    import numpy as np

    from .body.bake import Baked
    from .body.survey import Survey
    from .body.timing import Times

BODY, LANDMARKS = "content/body", "content/anatomy/landmarks"
BODIES = ".cache/body"


@dataclass(frozen=True)
class Body:
    """The body made, the place of each landmark on it in glTF metres, and what was measured on it."""

    baked: Baked
    points: Mapping[str, list[float]] = field(default_factory=dict)
    chart: Mapping[str, Any] = field(default_factory=dict)
    """The body chart by view (body.chart), empty until it is made."""
    survey: Survey | None = None
    times: Times | None = None


def bake_finding(stopped: BakeError, atlas: Atlas) -> Finding:
    """What stops a bake as a finding, in the file of the record or landmark that it speaks of."""
    words = set(re.findall(SLUG, str(stopped)))
    places = [
        document.key_place((key,))
        for document in atlas.files.values()
        if document.folder.startswith("body")
        for key in document.value
        if key in words
    ]
    places += [
        filed.place() for id, filed in atlas.entries.items() if id in words and filed.entry.kind == "landmark"
    ]
    return Finding(places[0] if places else Place(BODY), "body", str(stopped), stopped.remedy.rstrip("."))


def made_body(root: Path, progress: Progress) -> Body:
    """The body of the repository with the places of its landmarks, from the cache as far as it is there."""
    return _with_measures(baked_body(root, progress), read_landmarks(root / LANDMARKS), root, True)


def body_before(root: Path) -> Body | None:
    """The body of the repository if it was made before and every landmark finds its place on it."""
    from .body.bake import baked_before

    landmarks = read_landmarks(root / LANDMARKS)
    baked = baked_before(read_records(root / BODY), landmarks, root / BODIES)
    try:
        return _with_measures(baked, landmarks, root) if baked else None
    except BakeError:
        return None


def _with_measures(baked: Baked, landmarks: Mapping[str, Any], root: Path, chart: bool = False) -> Body:
    """The body with its landmarks, its chart if it was made or `chart` is wanted, and what was measured
    before on just this state of it, if anything was."""
    from .body.chart import charted
    from .body.survey import survey_before
    from .body.timing import last_timed

    survey = survey_before(baked, read_records(root / BODY), landmarks, root / BODIES)
    seen = charted(baked, root / BODIES, make=chart)
    return Body(baked, landmark_points(baked, landmarks), seen, survey, last_timed(root / BODIES))


def measured_body(root: Path, progress: Progress, cold: bool = False) -> Body:
    """The body with everything measured; `cold` bakes it once more from nothing, to time that."""
    from .body.survey import surveyed
    from .body.timing import timed_cold

    records, landmarks = read_records(root / BODY), read_landmarks(root / LANDMARKS)
    if cold:
        timed_cold(records, landmarks, root / BODIES, progress)
    baked_body(root, progress)
    start = perf_counter()
    baked = baked_body(root, progress)
    surveyed(baked, records, landmarks, root / BODIES, perf_counter() - start, progress)
    return _with_measures(baked, landmarks, root)


def baked_body(root: Path, progress: Progress) -> Baked:
    """The body of the repository's records, from the cache as far as it is there."""
    from .body.bake import bake

    return bake(read_records(root / BODY), read_landmarks(root / LANDMARKS), root / BODIES, progress)


def landmark_points(baked: Baked, landmarks: Mapping[str, Any]) -> dict[str, list[float]]:
    """The place of each landmark whose bone is drawn, in glTF metres; of a curve or an area its middle."""
    drawn = {id: record for id, record in landmarks.items() if record.get("bone") in baked.index}
    bones = baked.meshes({record["bone"] for record in drawn.values()})
    return {id: _point(id, bones, landmarks) for id in drawn}


def _point(id: str, bones: Mapping[str, Any], landmarks: Mapping[str, Any]) -> list[float]:
    from .body.places import PlaceError, locate

    try:
        return _to_gltf(locate(id, bones, landmarks))
    except PlaceError as wrong:
        raise BakeError(f"landmark {id}: {wrong}") from wrong


def _to_gltf(point_mm: np.ndarray) -> list[float]:
    """LPS millimetres, a point or the points of a curve, to glTF metres (left, superior, anterior)."""
    points_mm = point_mm.reshape(-1, 3)
    x, y, z = points_mm[len(points_mm) // 2] / 1000
    return [float(x), float(z), float(-y)]
