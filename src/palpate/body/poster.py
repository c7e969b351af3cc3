"""Pictures of scenes by ray casting: one transparent picture that serves light and dark pages.

Rays go out from the scene's first view: solids first, ghosts over them, landmarks on top.
"""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image

from palpate.body.camera import frame_of
from palpate.body.cast import actors_of
from palpate.body.developing import developed
from palpate.body.exposure import exposed
from palpate.body.film import cropped, film_of
from palpate.body.frames import lps_mm
from palpate.body.made import NO_SINEWS, Sinews
from palpate.body.marks import draw_marks
from palpate.body.mesh import Mesh
from palpate.body.stage import stage_of

WIDTH, HEIGHT = 960, 720

QUALITY, ALPHA_QUALITY = 75, 100
"""WebP qualities; with less for alpha the fading frame shows steps."""


def poster(scene: Mapping, meshes: Mapping[str, Mesh], sinews: Sinews = NO_SINEWS) -> bytes:
    """The WebP poster of a scene from its first view."""
    return webp(picture(scene, meshes, scene["views"][0], sinews=sinews))


def picture(
    scene: Mapping,
    meshes: Mapping[str, Mesh],
    view: Mapping,
    width: int = WIDTH,
    height: int = HEIGHT,
    sinews: Sinews = NO_SINEWS,
) -> np.ndarray:
    """A scene from a view as RGBA (height, width, 4), 8 bits a channel, not premultiplied.

    `meshes`, and the shares of tendon of their vertices, are by structure or node id. Landmarks
    that carry `"mark": true` are dotted.
    """
    actors = actors_of(scene, meshes, sinews)
    if not actors:
        return np.zeros((height, width, 4), np.uint8)
    marks = [lps_mm(landmark["at"]) for landmark in scene.get("landmarks", []) if landmark.get("mark")]
    film = film_of(frame_of(view), width, height)
    film = cropped(film, np.concatenate([*(actor.mesh.vertices_mm for actor in actors), *_around(marks)]))
    image, depth = exposed(film, stage_of(actors, film.eye_mm))
    draw_marks(film, image, depth, marks)
    return developed(film, image)


def webp(image: np.ndarray) -> bytes:
    """An RGBA image as WebP."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "WEBP", quality=QUALITY, alpha_quality=ALPHA_QUALITY, method=4)
    return out.getvalue()


def _around(points_mm: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Corners of small boxes around points: the film must be exposed where their dots will be."""
    corners = 12 * np.stack(np.meshgrid([-1, 1], [-1, 1], [-1, 1]), axis=-1).reshape(-1, 3)
    return [point + corners for point in points_mm]
