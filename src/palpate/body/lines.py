"""Edges, where the picture needs finer rays, and contours, the pen line along what stands before a gap."""

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import maximum_filter, minimum_filter

from palpate.body.film import Film

ROUGH_MM = 3.0
"""Where depth leaves a straight line by more from place to place, finer rays are drawn."""

BACK_MM = np.float32(1e6)
"""Depth of empty ground."""


def spread(values: np.ndarray) -> np.ndarray:
    """A map (..., H, W) for the film twice as fine (..., 2 H, 2 W)."""
    *others, high, wide = values.shape
    finer = np.empty((*others, high, 2, wide, 2), values.dtype)
    finer[:] = values[..., :, None, :, None]
    return finer.reshape(*others, 2 * high, 2 * wide)


def edges(owners: np.ndarray, depths: Sequence[np.ndarray]) -> np.ndarray:
    """Where on the film (H, W) something begins or ends, or beside it."""
    found = maximum_filter(owners, 3) != minimum_filter(owners, 3)
    for depth in depths:
        found[1:-1] |= np.abs(2 * depth[1:-1] - depth[:-2] - depth[2:]) > ROUGH_MM
        found[:, 1:-1] |= np.abs(2 * depth[:, 1:-1] - depth[:, :-2] - depth[:, 2:]) > ROUGH_MM
    return found


def contour(depth: np.ndarray, numbers: np.ndarray, fine_mm: float, coarse_mm: float) -> np.ndarray:
    """How dark the line is at places (S,) of a map of depth (H, W), 0..1: on the near side of a jump.

    A jump smaller than `fine_mm` gets no line and one larger than `coarse_mm` the full one, so that the
    outline is firm and folds are faint.
    """
    at, stride = _framed(depth.shape, numbers)
    values = np.pad(depth, 1, constant_values=BACK_MM).ravel()
    here, line = values[at], np.zeros(len(at), np.float32)
    for step in (1, -1, stride, -stride):
        slope = np.maximum(here - values[at - step], 0)
        jump = values[at + step] - here - 2 * slope
        line = np.maximum(line, (jump - fine_mm) / (coarse_mm - fine_mm))
    return np.where(here < BACK_MM, line, 0).clip(0, 1)


def widened(film: Film, numbers: np.ndarray, line: np.ndarray) -> np.ndarray:
    """A line (S,) at places of the film made two places wide."""
    at, stride = _framed(film.shape, numbers)
    drawn = np.zeros(at.max(initial=0) + 1, np.float32)
    drawn[at] = line
    return np.max([drawn[at - step] for step in (0, 1, stride, stride + 1)], axis=0)


def _framed(shape: tuple[int, int], numbers: np.ndarray) -> tuple[np.ndarray, int]:
    """The numbers of places on a film with a border of one around, and the places in one of its rows."""
    rows, columns = np.divmod(numbers, shape[1])
    return (rows + 1) * (shape[1] + 2) + columns + 1, shape[1] + 2
