"""Canonical views: named cameras that frame a box of the body, in the glTF frame (metres)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

FOV_DEG = 24
"""Vertical opening, about that of a portrait lens: little foreshortening, still some depth."""

ASPECT = 4 / 3
"""Width by height of every poster; the viewer keeps what fits in it on screen."""

MARGIN = 1.06
"""Air around what is framed."""

TOWARDS_EYE = {
    "anterior": (0, 0, 1),
    "posterior": (0, 0, -1),
    "lateral-right": (-1, 0, 0),
    "lateral-left": (1, 0, 0),
    "superior": (0, 1, 0),
    "inferior": (0, -1, 0),
    "oblique": (-0.62, 0.22, 0.75),
    "oblique-posterior": (-0.62, 0.22, -0.75),
}
"""From the middle of the box to the eye; x is the body's left, y superior, z anterior.

The obliques look from the body's right, the side that is baked.
"""

UP = {"superior": (0, 0, 1), "inferior": (0, 0, 1)}
"""The front of the body is up where the eye looks along it; elsewhere the head is."""

LABELS = {
    "anterior": "Anterior",
    "posterior": "Posterior",
    "lateral-right": "Right side",
    "lateral-left": "Left side",
    "superior": "Superior",
    "inferior": "Inferior",
    "oblique": "Oblique",
    "oblique-posterior": "Oblique, from behind",
}


@dataclass(frozen=True)
class Frame:
    """A camera's place and its three axes as rows: right, up, towards the eye."""

    eye: np.ndarray
    axes: np.ndarray
    fov_deg: float


def views_for(bounds: Sequence[Sequence[float]], names: Iterable[str]) -> list[dict]:
    """Views of the scene JSON that frame the box `[[minimum], [maximum]]` in metres, one a name."""
    return [view_of(bounds, name) for name in names]


def view_of(bounds: Sequence[Sequence[float]], name: str, fov_deg: float = FOV_DEG) -> dict:
    """One canonical view of a box."""
    low, high = np.asarray(bounds, dtype=float)
    target = (low + high) / 2
    frame = frame_of(
        {"eye": target + TOWARDS_EYE[name], "target": target, "up": _up(name), "fov_deg": fov_deg}
    )
    eye = target + frame.axes[2] * _distance((high - low) / 2, frame)
    return {
        "name": name,
        "label": LABELS[name],
        "eye": eye.round(4).tolist(),
        "target": target.round(4).tolist(),
        "up": list(_up(name)),
        "fov_deg": fov_deg,
    }


def frame_of(view: dict) -> Frame:
    """The axes of a view of the scene JSON."""
    eye, target = np.asarray(view["eye"], float), np.asarray(view["target"], float)
    towards = (eye - target) / np.linalg.norm(eye - target)
    right = np.cross(view["up"], towards)
    right /= np.linalg.norm(right)
    return Frame(eye, np.stack([right, np.cross(towards, right), towards]), view["fov_deg"])


def _up(name: str) -> tuple[float, float, float]:
    return UP.get(name, (0, 1, 0))


def _distance(half: np.ndarray, frame: Frame) -> float:
    """How far the eye must stand back so that all eight corners of the box stay inside the picture."""
    signs = np.stack(np.meshgrid([-1, 1], [-1, 1], [-1, 1]), axis=-1).reshape(-1, 3)
    right, up, towards = (signs * half @ frame.axes.T).T
    slope = np.tan(np.radians(frame.fov_deg / 2)) / MARGIN
    needed = np.maximum(np.abs(up) / slope, np.abs(right) / (slope * ASPECT)) + towards
    return max(float(needed.max()), 0.01)
