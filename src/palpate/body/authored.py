"""Bones that the source lacks or has only in outline: sacrum, coccyx and hyoid.

Sizes are usual adult male proportions, set by eye until the bones read as such, not taken from a scan; the
sacrum's place and slope follow the source's fifth lumbar vertebra and hip bones, between which it has to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from palpate.body.carving import ball, carve, keep_off, rope, smooth_max, smooth_min
from palpate.body.fields import Grid, grid_around
from palpate.body.mesh import Mesh, mirror
from palpate.body.records import Record
from palpate.body.remesh import surface_of, taubin, thin

STEP_MM = 0.9
JOINT_GAP_MM = 1.2
"""Room for the cartilage of the sacroiliac and lumbosacral facet joints on one side."""

VENTRAL = np.array(
    [
        (31, 985),
        (38, 976),
        (45, 966.5),
        (52, 957),
        (59, 947),
        (65.5, 937.5),
        (71.5, 928),
        (76.5, 919),
        (80.5, 910),
        (83, 901.5),
        (83.5, 893),
    ],
    float,
)
"""Midline of the sacrum's pelvic surface (y, z) in LPS mm, promontory to apex: 107 mm long, 8 mm deep."""

SHARE = [0, 0.12, 0.24, 0.36, 0.46, 0.56, 0.66, 0.75, 0.84, 0.92, 1.0]
HALF_WIDTH_MM = [51, 52, 49, 45, 43.5, 40, 35, 31, 28.5, 25.5, 9]
"""Half breadth at shares of the length; 27 mm at 0.9 is the inferior lateral angle."""

LAMINA_MM = [40, 39, 36, 33, 30, 27, 23.5, 20, 16.5, 13, 9]
"""Depth from the pelvic surface to the laminae, midline."""

FORAMINA = [(0.25, 17.5, 5.6), (0.47, 16, 4.8), (0.67, 14.5, 4.0), (0.84, 13, 3.3)]
"""Pairs of sacral foramina S1 to S4: share of the length, distance from the midline, radius in front (mm)."""

TUNNELS = (
    [[-4.9, 67.3, 996.5, 3.8], [-8.6, 70.3, 984.2, 3.9], [-13.8, 66.6, 972.8, 4], [-18.1, 56.6, 965, 4.2]],
    [[-5.2, 78.4, 960.4, 3.8], [-10.4, 78.2, 952.9, 4], [-15.5, 73.6, 946.5, 4], [-18, 65.6, 942, 4.3]],
    [[-4.7, 84.5, 943.9, 3.2], [-8.3, 87.5, 935.4, 3.4], [-14.2, 85.1, 927.9, 3.4], [-17, 78, 923.3, 3.6]],
    [[-2.9, 88.2, 929.1, 2], [-5.7, 90.6, 920.6, 2.1], [-10.3, 91.6, 912.7, 2.3], [-14.5, 86, 908.1, 2.5]],
)
"""From the sacral canal to the foramina S1 to S4: where the roots run, with a millimetre to spare."""

CANAL = {
    "do": "cut",
    "seam_mm": 1.5,
    "rope": [
        [0, 62, 1008, 8.0],
        [0, 65, 996, 7.0],
        [0, 70, 979, 5.6],
        [0, 78.5, 958, 5.0],
        [0, 86.5, 938, 4.0],
        [0, 90.5, 920, 3.4],
        [0, 94, 905, 3.6],
        [0, 97, 893, 4.0],
    ],
}
"""The sacral canal as a rope, base to hiatus."""

CREST = {
    "seam_mm": 4,
    "rope": [
        [0, 78.5, 985, 3.6],
        [0, 83, 976, 2.6],
        [0, 89.5, 966, 3.0],
        [0, 91, 954, 2.0],
        [0, 94, 946, 2.8],
        [0, 95, 935, 1.8],
        [0, 96, 928, 2.4],
        [0, 96.5, 921, 1.6],
    ],
}
"""Median sacral crest with the spinous tubercles of S1 to S4."""

