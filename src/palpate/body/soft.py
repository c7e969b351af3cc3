"""What runs between the bones: cord, nerves, vessels, ligaments, fasciae and bursae, from their records.

A record holds `tubes` (`along` places with `radius_mm`), `ribbons` (`lines` of places with `thick_mm`) or
`lenses` (`between` two places with `size_mm`); all of one record are one structure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from palpate.body.fascicles import direction, point
from palpate.body.ground import Ground, cleared, ground_of
from palpate.body.lenses import lens
from palpate.body.mesh import Mesh, join
from palpate.body.places import said_of
from palpate.body.ribbons import ribbon
from palpate.body.tubes import smooth, tube

Record = Mapping[str, Any]

SHAPES = ("tubes", "ribbons", "lenses")
"""What a record can be made of."""

AIR_MM = 0.4
"""Between a tube and bone."""

SUNK = 0.4
"""Share of a ribbon's half thickness that may lie in bone, as ligaments grow out of it."""

SIDES = {0.0: 5, 1.3: 6, 2.2: 7, 3.5: 8, 6.0: 10}
"""How many sides a tube has that is at least so thick (radius in mm)."""


def build(
    records: Mapping[str, Record], bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]
) -> dict[str, Mesh]:
    """The mesh of every record that says a shape, by id, in LPS mm; `bones` are what lines keep out of."""
    ground = ground_of(bones.values())
    shaped = {
        structure: record
        for structure, record in records.items()
        if any(record.get(shape) for shape in SHAPES)
    }
    return {
        structure: said_of(structure, made, record, bones, landmarks, ground)
        for structure, record in shaped.items()
    }


def made(record: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record], ground: Ground) -> Mesh:
    """One structure: its tubes, ribbons and lenses together; a branch begins inside its trunk."""
    spots = partial(_spots, bones=bones, landmarks=landmarks)
    tubes = [_tube(one, spots, ground) for one in record.get("tubes", ())]
    ribbons = [_ribbon(one, spots, ground) for one in record.get("ribbons", ())]
    lenses = [_lens(one, spots) for one in record.get("lenses", ())]
    return join([*tubes, *ribbons, *lenses])


def centre_line(
    record: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record], ground: Ground
) -> tuple[np.ndarray, np.ndarray]:
    """The line (N, 3) of one tube of a record, clear of bone, and its radii (N,), in mm."""
    points = _spots(record["along"], bones, landmarks)
    return _line(record, points, ground)


def _line(record: Record, points: np.ndarray, ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    line, where = smooth(points)
    given = np.atleast_1d(np.asarray(record["radius_mm"], float))
    radii = np.interp(where / (len(points) - 1), np.linspace(0, 1, len(given)), given)
    return (line if record.get("through") else cleared(line, radii + AIR_MM, ground, ease=3.0)), radii


def _spots(places: Sequence[Any], bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> np.ndarray:
    return np.array([point(place, bones, landmarks) for place in places])


def _tube(record: Record, spots: Any, ground: Ground) -> Mesh:
    line, radii = _line(record, spots(record["along"]), ground)
    return tube(line, radii, max(sides for radius, sides in SIDES.items() if radii.max() >= radius))


def _ribbon(record: Record, spots: Any, ground: Ground) -> Mesh:
    lines = [spots(line) for line in record["lines"]]
    thick = np.broadcast_to(np.asarray(record["thick_mm"], float), len(lines))
    through = record.get("through", False)

    def clear(grid: np.ndarray, half: np.ndarray) -> np.ndarray:
        return grid if through else cleared(grid, half * (1 - SUNK), ground)

    return ribbon(lines, thick, float(record.get("edge", 0.5)), clear)


def _lens(record: Record, spots: Any) -> Mesh:
    deep, shallow = spots(record["between"])
    return lens(deep, shallow, record["size_mm"], direction(record.get("long", "superior")))
