"""The film of a picture: which rays go out from the eye, and what each sample has gathered."""

from dataclasses import dataclass, replace

import numpy as np

from palpate.body.camera import Frame
from palpate.body.frames import lps_mm


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


def cropped(film: Film, points_mm: np.ndarray, grain: int) -> Film:
    """The film exposed only where points fall, on whole blocks of `grain` samples."""
    rows, columns = projected(film, points_mm)
    top, bottom = _span(rows, film.height, grain)
    left, right = _span(columns, film.width, grain)
    return replace(film, top=top, left=left, bottom=bottom, right=right)


def projected(film: Film, points_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column (N,) of points on the whole film; points behind the eye fall far outside."""
    right, up, towards = ((points_mm - film.eye_mm) @ film.axes.T).T
    scale = film.height / 2 / film.slope / np.maximum(-towards, 1.0)
    return film.height / 2 - up * scale, film.width / 2 + right * scale


def directions(film: Film) -> np.ndarray:
    """Unit directions (H * W, 3) from the eye through the exposed samples, row by row."""
    step = 2 * film.slope / film.height
    right = (np.arange(film.left, film.right) + 0.5 - film.width / 2) * step
    up = (film.height / 2 - np.arange(film.top, film.bottom) - 0.5) * step
    across, down = np.meshgrid(right, up)
    rays = np.stack([across.ravel(), down.ravel(), np.full(across.size, -1.0)], axis=1).astype(np.float32)
    rays /= np.sqrt((rays * rays).sum(axis=1, keepdims=True))
    return rays @ film.axes.astype(np.float32)


def empty_layer(film: Film) -> Layer:
    """Film that nothing has reached yet."""
    colour, cover = np.zeros((*film.shape, 3), np.float32), np.zeros(film.shape, np.float32)
    return Layer(colour, cover, np.full(film.shape, np.inf, np.float32), np.full(film.shape, -1))


def developed(film: Film, layer: Layer, grain: int) -> np.ndarray:
    """The whole picture (height, width, 4) in 8 bits, a pixel for `grain` x `grain` samples, plain RGBA."""
    colour, cover = _means(layer.colour, grain), _means(layer.cover[..., None], grain)
    plain = colour / np.maximum(cover, 1e-6)
    image = np.zeros((film.height // grain, film.width // grain, 4), np.float32)
    top, left = film.top // grain, film.left // grain
    image[top : film.bottom // grain, left : film.right // grain] = np.concatenate([plain, cover], axis=2)
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


def _span(places: np.ndarray, size: int, grain: int) -> tuple[int, int]:
    low, high = np.clip([places.min() - grain, places.max() + 2 * grain], 0, size)
    return int(low // grain) * grain, int(-(-high // grain)) * grain


def _means(values: np.ndarray, grain: int) -> np.ndarray:
    high, wide, depth = values.shape
    return values.reshape(high // grain, grain, wide // grain, grain, depth).mean(axis=(1, 3))
