"""Cords, roots, nerves and vessels as tubes: a smooth line through given points, with a radius along it."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline

from palpate.body.mesh import Mesh, outward

STEP_MM = 2.0
"""Spacing at which a line is laid out before the points that it does not need are dropped."""

STRAY_MM, STRAY = 0.25, 0.2
"""A dropped point lies no farther than this, and this share of the radius, off the line that stays."""

STRETCH_MM = 30.0
"""Longest straight piece: longer ones would be shaded unevenly."""


def smooth(points_mm: np.ndarray, step_mm: float = STEP_MM) -> tuple[np.ndarray, np.ndarray]:
    """The line (N, 3) through points (K, 3) in steps of about `step_mm`, and where each lies, in 0..K-1.

    A natural spline on centripetal parameters, which neither loops nor overshoots between uneven points.
    """
    steps = np.linalg.norm(np.diff(points_mm, axis=0), axis=1)
    at = np.concatenate([[0], np.cumsum(np.sqrt(np.maximum(steps, 1e-6)))])
    count = np.maximum(np.ceil(steps / step_mm).astype(int), 2)
    pieces = [k + np.arange(n) / n for k, n in enumerate(count)]
    where = np.concatenate([*pieces, [len(steps)]])
    if len(points_mm) == 2:
        return points_mm[0] + where[:, None] * (points_mm[1] - points_mm[0]), where
    spline = CubicSpline(at, points_mm, bc_type="natural")
    return spline(np.interp(where, np.arange(len(at)), at)), where


def tube(line_mm: np.ndarray, radii_mm: np.ndarray, sides: int) -> Mesh:
    """A closed tube round a line (N, 3), as thick as `radii_mm` (N,) says, with a rounded cap at each end."""
    keep = needed(line_mm, STRAY_MM + STRAY * radii_mm)
    line, radii = _capped(line_mm[keep], radii_mm[keep])
    first, second = _frames(line)
    turn = 2 * np.pi * np.arange(sides) / sides
    round_ = np.cos(turn)[None, :, None] * first[:, None] + np.sin(turn)[None, :, None] * second[:, None]
    rings = line[1:-1, None] + radii[1:-1, None, None] * round_[1:-1]
    vertices = np.concatenate([line[:1], rings.reshape(-1, 3), line[-1:]])
    return outward(Mesh(vertices, _skin(len(rings), sides)))


def needed(line_mm: np.ndarray, stray_mm: np.ndarray) -> np.ndarray:
    """Which points (indices) of a line carry its shape: the others lie within `stray_mm` (N,) of it."""
    kept, ahead = {0, len(line_mm) - 1}, [(0, len(line_mm) - 1)]
    while ahead:
        start, end = ahead.pop()
        if end - start < 2:
            continue
        middle = np.arange(start + 1, end)
        off = _off_chord(line_mm[middle], line_mm[start], line_mm[end]) / stray_mm[middle]
        split = middle[off.argmax()] if off.max() > 1 else (start + end) // 2
        if off.max() > 1 or np.linalg.norm(line_mm[end] - line_mm[start]) > STRETCH_MM:
            kept.add(int(split))
            ahead += [(start, split), (split, end)]
    return np.array(sorted(kept))


def _off_chord(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end - start
    share = ((points - start) @ along / max(float(along @ along), 1e-9)).clip(0, 1)
    return np.linalg.norm(points - start - share[:, None] * along, axis=1)


def _capped(line: np.ndarray, radii: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The line with half a ball at both ends: a ring at 0.7 of the radius and a tip."""
    tangent = np.stack([line[0] - line[1], line[-1] - line[-2]])
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    head = [line[0] + share * radii[0] * tangent[0] for share in (1.0, 0.7)]
    tail = [line[-1] + share * radii[-1] * tangent[1] for share in (0.7, 1.0)]
    thin = [0.0, 0.7]
    return np.array([*head, *line, *tail]), np.array(
        [*(radii[0] * t for t in thin), *radii, *(radii[-1] * t for t in thin[::-1])]
    )


def _frames(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two unit vectors (N, 3) each square to the line, that turn with it and never twist round it."""
    steps = np.diff(line, axis=0)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    tangents = np.concatenate([steps[:1], steps[:-1] + steps[1:], steps[-1:]])
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    first = np.empty_like(line)
    axis = np.eye(3)[np.abs(tangents[0]).argmin()]
    for n, tangent in enumerate(tangents):
        axis = axis - (axis @ tangent) * tangent
        axis = first[n] = axis / np.linalg.norm(axis)
    return first, np.cross(tangents, first)


def _skin(rings: int, sides: int) -> np.ndarray:
    """Faces between `rings` rings of `sides` vertices, closed by a tip at either end."""
    ring, side = np.meshgrid(np.arange(rings - 1), np.arange(sides), indexing="ij")
    a = 1 + (ring * sides + side).ravel()
    b = 1 + (ring * sides + (side + 1) % sides).ravel()
    walls = np.concatenate([np.stack([a, a + sides, b], axis=1), np.stack([b, a + sides, b + sides], axis=1)])
    rim = np.arange(sides)
    last = 1 + (rings - 1) * sides
    head = np.stack([np.zeros(sides, int), 1 + rim, 1 + (rim + 1) % sides], axis=1)
    tail = np.stack([np.full(sides, last + sides), last + (rim + 1) % sides, last + rim], axis=1)
    return np.concatenate([head, walls, tail])
