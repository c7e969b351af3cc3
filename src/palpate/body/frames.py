"""The two frames of the body: LPS millimetres inside Python, glTF metres in every file and scene."""

import numpy as np


def gltf_m(points_mm: np.ndarray) -> np.ndarray:
    """Points (..., 3) from LPS millimetres to the glTF frame: metres, x left, y superior, z anterior."""
    x, y, z = np.moveaxis(np.asarray(points_mm, dtype=float), -1, 0)
    return np.stack([x, z, -y], axis=-1) / 1000


def lps_mm(points_m: np.ndarray) -> np.ndarray:
    """Points (..., 3) from the glTF frame in metres back to LPS millimetres."""
    x, y, z = np.moveaxis(np.asarray(points_m, dtype=float), -1, 0)
    return np.stack([x, -z, y], axis=-1) * 1000
