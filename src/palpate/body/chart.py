"""The body chart: the body seen from front, back and both sides, as outlines of its skin and of the zones on
it.

Rays meet the skin; what they meet lies in the smallest zone there. Between zones, skin goes to the nearest
one, so that a finger has as much to aim at as there is. The left half is the right one mirrored. """

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter, label
from skimage.measure import approximate_polygon, find_contours

from palpate.body.bake import Baked
from palpate.body.cache import Cache, code_key, key_of, write_whole
from palpate.body.mesh import Mesh, bounds_mm, face_areas_mm2, mirror
from palpate.body.rays import surface_of, trace, tracer

VIEWS = {"front": (0, 1, 0), "right": (1, 0, 0), "back": (0, -1, 0), "left": (-1, 0, 0)}
"""Which way the rays go, LPS; the words are the side of the body that is seen."""

HEIGHT = 900
"""Pixels from crown to sole; the units of the outlines."""

ROOM = 8
"""Pixels around the body."""

OVER_MM = 3.0
"""A zone counts where its shell lies no farther than this before the skin."""

GROW = 20
"""Pixels that a zone may take of skin that lies in none."""

STEP_MM = 25.0
"""Skin that lies so much nearer or farther belongs to another part of the body."""

SOFT, ROUGH, LEAST = 1.3, 0.7, 30
"""Evening out of an outline, how far it may be off after that, and the least area that is drawn, in
pixels."""

Chart = dict[str, Any]


def charted(baked: Baked, cache_dir: Path, make: bool = True) -> dict[str, Chart]:
    """The chart of a body from the cache; made if need be and wanted. A body without skin or zones has
    none."""
    zones = [name for name, line in baked.index.items() if line["kind"] == "zone"]
    if "skin" not in baked.index or not zones:
        return {}
    key = key_of(code_key(__name__), {name: str(baked.mesh_files[name]) for name in ("skin", *zones)})
    path = Cache(cache_dir).path(key, ".json")
    if not path.exists():
        if not make:
            return {}
        chart = chart_of(baked.meshes(["skin"])["skin"], baked.meshes(zones))
        write_whole(path, json.dumps(chart, separators=(",", ":")).encode())
    return json.loads(path.read_bytes())


def chart_of(skin: Mesh, zones: Mapping[str, Mesh]) -> dict[str, Chart]:
    """For each view its size, the outline of the body and one outline a zone, as paths of SVG."""
    return {view: _chart(skin, zones, np.array(way, float)) for view, way in VIEWS.items()}


def _chart(skin: Mesh, zones: Mapping[str, Mesh], way: np.ndarray) -> Chart:
    film = _film(skin, way)
    depth = _depth(tracer(surface_of([skin])), film, way)
    order = sorted(zones, key=lambda name: face_areas_mm2(zones[name]).sum())
    both = [mesh for name in order for mesh in (zones[name], mirror(zones[name]))]
    number = _grown(_numbers(both, film, depth, way), depth) // 2
    outlines = {name: path for i, name in enumerate(order) if (path := _path(number == i))}
    return {
        "width": depth.shape[1],
        "height": depth.shape[0],
        "outline": _path(np.isfinite(depth)),
        "zones": dict(sorted(outlines.items())),
    }


def _film(skin: Mesh, way: np.ndarray) -> np.ndarray:
    """Where the rays of a view start (H, W, 3), far before the body: right is right as the viewer sees it."""
    low, high = bounds_mm(skin)
    right = np.cross(way, [0, 0, 1])
    step = (high[2] - low[2]) / HEIGHT
    reach = np.abs(right) @ np.maximum(np.abs(low), np.abs(high)) / step
    across = (np.arange(-int(reach) - ROOM, int(reach) + ROOM + 1)) * step
    down = high[2] + (ROOM - np.arange(HEIGHT + 2 * ROOM)) * step
    middle = (low + high) / 2 * np.abs(right) * [0, 1, 0]
    start = middle - way * 2 * np.abs(high - low).max()
    return start + across[None, :, None] * right + down[:, None, None] * np.array([0, 0, 1.0])


def _depth(scene: Any, film: np.ndarray, way: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
    """How far along its ray each pixel meets the scene (H, W); infinity where it meets nothing."""
    depth = np.full(film.shape[:2], np.inf)
    among = np.ones(depth.shape, bool) if among is None else among
    where = np.flatnonzero(among)
    hits = trace(scene, film.reshape(-1, 3)[where], np.broadcast_to(way, (len(where), 3)))
    depth.reshape(-1)[where[hits.ray]] = hits.distance
    return depth


def _numbers(zones: list[Mesh], film: np.ndarray, depth: np.ndarray, way: np.ndarray) -> np.ndarray:
    """The number of the smallest zone that lies on the skin at each pixel (H, W); -1 for none."""
    number = np.full(depth.shape, -1)
    for i, zone in enumerate(zones):
        low, high = bounds_mm(zone)
        framed = ((film >= low) & (film <= high) | (way != 0)).all(axis=-1)
        inside = framed & np.isfinite(depth) & (number < 0)
        if inside.any():
            found = _depth(tracer(surface_of([zone])), film, way, inside)
            number[inside & (found < depth + 1) & (found > depth - OVER_MM * 4)] = i
    return number


def _grown(number: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """Skin in no zone given to the nearest one, if that is near and on the same part of the body."""
    away, nearest = distance_transform_edt(number < 0, return_indices=True)
    there = depth[tuple(nearest)]
    near = (
        np.isfinite(depth)
        & (away <= GROW)
        & (np.abs(there - np.where(np.isfinite(depth), depth, 0)) < STEP_MM)
    )
    return np.where(near, number[tuple(nearest)], number)


def _path(mask: np.ndarray) -> str:
    """The outlines of a mask as a path: whole numbers, each step from the point before."""
    return "".join(_drawn(line) for line in _outlines(mask))


def _outlines(mask: np.ndarray) -> Iterator[np.ndarray]:
    pieces, count = label(mask)
    for piece in range(1, count + 1):
        if (pieces == piece).sum() >= LEAST:
            soft = gaussian_filter(np.pad(pieces == piece, 4).astype(float), SOFT)
            for line in find_contours(soft, 0.5):
                yield approximate_polygon(line - 4, ROUGH)


def _drawn(line: np.ndarray) -> str:
    points = np.rint(line[:-1, ::-1]).astype(int)
    if len(points) < 3:
        return ""
    steps = np.diff(points, axis=0)
    moved = steps[(steps != 0).any(axis=1)]
    return f"M{points[0, 0]} {points[0, 1]}l" + " ".join(f"{x} {y}" for x, y in moved) + "z"
