"""Areas of the skin: dermatomes and zones, drawn by their borders on charts and cut out of the skin.

An area's record holds `shapes`, each on one chart (charts.py):

- `{on: trunk, below: [[back, spinous-process-t5], [90, ...], [front, ...]]}` all skin below a line,
- `{on: arm, beyond: [[-10, 1.05], [190, 0.9]]}` all skin farther along a limb than a line, between its ends,
- `{on: leg, outline: [[...], ...]}` inside a polygon,
- `{around: place, mm: 20}` within so many millimetres of a place on a bone.

Lines run smoothly through their corners. `rays: [2, 3]` keeps to fingers or toes. Shapes under `less` are
taken away. Skin is marked point by point on a fine mesh, the marks are evened out, and the zero line between
them cuts the skin's own triangles, so that borders come out smooth.

Dermatomes share out the skin: one with a higher `order` lies over those below it. Each then reaches
`overlap_mm` into its neighbours of the next level up and down, but not into others: where levels that do not
follow each other meet there is an axial line, and no overlap. What neighbours share is `dermatome-overlaps`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, identity
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from palpate.body.charts import Body, Spots, body_of, spots_of
from palpate.body.mesh import Mesh, vertex_normals
from palpate.body.patches import (
    Sheet,
    crossings,
    cut,
    edges_of,
    lengths,
    right_half,
    scored,
    sheet_of,
    shell,
    split,
    without_crumbs,
)
from palpate.body.places import PlaceError, said_of
from palpate.body.shapes import marked

Record = Mapping[str, Any]

FINE_MM, FINER_MM = 7.0, 4.0
"""Longest edges of the mesh on which skin is marked, in general and on head, hands and feet."""

BORDER_MM = 22.0
"""Near a border the skin's own triangles are halved until their edges are no longer than this (on head, hands
and feet in proportion): so that the border comes out smooth."""

ROUNDS = 8
"""Rounds of evening out the marks: on the fine mesh a border straightens over about a fingerbreadth."""

REACH_MM = 40.0
"""Distances to a border are told apart this far."""

NEIGHBOURS = 4
"""A point between those of the fine mesh takes its marks from so many of them."""

CRUMB_MM2 = 80.0
"""Pieces smaller than a fingertip are left out."""

LIFT_MM, THICK_MM, STEP_MM = 0.6, 0.3, 0.4
"""Height of an area over the skin, its thickness, and how much higher every second level lies."""

LEVELS = ("v1", "v2", "v3", "c2", "c3", "c4", "c5", "c6", "c7", "c8", *(f"t{n}" for n in range(1, 13)),
          *(f"l{n}" for n in range(1, 6)), *(f"s{n}" for n in range(1, 6)))  # fmt: skip
"""Levels of the skin from head to tail; V3 and C2 do not follow each other."""

BEVEL_MM = 1.5
"""Width of the border of an area, where its smooth normals turn from the outer face to the rim."""

OVERLAPS = "dermatome-overlaps"


@dataclass(frozen=True)
class Ground:
    """The right half of the skin: the sheet that areas are cut from, and the finer one that is marked."""

    sheet: Sheet
    fine: Sheet
    edges: np.ndarray
    far: csr_matrix
    even: csr_matrix
    tree: cKDTree
    spots: Spots
    body: Body


def build(
    records: Mapping[str, Record],
    skins: Mapping[str, Mesh],
    bones: Mapping[str, Mesh],
    landmarks: Mapping[str, Record],
) -> dict[str, Mesh]:
    """The shell of every area, by id, over the right half of the skin, in LPS mm."""
    if "skin" not in skins:
        raise PlaceError("areas of the skin need the structure skin")
    ground = ground_of(skins["skin"], bones, landmarks)
    sharing = {name: one for name, one in records.items() if "order" in one or name == OVERLAPS}
    made = _dermatomes(sharing, ground)
    zones = {name: one for name, one in records.items() if name not in sharing}
    for i, (name, record) in enumerate(sorted(zones.items())):
        field = said_of(name, zone_marks, record, ground) - 0.5
        made[name] = _shell(name, ground, field, LIFT_MM + STEP_MM * (i % 3))
    return {name: made[name] for name in records}


def ground_of(skin: Mesh, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> Ground:
    """The skin laid out for marking."""
    body = body_of(skin, bones, landmarks)
    small = spots_of(skin.vertices_mm, vertex_normals(skin), body)
    finely = small.domain["head"] | (small.places["arm"][:, 1] > 1.95) & small.domain["arm"]
    finely |= (small.places["leg"][:, 1] > 1.9) & small.domain["leg"]
    sheet = right_half(sheet_of(skin, np.where(finely, FINER_MM, FINE_MM)))
    fine = split(sheet)
    edges, _ = edges_of(fine.faces)
    far = lengths(fine, edges)
    return Ground(
        sheet,
        fine,
        edges,
        far,
        _evening(far),
        cKDTree(fine.points_mm),
        spots_of(fine.points_mm, fine.normals, body),
        body,
    )


def _evening(far: csr_matrix) -> csr_matrix:
    """The matrix that takes each point's value half way to the mean of its neighbours."""
    near = (far > 0).astype(float)
    mean = diags(1 / np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1)) @ near
    return csr_matrix(0.5 * identity(near.shape[0]) + 0.5 * mean)


