"""Shapes on charts: which spots of the skin a record's lines, outlines and rounds take in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator
from skimage.measure import points_in_poly

from palpate.body.charts import Body, Spots, corner
from palpate.body.fascicles import point
from palpate.body.places import PlaceError

Record = Mapping[str, Any]

TURN_DEG = 360.0


def marked(shapes: Sequence[Record], spots: Spots, body: Body) -> np.ndarray:
    """Which spots (N,) any of the shapes takes in, without those under a shape's `less`."""
    found = np.zeros(len(spots.points_mm), bool)
    for shape in shapes:
        inside = _taken(shape, spots, body)
        found |= inside & ~marked(shape["less"], spots, body) if "less" in shape else inside
    return found


def _taken(shape: Record, spots: Spots, body: Body) -> np.ndarray:
    if "around" in shape:
        centre = point(shape["around"], body.bones, body.landmarks)
        taken = np.linalg.norm(spots.points_mm - centre, axis=1) < float(shape["mm"])
        return taken & spots.domain[shape["on"]] if "on" in shape else taken
    chart = shape["on"]
    taken = spots.domain[chart] & _on_chart(shape, chart, spots.places[chart], body)
    return taken & np.isin(spots.ray, shape["rays"]) if "rays" in shape else taken


def _on_chart(shape: Record, chart: str, places: np.ndarray, body: Body) -> np.ndarray:
    for word, sign in (("below", -1), ("beyond", 1)):
        if word in shape:
            line = _corners(shape[word], chart, body)
            angle, inside = _wound(places[:, 0], line)
            return inside & (sign * (places[:, 1] - _run(line, angle)) > 0)
    if "outline" in shape:
        polygon = _corners(shape["outline"], chart, body)
        turns = [places + np.array([turn * TURN_DEG, 0]) for turn in (-1, 0, 1)]
        return np.any([points_in_poly(one, polygon) for one in turns], axis=0)
    raise PlaceError(f"a shape needs below, beyond, outline or around; found {sorted(shape)}")


def _corners(said: Sequence[Sequence[Any]], chart: str, body: Body) -> np.ndarray:
    return np.array([corner(one, chart, body) for one in said])


def _wound(angle: np.ndarray, line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Angles turned into the span of a line, and which of them lie within it."""
    first, last = line[:, 0].min(), line[:, 0].max()
    turned = (angle - first) % TURN_DEG + first
    return turned, turned <= last


def _run(line: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """How far along the line runs at each angle: smoothly, and no farther than its corners."""
    order = np.argsort(line[:, 0], kind="stable")
    return PchipInterpolator(*line[order].T)(np.clip(angle, *line[order[[0, -1]], 0]))
