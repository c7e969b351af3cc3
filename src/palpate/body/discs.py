"""Intervertebral discs, fitted between the end plates of the vertebrae that the body has.

Rays from inside a vertebral body find its walls and its end plates; the disc is a lens between both plates,
inside the outline that both bodies share, with a slight bulge of its rim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.body.mesh import Mesh, bounds_mm
from palpate.body.rays import surface_of, trace, tracer, unit

LEVELS = (*(f"c{n}" for n in range(2, 8)), *(f"t{n}" for n in range(1, 13)), *(f"l{n}" for n in range(1, 6)))
"""Vertebrae with a disc below them: C2 to L5; the last lies on the sacrum."""

ANGLES, RINGS = 48, 7
"""Points around the disc, and rings from its middle to its rim."""

BODY_DEPTH = 0.42
"""The vertebral body is about the front two fifths of the bone's depth (Panjabi 1991 and 1992 give both)."""

BULGE = 1.04
"""The rim stands out this much beyond the narrower outline at mid height."""

GAP_MM = 0.15
"""Between plate and disc, so that neither shines through the other."""

SACRUM_MM = 70.0
"""No single vertebra is this high; the sacrum is."""

INWARD_MM = 3.5
"""The outline is taken this far inside a plate, where a tilted section still lies in the body."""

LEAST_MM = 2.0
"""Height where the plates of this body nearly touch."""

REACH_MM = 40.0


@dataclass(frozen=True)
class Axes:
    """A disc's own directions as unit vectors: right, back and up along the spine."""

    right: np.ndarray
    back: np.ndarray
    up: np.ndarray