SIDE_PIECES = [
    {
        "rope": [[-20, 68, 988, 8.5], [-20.5, 68.5, 998, 7.0], [-20, 67.5, 1005, 5.4]],
        "seam_mm": 5,
        "both": True,
    },
    {"rope": [[-9, 95, 909, 2.4], [-8.5, 93.5, 898, 2.2], [-8, 92, 892, 2.0]], "seam_mm": 2, "both": True},
    {
        "rope": [[-27, 80, 969, 2.6], [-26, 86, 950, 2.4], [-24, 90, 931, 2.2], [-22, 92, 915, 2.0]],
        "seam_mm": 3,
        "both": True,
    },
]
"""Superior articular processes, sacral horns and lateral crests (right side, mirrored)."""

COCCYX = [
    ((0, 86, 884.5), (11, 5.6, 5.6)),
    ((0, 83.5, 874.5), (8.2, 5.0, 5.6)),
    ((0, 78.5, 866.5), (6.6, 4.6, 4.8)),
    ((0, 72.5, 861), (5.2, 4.0, 4.2)),
]
COCCYX_PIECES = [
    {"rope": [[0, 86, 886, 4.2], [-15, 87, 887, 2.6]], "seam_mm": 4, "both": True},
    {"rope": [[-6, 89.5, 886, 2.2], [-7, 91, 891, 1.6]], "seam_mm": 2, "both": True},
]

HYOID = {
    "body": [[0, 0, 0, 4.0], [-7, 1.2, 0.4, 4.0], [-11.5, 4, 1, 3.4]],
    "greater_horn": [[-11.5, 4, 1, 3.2], [-15.5, 14, 3, 2.5], [-18.5, 26, 6, 2.1], [-19.5, 36, 9, 2.5]],
    "lesser_horn": [[-11, 4.5, 2.5, 2.0], [-12, 8, 8, 1.2]],
}
"""Ropes of the right half about the front of the body: 40 mm wide behind, 36 mm deep, horns rising back."""

HYOID_AT_MM = (0.0, 21.0, 1485.0)
"""Front of the hyoid body: level of C3 to C4, a finger's breadth below and 2 cm behind the chin."""


