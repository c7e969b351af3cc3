"""A scene's actors on their stage, solids and ghosts, and what rays see there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.body.cast import Actor, Cast, cast_of, near_sides_of
from palpate.body.colours import ROLES
from palpate.body.film import Film, directions, faded, reached
from palpate.body.ghosts import forbidden, veils
from palpate.body.sight import View, first_sight, nothing
from palpate.body.solids import patterned

OVER_ROLE = 0.55
"""A ghost in front of what the page is about is thinned to this."""


@dataclass(frozen=True)
class Stage:
    """The solid actors and the near sides of the ghosts, ready for rays; either may be missing."""

    solid: Cast | None
    ghosts: Cast | None

    @property
    def casts(self) -> list[Cast]:
        """Those that are there."""
        return [cast for cast in (self.solid, self.ghosts) if cast]


def stage_of(actors: Sequence[Actor], eye_mm: np.ndarray) -> Stage:
    """Actors on their stage, looked at from an eye.

    An organ to keep away from is a veil like a ghost: solid lungs would hide what the page is about.
    """
    solid = [actor for actor in actors if not _veiled(actor)]
    ghosts = [actor for actor in actors if _veiled(actor)]
    return Stage(cast_of(solid) if solid else None, near_sides_of(ghosts, eye_mm) if ghosts else None)


def _veiled(actor: Actor) -> bool:
    return actor.role == "ghost" or (actor.role == "nogo" and actor.kind == "organ")


def in_reach(film: Film, stage: Stage) -> np.ndarray:
    """Numbers of the places of the film that something of the stage may lie on."""
    found = [reached(film, cast.surface.points, cast.surface.faces) for cast in stage.casts]
    return np.flatnonzero(np.logical_or.reduce(found))


def viewed(film: Film, stage: Stage, numbers: np.ndarray) -> View:
    """What the rays through numbered places of the film see."""
    aims = directions(film, numbers)
    solid = first_sight(stage.solid, film.eye_mm, aims) if stage.solid else nothing(len(aims))
    ghosts = veils(stage.ghosts, film.eye_mm, aims, solid.depth) if stage.ghosts else []
    return View(film, numbers, aims, solid, ghosts)


def thinning(stage: Stage, view: View) -> np.ndarray:
    """How much of a ghost's cover stays (R,): less towards the frame and before what the page is about."""
    solid = stage.solid.actors if stage.solid else []
    factor = np.array([OVER_ROLE if actor.role in ROLES else 1.0 for actor in solid] + [1.0], np.float32)
    return factor[view.solid.owner] * faded(view.film, view.numbers)


def pattern_in_sight(stage: Stage, view: View) -> np.ndarray:
    """Whether rays (R,) see something that carries a pattern."""
    solid = patterned(stage.solid)[view.solid.owner] if stage.solid else np.zeros(len(view.numbers), bool)
    return solid | (forbidden(stage.ghosts, view.ghosts) if stage.ghosts else solid)
