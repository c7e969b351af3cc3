"""Exposing the film: few rays where the picture is smooth, more where something begins or ends.

The film is looked at in passes, each twice as fine as the one before and only where that one found edges: one
ray for four pixels, one a pixel, four a pixel. Nine in ten pixels lie within a smooth surface.
"""

from dataclasses import dataclass

import numpy as np

from palpate.body.film import Film, coarser, finer, place_mm, split
from palpate.body.lines import BACK_MM, edges, spread
from palpate.body.paint import Paint, inked, over, paint_of, painted
from palpate.body.sight import View, blinded
from palpate.body.stage import Stage, in_reach, pattern_in_sight, viewed

THIN_MM = 1.2
"""Rays of the first pass go no farther apart than this, as they would miss what is thinner."""

MANY = 1000
"""More than there are structures in a scene."""


@dataclass(frozen=True)
class Relief:
    """What is known of each place of a film (H, W): a number for who is in sight, and depths in mm.

    The depths are those of the first solid thing, of the first thing at all, and of the second ghost.
    """

    owners: np.ndarray
    depths: np.ndarray


@dataclass(frozen=True)
class Pass:
    """A look at a film: the view, what is known after it, and which of its rays (R,) finer ones replace."""

    view: View
    relief: Relief
    rough: np.ndarray


def exposed(film: Film, stage: Stage) -> tuple[np.ndarray, np.ndarray]:
    """The exposed film, premultiplied sRGB and cover (H, W, 4), and the depth (H, W) of what is solid."""
    *before, pixels, samples = passes(film, stage)
    paint = paint_of(stage, film, [one.view for one in (*before, pixels, samples)])
    image = np.zeros((*film.shape, 4), np.float32)
    for one in before:
        image = _smooth(_laid(np.zeros((*one.view.film.shape, 4), np.float32), one.view, stage, paint))
    _laid(image, blinded(pixels.view, pixels.rough), stage, paint)
    solid, veil = inked(stage, samples.view, samples.relief.depths, *painted(stage, paint, samples.view))
    rough = pixels.view.numbers[pixels.rough]
    image.reshape(-1, 4)[rough] = np.einsum("psc->pc", over(veil, solid).reshape(-1, 4, 4)) / 4
    return image, pixels.relief.depths[0]


def passes(film: Film, stage: Stage) -> list[Pass]:
    """The looks at a film of pixels, coarse to fine; the last is at four samples a pixel."""
    films = [*([coarser(film)] if _is_near(film, stage) else []), film]
    numbers, relief, made = in_reach(films[0], stage), None, []
    for one in films:
        view = viewed(one, stage, numbers)
        relief = _relief(view, relief)
        rough = edges(relief.owners, relief.depths).ravel()[numbers]
        if one is not film:
            rough |= pattern_in_sight(stage, view)
        made.append(Pass(view, relief, rough))
        numbers = split(one, numbers[rough]).ravel()
    view = viewed(finer(film), stage, numbers)
    return [*made, Pass(view, _relief(view, relief), np.zeros(len(numbers), bool))]


def _relief(view: View, before: Relief | None) -> Relief:
    """What is known after a view, also where only a coarser one has looked."""
    if before:
        owners, depths = spread(before.owners), spread(before.depths)
    else:
        owners, depths = np.full(view.film.shape, -1, np.int32), np.full((3, *view.film.shape), BACK_MM)
    front, second = view.ghosts[:2] or (view.solid, view.solid)
    known = (view.solid.depth, np.minimum(front.depth, view.solid.depth), second.depth)
    owners.ravel()[view.numbers] = (view.solid.owner * MANY + front.owner) * MANY + second.owner
    depths.reshape(3, -1)[:, view.numbers] = np.minimum(known, BACK_MM)
    return Relief(owners, depths)


def _laid(image: np.ndarray, view: View, stage: Stage, paint: Paint) -> np.ndarray:
    """The image (H, W, 4) with what a view sees in its places."""
    image.reshape(-1, 4)[view.numbers] = over(*reversed(painted(stage, paint, view)))
    return image


def _smooth(image: np.ndarray) -> np.ndarray:
    """An image (H, W, 4) at twice its size, blended from place to place."""
    for axis in (0, 1):
        image = np.moveaxis(image, axis, 0)
        before, after = np.concatenate([image[:1], image[:-1]]), np.concatenate([image[1:], image[-1:]])
        image = np.stack([0.75 * image + 0.25 * before, 0.75 * image + 0.25 * after], axis=1)
        image = np.moveaxis(image.reshape(-1, *image.shape[2:]), 0, axis)
    return np.ascontiguousarray(image)


def _is_near(film: Film, stage: Stage) -> bool:
    """Whether four pixels may share a ray at first: what there is to see is larger, and all sides even."""
    sides = (film.width, film.height, *film.shape)
    widest = max(place_mm(film, cast.surface.points) for cast in stage.casts)
    return 2 * widest <= THIN_MM and not any(side % 2 for side in sides)
