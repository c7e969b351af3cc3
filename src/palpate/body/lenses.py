"""Bursae as lenses: a flat ellipsoid between what it keeps apart."""

from __future__ import annotations

import numpy as np

from palpate.body.mesh import Mesh
from palpate.body.tubes import outward

ROUND, RINGS = 14, 7
"""Points round a lens and rings from pole to pole: about 200 triangles."""


def lens(deep_mm: np.ndarray, shallow_mm: np.ndarray, size_mm: tuple[float, float], long: np.ndarray) -> Mesh:
    """The ellipsoid that reaches from the deep place (3,) to the shallow one (3,).

    It is `size_mm` long (towards the direction `long`, (3,)) and wide, square to the line between the two.
    """
    axis = shallow_mm - deep_mm
    up = axis / np.linalg.norm(axis)
    first = long - (long @ up) * up
    first /= np.linalg.norm(first)
    axes = np.stack([first * size_mm[0] / 2, np.cross(up, first) * size_mm[1] / 2, axis / 2])
    return outward(Mesh((deep_mm + shallow_mm) / 2 + _ball() @ axes, _ball_faces()))


def _ball() -> np.ndarray:
    """A unit ball's points: the lower pole, rings upward, the upper pole."""
    height = -np.cos(np.pi * np.arange(1, RINGS + 1) / (RINGS + 1))
    turn = 2 * np.pi * np.arange(ROUND) / ROUND
    wide = np.sqrt(1 - height**2)
    rings = np.stack([np.outer(wide, np.cos(turn)), np.outer(wide, np.sin(turn)),
                      np.repeat(height[:, None], ROUND, axis=1)], axis=2)
    return np.concatenate([[[0, 0, -1]], rings.reshape(-1, 3), [[0, 0, 1]]])


def _ball_faces() -> np.ndarray:
    ring, side = np.meshgrid(np.arange(RINGS - 1), np.arange(ROUND), indexing="ij")
    a, b = 1 + (ring * ROUND + side).ravel(), 1 + (ring * ROUND + (side + 1) % ROUND).ravel()
    rim, after = 1 + np.arange(ROUND), 1 + (np.arange(ROUND) + 1) % ROUND
    last = (RINGS - 1) * ROUND
    pole = np.full(ROUND, 1 + RINGS * ROUND)
    return np.concatenate([np.stack([a, b, b + ROUND], axis=1), np.stack([a, b + ROUND, a + ROUND], axis=1),
                           np.stack([0 * rim, after, rim], axis=1), np.stack([rim + last, after + last, pole], axis=1)])
