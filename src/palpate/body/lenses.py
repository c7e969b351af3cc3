"""Bursae as lenses: a flat ellipsoid between what it keeps apart."""

from __future__ import annotations

import numpy as np

from palpate.body.mesh import Mesh, outward

SMALL_MM = 18.0
"""A lens no longer than this is rounded by fewer points."""


def lens(deep_mm: np.ndarray, shallow_mm: np.ndarray, size_mm: tuple[float, float], long: np.ndarray) -> Mesh:
    """The ellipsoid that reaches from the deep place (3,) to the shallow one (3,).

    It is `size_mm` long (towards the direction `long`, (3,)) and wide, square to the line between the two.
    """
    axis = shallow_mm - deep_mm
    up = axis / np.linalg.norm(axis)
    first = long - (long @ up) * up
    first /= np.linalg.norm(first)
    axes = np.stack([first * size_mm[0] / 2, np.cross(up, first) * size_mm[1] / 2, axis / 2])
    around, rings = (10, 5) if max(size_mm) <= SMALL_MM else (18, 6)
    return outward(Mesh((deep_mm + shallow_mm) / 2 + _ball(around, rings) @ axes, _ball_faces(around, rings)))


def _ball(around: int, rings: int) -> np.ndarray:
    """A unit ball's points: the lower pole, rings upward, the upper pole."""
    height = -np.cos(np.pi * np.arange(1, rings + 1) / (rings + 1))
    turn = 2 * np.pi * np.arange(around) / around
    wide = np.sqrt(1 - height**2)
    level = np.repeat(height[:, None], around, axis=1)
    points = np.stack([np.outer(wide, np.cos(turn)), np.outer(wide, np.sin(turn)), level], axis=2)
    return np.concatenate([[[0, 0, -1]], points.reshape(-1, 3), [[0, 0, 1]]])


def _ball_faces(around: int, rings: int) -> np.ndarray:
    ring, side = np.meshgrid(np.arange(rings - 1), np.arange(around), indexing="ij")
    a, b = 1 + (ring * around + side).ravel(), 1 + (ring * around + (side + 1) % around).ravel()
    rim, after = 1 + np.arange(around), 1 + (np.arange(around) + 1) % around
    last, pole = (rings - 1) * around, np.full(around, 1 + rings * around)
    return np.concatenate(
        [
            np.stack([a, b, b + around], axis=1),
            np.stack([a, b + around, a + around], axis=1),
            np.stack([0 * rim, after, rim], axis=1),
            np.stack([rim + last, after + last, pole], axis=1),
        ]
    )
