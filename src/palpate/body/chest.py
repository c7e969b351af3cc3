"""Takes the source's breastbone apart: sternum and costal cartilages are one piece there."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from palpate.body.fields import Grid
from palpate.body.mesh import Mesh
from palpate.body.records import Record
from palpate.body.remesh import field_of, surface_of, taubin, thin
from palpate.body.subdivision import smooth

STEP_MM = 1.0

SEAM_MM = 0.4
"""Half the gap left between a cartilage and its neighbour, so that they do not share a face."""

CENTRE_LINES: dict[str, list[tuple[float, float]]] = {
    "sternum": [(0, 1420), (0, 1240)],
    "costal-cartilage-1": [(-42, 1398), (-30, 1392)],
    "costal-cartilage-2": [(-42, 1364), (-20, 1365)],
    "costal-cartilage-3": [(-52, 1343), (-20, 1343)],
    "costal-cartilage-4": [(-65, 1318), (-40, 1314), (-20, 1312)],
    "costal-cartilage-5": [(-80, 1290), (-50, 1286), (-20, 1289)],
    "costal-cartilage-6": [(-92, 1265), (-53, 1269), (-20, 1273)],
    "costal-cartilage-7": [(-98, 1231), (-62, 1229), (-45, 1236), (-12, 1256)],
    "costal-cartilage-8": [(-112, 1201), (-77, 1202), (-60, 1217)],
    "costal-cartilage-9": [(-119, 1170), (-99, 1175), (-84, 1190)],
    "costal-cartilage-10": [(-119, 1148), (-99, 1157), (-92, 1167)],
}
"""Middle lines (x, z) in LPS mm, read off the source's front view; every point goes to the nearest.
The sternum's own line is widened by HALF_WIDTH below."""

HALF_WIDTH = ([1236, 1252, 1264, 1355, 1368, 1380, 1420], [4.5, 6.5, 13, 14.5, 17, 25, 26])
"""Height (mm) and half width (mm) of the sternum: xiphoid, body, manubrium."""


def split(piece: Mesh, records: Mapping[str, Record]) -> dict[str, Mesh]:
    """Sternum and cartilages by id, each closed; the seams are cuts a fraction of a millimetre wide."""
    field, grid = field_of(smooth(piece, 2), STEP_MM)
    apart = {name: _offset(name, line, grid) for name, line in CENTRE_LINES.items()}
    right = np.maximum(field, grid.along(0))
    parts = {
        name: _part(field if name == "sternum" else right, name, apart) for name in apart if name in records
    }
    return {
        name: thin(taubin(surface_of(part, grid, 0.5), 6), records[name]["triangles"])
        for name, part in parts.items()
    }


def _part(field: np.ndarray, name: str, apart: Mapping[str, np.ndarray]) -> np.ndarray:
    """The part of the field that is nearer to its own middle line than to any other."""
    others = np.min([line for other, line in apart.items() if other != name], axis=0)
    return np.maximum(field, ((apart[name] - others) / 2 + SEAM_MM)[:, None, :])


def _offset(name: str, line: list[tuple[float, float]], grid: Grid) -> np.ndarray:
    """Distance (nx, nz) in the frontal plane to a middle line; to the edge for the sternum."""
    x = -np.abs(grid.along(0)).reshape(-1, 1)
    z = grid.along(2).reshape(1, -1)
    if name == "sternum":
        return np.abs(x) - np.interp(z, *HALF_WIDTH) + 0 * z
    return np.min([_to_segment(x, z, a, b) for a, b in pairwise(line)], axis=0)


def _to_segment(x: np.ndarray, z: np.ndarray, a: tuple[float, float], b: tuple[float, float]) -> np.ndarray:
    along = np.array([b[0] - a[0], b[1] - a[1]])
    share = np.clip(((x - a[0]) * along[0] + (z - a[1]) * along[1]) / (along @ along), 0, 1)
    return np.hypot(x - a[0] - share * along[0], z - a[1] - share * along[1])
