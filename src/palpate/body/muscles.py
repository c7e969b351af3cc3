"""Muscles as volumes: each shaped from its record, deep ones first, superficial ones laid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from palpate.body.drape import drape
from palpate.body.fascicles import Part, parts_of
from palpate.body.fields import Grid, coarse_field, exact_field, grid_around, solid
from palpate.body.mesh import Mesh
from palpate.body.records import Record
from palpate.body.seams import Sheets, joined, runs, sheets_of, split
from palpate.body.shaping import fitted, reach_mm, surface, thickening
from palpate.body.sheets import area_of, scale_for

BAND_MM = 14.0
"""How far around a sheet bone and deeper muscles are looked at."""


def build(muscle: str, record: Record, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record],
          beneath: Sequence[Mesh] = ()) -> dict[str, Mesh]:
    """The closed meshes of one muscle by node id, clear of bones and of the deeper muscles `beneath` it."""
    parts = parts_of(muscle, record, bones, landmarks)
    return shape(parts, [*bones.values(), *beneath], record.get("side", "right") == "right")


def shape(parts: Sequence[Part], obstacles: Sequence[Mesh], one_sided: bool) -> dict[str, Mesh]:
    """The parts of one muscle as closed meshes outside the obstacles, its deep parts first."""
    made: dict[str, Mesh] = {}
    for layer in sorted({part.layer for part in parts}):
        abreast = [part for part in parts if part.layer == layer]
        made |= _abreast(abreast, [*obstacles, *made.values()], one_sided)
    return {part.node: made[part.node] for part in parts}


def _abreast(parts: Sequence[Part], obstacles: Sequence[Mesh], one_sided: bool) -> dict[str, Mesh]:
    """Parts of one layer, shaped together so that they meet side by side, each about its volume."""
    sheets = sheets_of(parts)
    volumes_mm3 = [1e3 * part.volume_cm3 for part in parts]
    abreast = runs(parts)
    scales = _scales(sheets, volumes_mm3, abreast)
    sheets = _draped(sheets, scales, abreast, obstacles, one_sided)
    thickest_mm = max(float(s.half_mm(k).max()) for own, k in zip(sheets, scales, strict=True) for s in own)
    grid = grid_around(_points(sheets), reach_mm(thickest_mm) + 2, step_mm(sheets, volumes_mm3))
    swellings = [[thickening(s, grid, k) for s in own] for own, k in zip(sheets, scales, strict=True)]
    mask = np.any([s.mask for own in swellings for s in own], axis=0)
    obstacle = _halved(exact_field(obstacles, grid, mask, 3.0), grid, one_sided)
    fields = fitted(swellings, scales, _together(volumes_mm3, abreast), obstacle, grid)
    return {p.node: surface(f, grid, triangles(p)) for p, f in zip(parts, fields, strict=True)}


def _scales(sheets: Sheets, volumes_mm3: Sequence[float], abreast: list[list[int]]) -> list[float]:
    """A first guess of each part's scale; parts of a run share theirs, so that no step shows at the seam."""
    found = {}
    for run in abreast:
        scale = scale_for([s for i in run for s in sheets[i]], sum(volumes_mm3[i] for i in run))
        found |= dict.fromkeys(run, scale)
    return [found[i] for i in range(len(sheets))]


def _together(volumes_mm3: Sequence[float], abreast: list[list[int]]) -> list[tuple[tuple[int, ...], float]]:
    return [(tuple(run), sum(volumes_mm3[i] for i in run)) for run in abreast]


def _draped(sheets: Sheets, scales: Sequence[float], abreast: list[list[int]], obstacles: Sequence[Mesh],
            one_sided: bool) -> Sheets:
    grid = grid_around(_points(sheets), BAND_MM, 2.0)
    obstacle = _halved(coarse_field(solid(obstacles, grid), grid.step_mm), grid, one_sided)
    laid: Sheets = []
    for run in abreast:
        if len(run) == 1:
            laid.append([drape(s, scales[run[0]], obstacle, grid) for s in sheets[run[0]]])
        else:
            own = [sheets[i][0] for i in run]
            whole = drape(joined(own, [scales[i] for i in run]), 1.0, obstacle, grid)
            laid += [[s] for s in split(whole, own)]
    return laid


def _halved(field: np.ndarray, grid: Grid, one_sided: bool) -> np.ndarray:
    """The field of obstacles with, for a structure of one side, the other half of the body among them."""
    return np.minimum(field, -grid.along(0)) if one_sided else field


def _points(sheets: Sheets) -> np.ndarray:
    return np.concatenate([s.points_mm[s.present] for own in sheets for s in own])


def step_mm(sheets: Sheets, volumes_mm3: Sequence[float]) -> float:
    """The voxel for a muscle: some thirty across its bulk, and three through its mean thickness."""
    area_mm2 = sum(area_of(s) for own in sheets for s in own)
    bulk_mm = sum(volumes_mm3) ** (1 / 3)
    return float(np.clip(min(bulk_mm / 30, sum(volumes_mm3) / area_mm2 / 3), 0.8, 2.2))


def triangles(part: Part) -> int:
    """How many triangles a part may have: by its volume, from those of a small belly to those of a plate."""
    return int(np.clip(500 + 15 * part.volume_cm3, 600, 3000))
