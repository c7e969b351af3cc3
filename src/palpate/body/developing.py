"""From light to picture: cover in few steps, the frame faded, eight bits a channel."""

import numpy as np

from palpate.body.film import Film

COVER_STEPS = 64
"""Steps of cover in the picture: more would take up to half as many bytes again, fewer show as rings on dark
pages where the frame fades."""

VIGNETTE = 0.06
"""Share of the picture's height over which what runs out of the frame fades away."""


def developed(film: Film, image: np.ndarray) -> np.ndarray:
    """The whole picture (height, width, 4) in 8 bits, plain RGBA, of the exposed premultiplied one."""
    whole = np.zeros((film.height, film.width, 4), np.uint8)
    cover = image[..., 3]
    plain = image[..., :3] / np.maximum(cover, 1e-6)[..., None]
    cover = np.rint(cover * COVER_STEPS) / COVER_STEPS
    window = slice(film.top, film.bottom), slice(film.left, film.right)
    cover = cover * _vignette(film.height, film.width)[window]
    whole[window] = np.rint(255 * np.dstack([plain, cover]).clip(0, 1))
    return whole


def _vignette(height: int, width: int) -> np.ndarray:
    """Cover (height, width) that falls to nothing at the frame, so that no bone ends in a straight cut."""
    reach = VIGNETTE * height
    rows = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None]
    columns = np.minimum(np.arange(width), np.arange(width)[::-1])[None, :]
    near = (np.minimum(rows, columns) / reach).clip(0, 1).astype(np.float32)
    return near * near * (3 - 2 * near)
