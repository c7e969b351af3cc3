"""How landmarks lie on their bones: how far off the surface, how far their place was moved to reach it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from palpate.body.bake import Baked
from palpate.body.mesh import Mesh
from palpate.body.places import from_box, locate, nearest_point

Records = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Placing:
    """A landmark on its bone: how far off the surface it lies at worst, and how far from where its fractions
    of the bone's size would put it."""

    id: str
    bone: str
    off_mm: float
    moved_mm: float


def placings(landmarks: Records, baked: Baked) -> Iterator[Placing]:
    """Every landmark whose bone is drawn."""
    drawn = {id: entry for id, entry in landmarks.items() if entry.get("bone") in baked.index}
    bones = baked.meshes({entry["bone"] for entry in drawn.values()})
    for id, entry in drawn.items():
        mesh = bones[entry["bone"]]
        points = np.atleast_2d(locate(id, bones, landmarks))
        off = max(_gap_mm(point, mesh) for point in points)
        yield Placing(id, entry["bone"], round(off, 2), round(_moved_mm(entry["place"], mesh), 1))


def _moved_mm(place: Mapping[str, Any], mesh: Mesh) -> float:
    """The way from the place as said by fractions of the bone's box to the surface; 0 for other places."""
    stations = [place, *place.get("through", ())]
    said = [from_box(mesh, one["near"]) for one in stations if "near" in one and "bone" not in one]
    return max((_gap_mm(point, mesh) for point in said), default=0.0)


def _gap_mm(point_mm: np.ndarray, mesh: Mesh) -> float:
    return float(np.linalg.norm(nearest_point(mesh, point_mm) - point_mm))
