"""The film of a picture: which rays go out from the eye, and how they are numbered.

A film has one place a ray; the film of the same picture that is twice as fine has four in its stead.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import maximum_filter

from palpate.body.camera import Frame
from palpate.body.frames import lps_mm
from palpate.body.rays import turned, unit

CELL = 8
"""Side in places of the cells that are looked into or passed over as one."""


FADE = 0.25
"""Share of the way from the frame to the middle over which ghosts fade in."""


@dataclass(frozen=True)
class Film:
    """A picture of `width` x `height` places from an eye in LPS millimetres; `top` .. `right` is exposed."""

    width: int
    height: int
    eye_mm: np.ndarray
    axes: np.ndarray
    slope: float
    top: int
    left: int
    bottom: int
    right: int
    fineness: float = 1
    """Places a pixel of the picture, along each side."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns that are exposed."""
        return self.bottom - self.top, self.right - self.left


def film_of(frame: Frame, width: int, height: int) -> Film:
    """The film behind a camera of the scene JSON, exposed as a whole."""
    slope = float(np.tan(np.radians(frame.fov_deg / 2)))
    return Film(width, height, lps_mm(frame.eye), lps_mm(frame.axes) / 1000, slope, 0, 0, height, width)


def cropped(film: Film, points_mm: np.ndarray) -> Film:
    """The film exposed only where points fall."""
    rows, columns = projected(film, points_mm)
    top, bottom = _span(rows, film.height)
    left, right = _span(columns, film.width)
    return replace(film, top=top, left=left, bottom=bottom, right=right)


def projected(film: Film, points_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column (N,) of points on the whole film; points behind the eye fall far outside."""
    right, up, towards = turned(points_mm - film.eye_mm, film.axes).T
    scale = film.height / 2 / film.slope / np.maximum(-towards, 1.0)
    return film.height / 2 - up * scale, film.width / 2 + right * scale


def place_mm(film: Film, points_mm: np.ndarray) -> float:
    """Width of a place among points on the average."""
    away = float(np.linalg.norm(points_mm.mean(axis=0) - film.eye_mm))
    return 2 * film.slope * away / film.height


def finer(film: Film) -> Film:
    """The same picture with twice as many rows and columns."""
    return _resized(film, 2 * film.top, 2 * film.left, 2 * film.bottom, 2 * film.right, 2)


def coarser(film: Film) -> Film:
    """The same picture with half as many rows and columns, all of which must be even."""
    return _resized(film, film.top // 2, film.left // 2, film.bottom // 2, film.right // 2, 0.5)


def faded(film: Film, numbers: np.ndarray) -> np.ndarray:
    """A factor (R,) for places of the film: one in the middle, nothing at the frame and in its corners."""
    rows, columns = np.divmod(numbers, film.shape[1])
    down, across = (
        (((np.arange(exposed) + first + 0.5) / (size / 2) - 1) ** 4).astype(np.float32)
        for exposed, first, size in zip(
            film.shape, (film.top, film.left), (film.height, film.width), strict=True
        )
    )
    near = ((1 - np.sqrt(np.sqrt(down[rows] + across[columns]))) / FADE).clip(0, 1)
    return near * near * (3 - 2 * near)


def split(film: Film, numbers: np.ndarray) -> np.ndarray:
    """Numbers (P, 4) of the places of the film twice as fine within places of this one."""
    rows, columns = np.divmod(numbers, film.shape[1])
    wide = 2 * film.shape[1]
    return (2 * rows * wide + 2 * columns)[:, None] + np.array([0, 1, wide, wide + 1])


def reached(film: Film, points_mm: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Where on the exposed film (H, W) a surface may lie; empty ground need not be looked at.

    No place of a face is farther from its nearest corner than the longest edge divided by the root of three.
    """
    rows, columns = projected(film, points_mm)
    edges = [np.abs(at[faces] - at[np.roll(faces, 1, axis=1)]).max(initial=0) for at in (rows, columns)]
    reach = int(np.ceil(np.hypot(*edges) / 3**0.5 / CELL))
    high, wide = (side // CELL + 1 for side in film.shape)
    if reach >= max(high, wide):
        return np.ones(film.shape, bool)
    down, across = ((at // CELL).astype(int) + reach for at in (rows - film.top, columns - film.left))
    near = (down >= 0) & (down < high + 2 * reach) & (across >= 0) & (across < wide + 2 * reach)
    cells = np.zeros((high + 2 * reach, wide + 2 * reach), bool)
    cells[down[near], across[near]] = True
    cells = maximum_filter(cells, 2 * reach + 1)[reach : reach + high, reach : reach + wide]
    return cells.repeat(CELL, 0).repeat(CELL, 1)[: film.shape[0], : film.shape[1]]


def directions(film: Film, numbers: np.ndarray) -> np.ndarray:
    """Unit directions (R, 3) from the eye through places of the exposed film, numbered row by row."""
    rows, columns = np.divmod(numbers, film.shape[1])
    step = 2 * film.slope / film.height
    rays = np.empty((len(numbers), 3), np.float32)
    rays[:, 0] = (columns + (film.left + 0.5 - film.width / 2)) * step
    rays[:, 1] = (film.height / 2 - film.top - 0.5 - rows) * step
    rays[:, 2] = -1
    return turned(unit(rays), film.axes.T)


def _resized(film: Film, top: int, left: int, bottom: int, right: int, by: float) -> Film:
    width, height, fineness = int(film.width * by), int(film.height * by), film.fineness * by
    return Film(width, height, film.eye_mm, film.axes, film.slope, top, left, bottom, right, fineness)


def _span(places: np.ndarray, size: int) -> tuple[int, int]:
    """The even numbers around places, within the film."""
    low, high = np.clip([places.min() - 1, places.max() + 2], 0, size)
    return int(low // 2) * 2, min(int(-(-high // 2)) * 2, size)