def build(bones: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """The discs whose two neighbours are among `bones`, by id (`disc-c5-c6`), in LPS millimetres."""
    made = {}
    for upper, lower in zip(LEVELS, (*LEVELS[1:], "s1"), strict=True):
        above, below = f"vertebra-{upper}", "sacrum" if lower == "s1" else f"vertebra-{lower}"
        if above in bones and below in bones:
            made[f"disc-{upper}-{lower}"] = between(bones[above], bones[below])
    return made


def between(above: Mesh, below: Mesh) -> Mesh:
    """The disc between two vertebrae: watertight, outward winding."""
    high, low = _plate_middle(above, -1.0), _plate_middle(below, 1.0)
    middle = (high + low) / 2
    axes = _axes(body_middle(above), high, low)
    outline = np.minimum(_radii(above, high, axes, INWARD_MM), _radii(below, low, axes, -INWARD_MM))
    top, bottom = _plates(above, below, middle, axes, outline)
    return _lens(middle, axes, outline, top, bottom)


def body_middle(vertebra: Mesh) -> np.ndarray:
    """The middle of the vertebral body (3,): between its walls, found by rays from a first guess."""
    low, high = bounds_mm(vertebra)
    if high[2] - low[2] > SACRUM_MM:
        return _promontory(vertebra, low, high)
    middle = np.array(
        [(low[0] + high[0]) / 2, low[1] + BODY_DEPTH * (high[1] - low[1]) / 2, (low[2] + high[2]) / 2]
    )
    for axis in (2, 0, 1, 2):
        step = np.eye(3)[axis]
        middle = middle + step * (_wall(vertebra, middle, step) - _wall(vertebra, middle, -step)) / 2
    return middle


def _promontory(sacrum: Mesh, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The middle of the first sacral body: behind the foremost point of the upper sacrum, under the base."""
    x = (low[0] + high[0]) / 2
    slab = sacrum.vertices_mm[
        (np.abs(sacrum.vertices_mm[:, 0] - x) < 10) & (sacrum.vertices_mm[:, 2] > high[2] - 45)
    ]
    front = slab[slab[:, 1].argmin()]
    return np.array([x, front[1] + 13, front[2] - 9])


def _wall(mesh: Mesh, start: np.ndarray, direction: np.ndarray) -> float:
    """How far the surface is from a point along a direction; nothing if there is none within reach."""
    return float(_distances(mesh, start[None], direction[None])[0])


def _distances(mesh: Mesh, starts: np.ndarray, directions: np.ndarray) -> np.ndarray:
    hits = trace(tracer(surface_of([mesh])), starts, unit(directions), REACH_MM)
    found = np.zeros(len(starts))
    found[hits.ray] = hits.distance
    return found


def _plate_middle(vertebra: Mesh, side: float) -> np.ndarray:
    """The middle of the lower (-1) or upper (+1) end plate."""
    middle = body_middle(vertebra)
    up = np.array([0.0, 0.0, side])
    return middle + up * _wall(vertebra, middle, up)


def _axes(body: np.ndarray, high: np.ndarray, low: np.ndarray) -> Axes:
    """Up is along the column, right and back stand square on it."""
    up = unit((body - low)[None])[0]
    back = np.array([0.0, 1.0, 0.0])
    back = unit((back - up * (back @ up))[None])[0]
    return Axes(np.cross(back, up), back, up)


def _round(axes: Axes) -> np.ndarray:
    """Directions around the disc (ANGLES, 3)."""
    turn = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False)
    return np.cos(turn)[:, None] * axes.right + np.sin(turn)[:, None] * axes.back


def _radii(vertebra: Mesh, plate: np.ndarray, axes: Axes, inward_mm: float) -> np.ndarray:
    """The outline of a body just inside its end plate, as distances (ANGLES,), smoothed around."""
    start = plate + axes.up * inward_mm
    radii = _distances(vertebra, np.repeat(start[None], ANGLES, axis=0), _round(axes))
    limit = 1.35 * np.median(radii[radii > 0]) if (radii > 0).any() else 10.0
    radii = np.where((radii <= 0) | (radii > limit), limit, radii)
    for _ in range(4):
        radii = (np.roll(radii, 1) + 2 * radii + np.roll(radii, -1)) / 4
    return radii


def _plates(
    above: Mesh, below: Mesh, middle: np.ndarray, axes: Axes, outline: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Heights of the upper and lower face over the mid plane at every ring point, (RINGS, ANGLES) each."""
    rings = np.linspace(0, 0.96, RINGS)[:, None]
    points = middle + (rings * outline)[..., None] * _round(axes)
    flat = points.reshape(-1, 3)
    up = _heights(above, flat, axes.up, (RINGS, ANGLES))
    down = -_heights(below, flat, -axes.up, (RINGS, ANGLES))
    thin = np.maximum(LEAST_MM - (up - down), 0) / 2
    return up + thin - GAP_MM, down - thin + GAP_MM


def _heights(vertebra: Mesh, points: np.ndarray, towards: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Distance from the mid plane to the end plate; rays that miss or run on take the plate's plane."""
    found = _distances(vertebra, points - towards * 4, np.repeat(towards[None], len(points), axis=0)) - 4
    sound = (found > -3.5) & (
        found < np.median(found[found > -3.5]) + 4 if (found > -3.5).any() else found > 9e9
    )
    plane = np.c_[points - points[0], np.ones(len(points))]
    fitted = (
        plane @ np.linalg.lstsq(plane[sound], found[sound], rcond=None)[0]
        if sound.sum() > 8
        else np.full(len(points), LEAST_MM / 2)
    )
    return np.where(sound, 0.5 * found + 0.5 * fitted, fitted).reshape(shape)


def _lens(middle: np.ndarray, axes: Axes, outline: np.ndarray, top: np.ndarray, bottom: np.ndarray) -> Mesh:
    """The closed surface through the rings of both faces and the bulging rim between them."""
    around = _round(axes)
    rings = np.linspace(0, 0.96, RINGS)
    layers = [
        middle + (ring * outline)[:, None] * around + height[:, None] * axes.up
        for ring, height in zip(rings[1:], top[1:], strict=True)
    ]
    rim = (top[-1] + bottom[-1]) / 2
    layers.append(middle + (BULGE * outline)[:, None] * around + rim[:, None] * axes.up)
    layers += [
        middle + (ring * outline)[:, None] * around + height[:, None] * axes.up
        for ring, height in zip(rings[:0:-1], bottom[:0:-1], strict=True)
    ]
    poles = np.array([middle + axes.up * top[0].mean(), middle + axes.up * bottom[0].mean()])
    return Mesh(np.concatenate([*layers, poles]), _faces(len(layers)))


def _faces(layers: int) -> np.ndarray:
    """Faces over `layers` rings of ANGLES points each, closed by the two poles that follow them."""
    here = np.arange(ANGLES)
    there = (here + 1) % ANGLES
    top, bottom = layers * ANGLES, layers * ANGLES + 1
    faces = [np.c_[np.full(ANGLES, top), here, there]]
    for layer in range(layers - 1):
        a, b = layer * ANGLES, (layer + 1) * ANGLES
        faces += [np.c_[a + here, b + here, b + there], np.c_[a + here, b + there, a + there]]
    last = (layers - 1) * ANGLES
    faces.append(np.c_[np.full(ANGLES, bottom), last + there, last + here])
    return np.concatenate(faces)
