"""Places on bones, said so that they hold on any body: fractions of a bone's own box, extremes, curves.

The box axes are [right, posterior, superior], each 0..1 from the body's left, front, bottom to its right,
back, top; on a right-sided bone "right" is lateral. In the mesh frame (LPS) right is -x.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from palpate.body.mesh import Mesh, bounds_mm

DIRECTIONS = {
    "right": (-1, 0, 0),
    "left": (1, 0, 0),
    "posterior": (0, 1, 0),
    "anterior": (0, -1, 0),
    "superior": (0, 0, 1),
    "inferior": (0, 0, -1),
}
"""Clinical directions as LPS unit vectors."""

AXES = {"right": 0, "posterior": 1, "superior": 2}
"""Axes of the box by the direction in which their fraction grows."""

CURVE_STEP_MM = 4.0
"""Spacing of the points of a curve: half a fingertip."""


class PlaceError(ValueError):
    """A place that cannot be found: unknown bone or landmark, empty window, no known form."""


def said_of(structure: str, make: Callable[..., Any], *given: Any) -> Any:
    """What `make` makes of what is given; a record that it cannot read is said by the structure's id."""
    try:
        return make(*given)
    except (KeyError, TypeError) as wrong:
        raise PlaceError(f"the record of {structure} lacks or misstates {wrong}") from wrong


def resolve(
    place: Mapping[str, Any],
    bones: Mapping[str, Mesh],
    landmarks: Mapping[str, Mapping[str, Any]],
    bone: str | None = None,
) -> np.ndarray:
    """The point (3,) or curve (K, 3) in LPS mm that a place names.

    `landmarks` are the entries by id. `bone` is the bone of the entry that holds the place; a `bone:` in the
    place itself wins. Raises PlaceError with a sentence for the author.
    """
    if "landmark" in place:
        return locate(place["landmark"], bones, landmarks)
    if "on" in place:
        return _along(locate(place["on"], bones, landmarks), float(place.get("at", 0.5)))
    mesh = _bone(place.get("bone", bone), bones)
    if "through" in place:
        return _curve(place["through"], mesh, place.get("bone", bone), bones, landmarks)
    if "near" in place:
        return nearest_point(mesh, from_box(mesh, place["near"]))
    if "extreme" in place:
        return _extreme(mesh, place["extreme"], place.get("within", {}))
    raise PlaceError(f"a place needs near, extreme, through or on; found {sorted(place)}")


def locate(
    landmark: str, bones: Mapping[str, Mesh], landmarks: Mapping[str, Mapping[str, Any]]
) -> np.ndarray:
    """Where a landmark lies: a point (3,) or a curve (K, 3) in LPS mm."""
    if landmark not in landmarks:
        raise PlaceError(f"no landmark is called {landmark!r}")
    entry = landmarks[landmark]
    return resolve(entry["place"], bones, landmarks, entry["bone"])


def from_box(mesh: Mesh, fractions: Sequence[float]) -> np.ndarray:
    """LPS point at fractions [right, posterior, superior] of the mesh's bounding box."""
    low, high = bounds_mm(mesh)
    right, posterior, superior = fractions
    return low + (high - low) * [1 - right, posterior, superior]


def to_box(mesh: Mesh, points_mm: np.ndarray) -> np.ndarray:
    """Fractions [right, posterior, superior] (..., 3) of LPS points in the mesh's bounding box."""
    low, high = bounds_mm(mesh)
    share = (points_mm - low) / (high - low)
    return np.concatenate([1 - share[..., :1], share[..., 1:]], axis=-1)


def nearest_point(mesh: Mesh, point_mm: np.ndarray) -> np.ndarray:
    """The point of the surface nearest to a point."""
    point_mm = np.asarray(point_mm, float)
    nearest = _nearest_on_triangles(_close(mesh, point_mm), point_mm)
    return nearest[np.argmin(((nearest - point_mm) ** 2).sum(axis=1))]


def _close(mesh: Mesh, point: np.ndarray) -> np.ndarray:
    """The triangles (M, 3, 3) that may hold the point nearest to another: trying all takes ten times as long.

    A triangle nearer than every vertex has a vertex no farther than that and its longest edge.
    """
    away = np.sqrt(((mesh.vertices_mm - point) ** 2).sum(axis=1))
    near = away <= away.min() + mesh.longest_edge_mm
    return mesh.vertices_mm[mesh.faces[near[mesh.faces].any(axis=1)]]


