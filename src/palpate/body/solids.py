"""What is solid in a picture: the colour of what rays first hit.

Occlusion is traced at the vertices in sight and interpolated, which costs a twentieth of tracing it at
every sample and stays free of noise.
"""

from collections.abc import Iterable

import numpy as np

from palpate.body import shading
from palpate.body.cast import Actor, Cast
from palpate.body.colours import NATURAL, PALE, colour_of, linear_rgb
from palpate.body.film import place_mm
from palpate.body.occlusion import openness_at
from palpate.body.rays import turned, unit
from palpate.body.sight import Sight, View, carried

REACH_MM = 45.0
"""Neighbours farther than this do not shade each other."""

DIRECTIONS = 40
"""Directions in which a vertex looks for them."""

HATCH = 14
"""Pixels from stripe to stripe on what to keep away from."""


def solid_colour(view: View, cast: Cast, openness: np.ndarray) -> np.ndarray:
    """sRGB (H, 3) of the rays that see something solid, given the openness (N,) of the vertices."""
    normals = unit(carried(cast.normals, cast, view.solid))
    open_ = carried(openness, cast, view.solid)
    return shading.encoded_srgb(shading.lit(_albedo(view, cast), normals, open_, view.film.axes))


def openness_in_sight(cast: Cast, seen: Iterable[Sight]) -> np.ndarray:
    """Openness (N,) of the vertices that are in sight, zero for others."""
    openness = np.zeros(len(cast.normals), np.float32)
    lit = np.zeros(len(cast.surface.faces), bool)
    for one in seen:
        lit[one.face[one.hits]] = True
    vertices = np.unique(cast.surface.faces[lit])
    points, normals = cast.surface.points[vertices], cast.normals[vertices]
    openness[vertices] = openness_at(points, normals, cast.tracer, REACH_MM, DIRECTIONS)
    return openness


def patterned(cast: Cast) -> np.ndarray:
    """Whether each actor carries a pattern, and at the end that nothing carries none."""
    return np.array([*(actor.role == "nogo" or actor.kind == "muscle" for actor in cast.actors), False])


def _albedo(view: View, cast: Cast) -> np.ndarray:
    """Colours (H, 3) in linear light: muscles with grain and pale tendons, no-go structures hatched."""
    hits = view.solid.hits
    owner = view.solid.owner[hits]
    colours = np.array([linear_rgb(colour_of(actor.kind, actor.role)) for actor in cast.actors], np.float32)
    pale = np.array([PALE.get(actor.role, PALE["other"]) for actor in cast.actors], np.float32)
    tendon = (carried(cast.sinew, cast, view.solid) * pale[owner])[:, None]
    albedo = colours[owner] * (1 - tendon) + np.float32(linear_rgb(NATURAL["tendon"])) * tendon
    for number in np.flatnonzero(patterned(cast)):
        own = np.flatnonzero(owner == number)
        if len(own):
            albedo[own] *= _pattern(view, cast.actors[number], hits[own])[:, None]
    return albedo


def _pattern(view: View, actor: Actor, rays: np.ndarray) -> np.ndarray:
    """A factor (H,) on the colour of an actor where rays see it."""
    film = view.film
    if actor.role == "nogo":
        return shading.hatched(*np.divmod(view.numbers[rays], film.shape[1]), HATCH * film.fineness)
    points = film.eye_mm + view.directions[rays] * view.solid.depth[rays, None]
    body = actor.mesh.vertices_mm
    return shading.fibres(fibre_places(points, body) / (place_mm(film, body) * film.fineness))


def fibre_places(points: np.ndarray, body: np.ndarray) -> np.ndarray:
    """Where points (N, 3) lie along, across and through a muscle, in mm: fibres follow its longest axis."""
    middle = body.mean(axis=0)
    spread = np.einsum("ni,nj->ij", body - middle, body - middle)
    return turned(points - middle, np.linalg.eigh(spread)[1].T[::-1])
