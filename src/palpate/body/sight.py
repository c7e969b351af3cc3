"""What rays from the eye see first: the face, its depth, its owner, and where on the face."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.body.cast import Cast
from palpate.body.film import Film
from palpate.body.rays import FAR_MM, trace


@dataclass(frozen=True)
class Sight:
    """What rays see: face and owner (R,), -1 where nothing is, depth (R,) in mm, corner weights (R, 3)."""

    face: np.ndarray
    owner: np.ndarray
    depth: np.ndarray
    weights: np.ndarray

    @property
    def hits(self) -> np.ndarray:
        """Numbers (H,) of the rays that see something."""
        return np.flatnonzero(self.face >= 0)


@dataclass(frozen=True)
class View:
    """Numbered places (R,) of a film, their rays, and what these see: a solid thing and ghosts before it."""

    film: Film
    numbers: np.ndarray
    directions: np.ndarray
    solid: Sight
    ghosts: Sequence[Sight]


def nothing(count: int) -> Sight:
    """What rays see on empty ground."""
    none = np.full(count, -1, np.int32)
    return Sight(none, none.copy(), np.full(count, FAR_MM, np.float32), np.zeros((count, 3), np.float32))


def first_sight(cast: Cast, eye_mm: np.ndarray, directions: np.ndarray) -> Sight:
    """What rays from the eye see of a cast."""
    seen = nothing(len(directions))
    hits = trace(cast.tracer, np.tile(eye_mm.astype(np.float32), (len(directions), 1)), directions)
    seen.face[hits.ray], seen.owner[hits.ray] = hits.face, cast.surface.owner[hits.face]
    seen.depth[hits.ray], seen.weights[hits.ray] = hits.distance, hits.weights
    return seen


def blinded(view: View, blind: np.ndarray) -> View:
    """The view as if some rays (R,) saw nothing."""
    solid, *ghosts = (
        replace(seen, face=np.where(blind, np.int32(-1), seen.face)) for seen in (view.solid, *view.ghosts)
    )
    return replace(view, solid=solid, ghosts=ghosts)


def carried(values: np.ndarray, cast: Cast, seen: Sight) -> np.ndarray:
    """Values at vertices (N, ...) carried to where the rays that see something meet the faces (H, ...)."""
    hits = seen.hits
    corners = values.astype(np.float32)[cast.surface.faces[seen.face[hits]]]
    return np.einsum("hc,hc...->h...", seen.weights[hits], corners)