def evened(ground: Ground, marks: np.ndarray, rounds: int = ROUNDS) -> np.ndarray:
    """Marks 0 or 1 on the fine mesh (N,) or (N, K), with soft borders."""
    marks = marks.astype(float)
    for _ in range(rounds):
        marks = ground.even @ marks
    return marks


def zone_marks(record: Record, ground: Ground) -> np.ndarray:
    """How far each fine point lies in a zone, 0 to 1."""
    return evened(ground, marked(record["shapes"], ground.spots, ground.body))


def cut_out(ground: Ground, field: np.ndarray) -> Sheet:
    """The skin where a field on the fine mesh (N,) is above zero."""
    line = cKDTree(crossings(ground.fine, ground.edges, field))
    wanted = ground.sheet.carried * BORDER_MM / FINE_MM
    sheet = split(replace(ground.sheet, carried=wanted), line)
    distance = signed(ground, field, sheet.points_mm, line)
    inset = np.minimum(distance, -sheet.points_mm[:, 0]) - BEVEL_MM
    return without_crumbs(cut(replace(sheet, carried=inset), distance), CRUMB_MM2)


def signed(ground: Ground, field: np.ndarray, points_mm: np.ndarray, line: cKDTree) -> np.ndarray:
    """The signed distance (N,) of points from the zero line of a field on the fine mesh, above 0 inside."""
    away, _ = line.query(points_mm, distance_upper_bound=REACH_MM)
    far, near = ground.tree.query(points_mm, k=NEIGHBOURS)
    weight = 1 / (far + 0.1) ** 2
    own = (field[near] * weight).sum(axis=1) / weight.sum(axis=1)
    return np.where(own > 0, 1, -1) * np.clip(away, 1e-3, REACH_MM)


def _shell(name: str, ground: Ground, field: np.ndarray, lift_mm: float) -> Mesh:
    """The shell of where a field is above zero, with a narrow border, so that only that looks bevelled."""
    if not (field > 0).any() or (field > 0).all():
        raise PlaceError(f"the shapes of {name} take in no skin, or all of it")
    patch = cut_out(ground, field)
    return shell(scored(patch, patch.carried), patch, lift_mm - THICK_MM, lift_mm)


def _dermatomes(records: Mapping[str, Record], ground: Ground) -> dict[str, Mesh]:
    own = {name: one for name, one in records.items() if "shapes" in one}
    if not own:
        return {}
    shares = shared_out(own, ground)
    extents = {name: extent(name, shares, float(own[name].get("overlap_mm", 0)), ground) for name in shares}
    made = {}
    for name, field in extents.items():
        made[name] = _shell(name, ground, field, LIFT_MM + STEP_MM * (LEVELS.index(level_of(name)) % 2))
    if OVERLAPS in records:
        made[OVERLAPS] = _shell(OVERLAPS, ground, shared(extents), LIFT_MM + 2 * STEP_MM)
    return made


def level_of(name: str) -> str:
    """The level that a dermatome's id names."""
    return name.removeprefix("dermatome-")


def shared_out(records: Mapping[str, Record], ground: Ground) -> dict[str, np.ndarray]:
    """For each dermatome its share (N,) of the fine points, evened out; at every point they sum to 1 or 0."""
    names = sorted(records, key=lambda name: float(records[name]["order"]))
    owner = np.full(len(ground.fine.points_mm), -1)
    for i, name in enumerate(names):
        owner[said_of(name, marked, records[name]["shapes"], ground.spots, ground.body)] = i
    shares = evened(ground, owner[:, None] == np.arange(len(names)))
    return {name: shares[:, i] for i, name in enumerate(names)}


def core(name: str, shares: Mapping[str, np.ndarray]) -> np.ndarray:
    """A field above 0 where this dermatome has the largest share."""
    return shares[name] - np.max([share for other, share in shares.items() if other != name], axis=0)


def extent(name: str, shares: Mapping[str, np.ndarray], overlap_mm: float, ground: Ground) -> np.ndarray:
    """A field above 0 on a dermatome and the next levels up and down as far as the overlap reaches."""
    mine = core(name, shares)
    beside = [other for other in shares if follow(name, other)]
    if not overlap_mm or not beside:
        return mine
    family = shares[name] + np.sum([shares[other] for other in beside], axis=0)
    rest = [share for other, share in shares.items() if other != name and other not in beside]
    within = family - np.max(rest, axis=0, initial=0)
    away = dijkstra(ground.far, indices=np.flatnonzero(mine > 0), min_only=True, limit=3 * overlap_mm)
    reach = evened(ground, 1 - np.minimum(away / overlap_mm, 3), 3)
    return np.minimum(within, reach)


def follow(one: str, other: str) -> bool:
    """Whether two dermatomes are of levels that follow each other; the face's do not follow the neck's."""
    first, second = (LEVELS.index(level_of(name)) for name in (one, other))
    return abs(first - second) == 1 and (level_of(one)[0] == "v") == (level_of(other)[0] == "v")


def shared(extents: Mapping[str, np.ndarray]) -> np.ndarray:
    """A field above 0 where two dermatomes whose levels follow each other both reach."""
    pairs = [(a, b) for a in extents for b in extents if a < b and follow(a, b)]
    return np.max([np.minimum(extents[a], extents[b]) for a, b in pairs], axis=0)
