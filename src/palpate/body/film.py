"""The film of a picture: which rays go out from the eye, and what each sample has gathered."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import maximum_filter, minimum_filter

from palpate.body.camera import Frame
from palpate.body.frames import lps_mm
from palpate.body.rays import FAR_MM, turned, unit

GRAIN = 2
"""Samples a pixel along each side, where it matters."""

COVER_STEPS = 22
"""Steps of cover in the picture: more would double the bytes of one with ghosts, and nobody sees them."""

ROUGH_MM, ROUGH_COVER = 3.0, 0.1
"""Where depth or cover differ by more from pixel to pixel, all samples are drawn."""


@dataclass(frozen=True)
class Film:
    """A picture of `width` x `height` samples from an eye in LPS millimetres; `top` .. `right` is exposed."""

    width: int
    height: int
    eye_mm: np.ndarray
    axes: np.ndarray
    slope: float
    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns that are exposed."""
        return self.bottom - self.top, self.right - self.left


@dataclass(frozen=True)
class Layer:
    """What the exposed film holds: premultiplied sRGB (H, W, 3), cover, depth in mm and owner (H, W).

    Empty samples have infinite depth and owner -1.
    """

    colour: np.ndarray
    cover: np.ndarray
    depth: np.ndarray
    owner: np.ndarray


def film_of(frame: Frame, width: int, height: int) -> Film:
    """The film behind a camera of the scene JSON, exposed as a whole."""
    slope = float(np.tan(np.radians(frame.fov_deg / 2)))
    return Film(width, height, lps_mm(frame.eye), lps_mm(frame.axes) / 1000, slope, 0, 0, height, width)


def cropped(film: Film, points_mm: np.ndarray) -> Film:
    """The film exposed only where points fall, on whole pixels."""
    rows, columns = projected(film, points_mm)
    top, bottom = _span(rows, film.height)
    left, right = _span(columns, film.width)
    return replace(film, top=top, left=left, bottom=bottom, right=right)


def projected(film: Film, points_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column (N,) of points on the whole film; points behind the eye fall far outside."""
    right, up, towards = np.einsum("nj,kj->kn", points_mm - film.eye_mm, film.axes)
    scale = film.height / 2 / film.slope / np.maximum(-towards, 1.0)
    return film.height / 2 - up * scale, film.width / 2 + right * scale


def directions(film: Film, samples: np.ndarray) -> np.ndarray:
    """Unit directions (S, 3) from the eye through samples of the exposed film, numbered row by row."""
    rows, columns = np.divmod(samples, film.shape[1])
    step = 2 * film.slope / film.height
    right = (columns + (film.left + 0.5 - film.width / 2)) * step
    up = (film.height / 2 - film.top - 0.5 - rows) * step
    rays = np.stack([right, up, np.full(len(samples), -1.0)], axis=1).astype(np.float32)
    return turned(unit(rays), film.axes.T)


def sample_mm(film: Film, points_mm: np.ndarray) -> float:
    """Width of a sample among points on the average."""
    away = float(np.linalg.norm(points_mm.mean(axis=0) - film.eye_mm))
    return 2 * film.slope * away / film.height


def expose(film: Film, layer: Layer, draw: Callable[[np.ndarray], None]) -> None:
    """Draws one sample a pixel, then all samples of the pixels where the picture is not smooth.

    `draw` works on the layer at the samples it is given, which are numbered row by row. Four in five
    pixels lie within a smooth surface, where more samples would show nothing new.
    """
    numbers = np.arange(film.shape[0] * film.shape[1]).reshape(film.shape)
    draw(numbers[::GRAIN, ::GRAIN].ravel())
    rough = _spread(_rough(layer))
    for values in (layer.colour, layer.cover, layer.depth, layer.owner):
        values[:] = _spread(values[::GRAIN, ::GRAIN])
    draw(numbers[rough])


def _rough(layer: Layer) -> np.ndarray:
    """Whether something begins or ends in or beside each pixel (H / GRAIN, W / GRAIN)."""
    owner, depth, cover = (values[::GRAIN, ::GRAIN] for values in (layer.owner, layer.depth, layer.cover))
    return (
        (_range(owner) > 0) | (_range(np.minimum(depth, FAR_MM)) > ROUGH_MM) | (_range(cover) > ROUGH_COVER)
    )


def _range(values: np.ndarray) -> np.ndarray:
    """Highest less lowest value around each pixel."""
    return maximum_filter(values, 3) - minimum_filter(values, 3)


def _spread(values: np.ndarray) -> np.ndarray:
    """Each pixel's value for all its samples."""
    return values.repeat(GRAIN, axis=0).repeat(GRAIN, axis=1)


def empty_layer(film: Film) -> Layer:
    """Film that nothing has reached yet."""
    colour, cover = np.zeros((*film.shape, 3), np.float32), np.zeros(film.shape, np.float32)
    return Layer(colour, cover, np.full(film.shape, np.inf, np.float32), np.full(film.shape, -1))


def developed(film: Film, layer: Layer) -> np.ndarray:
    """The whole picture (height, width, 4) in 8 bits, a pixel for GRAIN x GRAIN samples, plain RGBA."""
    colour, cover = _means(layer.colour), _means(layer.cover[..., None])
    plain = colour / np.maximum(cover, 1e-6)
    cover = np.rint(cover * COVER_STEPS) / COVER_STEPS
    image = np.zeros((film.height // GRAIN, film.width // GRAIN, 4), np.float32)
    top, left = film.top // GRAIN, film.left // GRAIN
    image[top : film.bottom // GRAIN, left : film.right // GRAIN] = np.concatenate([plain, cover], axis=2)
    image[..., 3] *= _vignette(*image.shape[:2])
    return np.rint(255 * image.clip(0, 1)).astype(np.uint8)


VIGNETTE = 0.06
"""Share of the picture's height over which what runs out of the frame fades away."""


def _vignette(height: int, width: int) -> np.ndarray:
    """Cover (height, width) that falls to nothing at the frame, so that no bone ends in a straight cut."""
    reach = VIGNETTE * height
    rows = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None]
    columns = np.minimum(np.arange(width), np.arange(width)[::-1])[None, :]
    near = (np.minimum(rows, columns) / reach).clip(0, 1)
    return near * near * (3 - 2 * near)


def _span(places: np.ndarray, size: int) -> tuple[int, int]:
    low, high = np.clip([places.min() - GRAIN, places.max() + 2 * GRAIN], 0, size)
    return int(low // GRAIN) * GRAIN, int(-(-high // GRAIN)) * GRAIN


def _means(values: np.ndarray) -> np.ndarray:
    high, wide, depth = values.shape
    return values.reshape(high // GRAIN, GRAIN, wide // GRAIN, GRAIN, depth).mean(axis=(1, 3))
