"""Light and grain of the pictures: a soft studio light that moves with the camera.

All colours here are linear light, arrays (N, 3) in 0..1; images are (H, W) or (H, W, 3).
"""

from dataclasses import dataclass

import numpy as np

from palpate.body.rays import turned, unit


@dataclass(frozen=True)
class Light:
    """A light from a direction in camera axes (right, up, towards the eye) with its linear colour."""

    towards: tuple[float, float, float]
    colour: tuple[float, float, float]
    wrap: float


KEY = Light((-0.50, 0.66, 0.56), (0.93, 0.90, 0.85), 0.15)
FILL = Light((0.80, 0.05, 0.45), (0.17, 0.19, 0.23), 0.4)
SKY = np.array([0.40, 0.41, 0.43], np.float32)
GROUND = np.array([0.19, 0.17, 0.16], np.float32)
GLOSS, GLOSS_POWER = 0.06, 24

RIM = 0.4
"""How much a face that turns away darkens: it makes round things round."""

WARMTH = 0.5
"""How much deeper the colour itself grows in hollows, as light that bounces there takes it on."""

GRAIN = 0.16
"""How strongly the fibres of a muscle show."""

WAVES, GOLDEN_ANGLE = 9, np.pi * (3 - 5**0.5)
"""Waves that make the pattern of fibres, and the turn from one to the next, which never repeats."""

LINE = 0.72
"""How dark the firmest contour is."""


def lit(albedo: np.ndarray, normals: np.ndarray, openness: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Light (N, 3) that surface points send to the eye, given normals in the body's frame and camera axes."""
    facing = turned(normals, axes)
    facing[:, 2] = np.abs(facing[:, 2])
    open_ = openness.astype(np.float32)[:, None]
    up = 0.5 + 0.5 * facing[:, 1:2]
    light = (SKY * up + GROUND * (1 - up)) * open_
    light += _wrapped(KEY, facing) * (0.3 + 0.7 * open_) + _wrapped(FILL, facing) * open_
    away = (1 - facing[:, 2:3]).clip(0) ** 3
    return albedo ** (1 + WARMTH * (1 - open_)) * light * (1 - RIM * away) + _gloss(facing) * open_


def _wrapped(light: Light, facing: np.ndarray) -> np.ndarray:
    """Diffuse light that reaches a little around the corner, which flatters bone."""
    slant = turned(facing, _direction(light)[None])[:, 0]
    return ((slant + light.wrap) / (1 + light.wrap)).clip(0)[:, None] * np.array(light.colour, np.float32)


def _direction(light: Light) -> np.ndarray:
    return unit(np.array(light.towards)).astype(np.float32)


def _gloss(facing: np.ndarray) -> np.ndarray:
    half = unit(_direction(KEY) + np.array([0, 0, 1], np.float32))
    return GLOSS * turned(facing, half[None]).clip(0) ** GLOSS_POWER


def hatched(rows: np.ndarray, columns: np.ndarray, period: float) -> np.ndarray:
    """Diagonal stripes (N,) over picture places: a factor on the colour."""
    wave = np.sin((rows + columns) * (2 * np.pi / period))
    return 0.45 + 0.55 * (0.5 + 2.5 * wave).clip(0, 1)


def fibres(places: np.ndarray) -> np.ndarray:
    """A factor (N,) on a muscle's colour from places along, across and through it, in pixels (N, 3).

    Bundles are a few pixels wide at any scale, as an engraver would draw them: waves across the fibres in all
    directions and of several lengths, whose zero lines are the furrows between bundles.
    """
    along, across, through = 2 * places.T
    waves = np.zeros(len(places), np.float32)
    for number, frequency in enumerate(np.geomspace(0.06, 0.45, WAVES)):
        angle = number * GOLDEN_ANGLE
        place = across * np.cos(angle) + through * np.sin(angle)
        waves += np.sin(frequency * place + 0.8 * np.sin(0.012 * along + number) + 7 * angle)
    return 1 + GRAIN * (np.minimum(np.abs(waves) / WAVES**0.5, 1) - 0.6)


def encoded_srgb(light: np.ndarray) -> np.ndarray:
    """Linear light to sRGB values 0..1 (IEC 61966-2-1)."""
    light = light.clip(0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