def _nearest_on_triangles(triangles: np.ndarray, point: np.ndarray) -> np.ndarray:
    """The point (M, 3) of every triangle (M, 3, 3) nearest to `point`: inside it or on its edge."""
    a, b, c = np.moveaxis(triangles, 1, 0)
    weights = _plane_weights(a, b, c, point)
    inside = (weights >= 0).all(axis=1)
    on_plane = (weights[:, :, None] * triangles).sum(axis=1)
    on_edges = np.stack([_on_segment(start, end, point) for start, end in ((a, b), (b, c), (c, a))])
    best = on_edges[((on_edges - point) ** 2).sum(axis=2).argmin(axis=0), np.arange(len(a))]
    return np.where(inside[:, None], on_plane, best)


def _plane_weights(a: np.ndarray, b: np.ndarray, c: np.ndarray, point: np.ndarray) -> np.ndarray:
    normal = np.cross(b - a, c - a)
    size = np.maximum((normal**2).sum(axis=1), 1e-18)
    gamma = (np.cross(b - a, point - a) * normal).sum(axis=1) / size
    beta = (np.cross(point - a, c - a) * normal).sum(axis=1) / size
    return np.stack([1 - beta - gamma, beta, gamma], axis=1)


def _on_segment(start: np.ndarray, end: np.ndarray, point: np.ndarray) -> np.ndarray:
    along = end - start
    share = ((point - start) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-18)
    return start + np.clip(share, 0, 1)[:, None] * along


def _extreme(mesh: Mesh, direction: str | Sequence[str], within: Mapping[str, Sequence[float]]) -> np.ndarray:
    names = [direction] if isinstance(direction, str) else list(direction)
    try:
        toward = np.sum([DIRECTIONS[name] for name in names], axis=0)
    except KeyError as unknown:
        raise PlaceError(f"{unknown.args[0]!r} is no direction; use {', '.join(DIRECTIONS)}") from None
    candidates = mesh.vertices_mm[_in_window(to_box(mesh, mesh.vertices_mm), within)]
    if not len(candidates):
        raise PlaceError(f"the bone has no surface inside {dict(within)}")
    return candidates[np.argmax(candidates @ toward)]


def _in_window(fractions: np.ndarray, within: Mapping[str, Sequence[float]]) -> np.ndarray:
    keep = np.ones(len(fractions), bool)
    for axis, (low, high) in within.items():
        if axis not in AXES:
            raise PlaceError(f"{axis!r} is no axis of the box; use {', '.join(AXES)}")
        keep &= (fractions[:, AXES[axis]] >= low - 1e-9) & (fractions[:, AXES[axis]] <= high + 1e-9)
    return keep


def _curve(
    stations: Sequence[Mapping[str, Any]],
    mesh: Mesh,
    bone: str | None,
    bones: Mapping[str, Mesh],
    landmarks: Mapping[str, Mapping[str, Any]],
) -> np.ndarray:
    """The stations joined by steps of a few millimetres, each snapped to the surface."""
    corners = [np.atleast_2d(resolve(station, bones, landmarks, bone)) for station in stations]
    chain = np.concatenate(corners)
    pieces = [_steps(start, end) for start, end in pairwise(chain)]
    points = np.concatenate([*pieces, chain[-1:]])
    return np.array([nearest_point(mesh, point) for point in points])


def _steps(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    count = max(1, round(float(np.linalg.norm(end - start)) / CURVE_STEP_MM))
    return start + (end - start) * (np.arange(count) / count)[:, None]


def _along(curve: np.ndarray, share: float) -> np.ndarray:
    if curve.ndim == 1:
        return curve
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    return np.array([np.interp(share * lengths[-1], lengths, curve[:, axis]) for axis in range(3)])


def _bone(name: str | None, bones: Mapping[str, Mesh]) -> Mesh:
    if name is None:
        raise PlaceError("a place on no landmark needs a bone")
    if name not in bones:
        raise PlaceError(f"no bone is called {name!r}")
    return bones[name]