def build(records: Mapping[str, Record], bones: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """Those authored bones that the records name; the sacrum is fitted to hip bone and fifth lumbar."""
    makers: dict[str, Callable[[], tuple[np.ndarray, Grid]]] = {
        "sacrum": lambda: sacrum([bones[near] for near in ("hip-bone", "vertebra-l5") if near in bones]),
        "coccyx": coccyx,
        "hyoid": hyoid,
    }
    return {
        bone: thin(taubin(surface_of(*make(), 0.5), 4), records[bone]["triangles"])
        for bone, make in makers.items()
        if bone in records
    }


BONES = ("sacrum", "coccyx", "hyoid")


def sacrum(neighbours: list[Mesh]) -> tuple[np.ndarray, Grid]:
    """The field of the sacrum, kept clear of its neighbours (right-sided ones count for both sides)."""
    grid = grid_around(np.array([(-62, 25, 885), (62, 105, 1018)]), 4, STEP_MM)
    x, y, z = (grid.along(axis) for axis in range(3))
    share, depth = _along_ventral(y, z)
    field = _plate(x, y, z, share, depth)
    field = carve(field, grid, [CREST, *SIDE_PIECES, CANAL, *_foramina(), *_tunnels()])
    return keep_off(field, grid, [*neighbours, *map(mirror, neighbours)], JOINT_GAP_MM), grid


def _along_ventral(y: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of the length and depth behind the pelvic surface (1, ny, nz) of points of the midline plane."""
    line = np.stack(
        [np.interp(np.linspace(0, 1, 221), np.linspace(0, 1, len(VENTRAL)), VENTRAL[:, i]) for i in (0, 1)],
        axis=1,
    )
    flat = np.stack(np.broadcast_arrays(y, z), axis=-1)
    apart = flat[:, :, :, None, :] - line
    nearest = (apart**2).sum(axis=-1).argmin(axis=-1)
    normal = np.stack([-np.gradient(line[:, 1]), np.gradient(line[:, 0])], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    depth = ((flat - line[nearest]) * normal[nearest]).sum(axis=-1)
    return nearest / 220, depth


def _plate(x: np.ndarray, y: np.ndarray, z: np.ndarray, share: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The body of the bone between pelvic and dorsal surface, outline, base and apex."""
    width = np.interp(share, SHARE, HALF_WIDTH_MM)
    out = np.abs(x) / width
    back = np.interp(share, SHARE, LAMINA_MM) * (1 - 0.42 * out**2)
    sides = smooth_max(np.abs(x) - width, _front(x, share, out) - depth, 7.0)
    return smooth_max(smooth_max(sides, depth - back, 6.0), np.maximum(_base(x, y, z, depth), 893 - z), 5.0)


def _front(x: np.ndarray, share: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Depth of the pelvic surface: wings set back, hollow across, a line between segments."""
    wing = np.clip((np.abs(x) - 19) / 26, 0, 1) * np.clip(1 - share / 0.4, 0, 1)
    hollow = 3.0 * (1 - out**2) * np.clip(share * 4, 0, 1)
    lines = sum(np.exp(-(((share - place) / 0.018) ** 2)) for place, _, _ in FORAMINA)
    return 9 * wing + hollow - 1.3 * lines * np.exp(-((x / 13) ** 4))


def _base(x: np.ndarray, y: np.ndarray, z: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """Height over the base, which slopes 30 degrees; wings and laminae lie lower than the body."""
    plane = -0.497 * (y - 31) + 0.868 * (z - 985)
    beside = np.clip((np.abs(x) - 23) / 7, 0, 1)
    behind = np.clip((depth - 31) / 6, 0, 1)
    return plane + 4 * beside + 0.004 * np.maximum(np.abs(x) - 26, 0) ** 2 + 5 * behind * (1 - beside)


def _foramina() -> list[dict]:
    """The four pairs of foramina as cuts from the pelvic surface through to the back, wider in front."""
    cuts = []
    for share, x, radius in FORAMINA:
        y, z = (np.interp(share, np.linspace(0, 1, len(VENTRAL)), VENTRAL[:, i]) for i in (0, 1))
        ahead, behind = np.array([-0.75, -0.5]) * 8, np.array([0.8, 0.45]) * 36
        cuts.append(
            {
                "do": "cut",
                "seam_mm": 3,
                "both": True,
                "rope": [
                    [-x - 4, y + ahead[0], z + ahead[1], radius * 1.4],
                    [-x, y + 6, z + 3, radius],
                    [-x - 1, y + behind[0], z + behind[1], radius * 0.75],
                ],
            }
        )
    return cuts


def _tunnels() -> list[dict]:
    return [{"do": "cut", "seam_mm": 1.0, "both": True, "rope": rope} for rope in TUNNELS]


def coccyx() -> tuple[np.ndarray, Grid]:
    """The field of the coccyx: four shrinking segments, transverse processes and horns on the first."""
    grid = grid_around(np.array([(-16, 70, 858), (16, 94, 893)]), 4, 0.6)
    points = _points(grid)
    field = ball(points, *(np.array(size) for size in COCCYX[0]))
    for centre, half in COCCYX[1:]:
        field = smooth_min(field, ball(points, np.array(centre), np.array(half)), 3.0)
    return carve(field, grid, COCCYX_PIECES), grid


def hyoid() -> tuple[np.ndarray, Grid]:
    """The field of the hyoid: a bow of body and greater horns with two small lesser horns."""
    corner = np.array(HYOID_AT_MM)
    grid = grid_around(np.array([(-23, -5, -5), (23, 40, 13)]) + corner, 3, 0.6)
    points = _points(grid) - corner
    points[..., 0] = -np.abs(points[..., 0])
    horns = smooth_min(
        rope(points, np.array(HYOID["greater_horn"])), rope(points, np.array(HYOID["lesser_horn"])), 1.5
    )
    return smooth_min(rope(points, np.array(HYOID["body"])), horns, 2.0), grid


def _points(grid: Grid) -> np.ndarray:
    return np.stack(np.meshgrid(*(grid.along(axis).ravel() for axis in range(3)), indexing="ij"), axis=-1)
