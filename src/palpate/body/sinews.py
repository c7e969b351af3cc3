"""Where a muscle is tendon: a share for every vertex, so that bellies stand out from their pale ends.

The profile of a part says which shares of its length are tendon. A vertex belongs to the fascicle that runs
nearest to it, and lies as far along it as the nearest point of that fascicle.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.spatial import cKDTree

from palpate.body.fascicles import Band, Part, parts_of
from palpate.body.mesh import Mesh
from palpate.body.records import Record
from palpate.body.sheets import even

STATIONS = 100
"""Points along a fascicle among which the nearest is sought: steps of a hundredth of its length."""

SEAM = 0.06
"""Share of the length over which the belly goes over into the tendon, as fibres end one after another."""


def build(
    records: Mapping[str, Record],
    bones: Mapping[str, Mesh],
    landmarks: Mapping[str, Record],
    muscles: Mapping[str, Mapping[str, Mesh]],
) -> dict[str, np.ndarray]:
    """How much of each vertex (N,) is tendon, 0 to 1, by node id; nodes without a tendon are left out."""
    read = (parts_of(muscle, record, bones, landmarks) for muscle, record in records.items())
    parts = [part for own in read for part in own if has_tendon(part)]
    meshes = {node: mesh for nodes in muscles.values() for node, mesh in nodes.items()}
    return {part.node: sinew(part, meshes[part.node]) for part in parts}


def has_tendon(part: Part) -> bool:
    """Whether any band of a part begins or ends in tendon."""
    return any(band.profile.tendon_from or band.profile.tendon_to for band in part.bands)


def sinew(part: Part, mesh: Mesh) -> np.ndarray:
    """How much of each vertex (N,) of a part is tendon, 0 to 1."""
    along = np.linspace(0, 1, STATIONS)
    lines = [(band, even(path, STATIONS)) for band in part.bands for path in band.paths_mm]
    shares = np.concatenate([_tendon(band, along) for band, _ in lines])
    _, nearest = cKDTree(np.concatenate([line for _, line in lines])).query(mesh.vertices_mm)
    return shares[nearest]


def _tendon(band: Band, along: np.ndarray) -> np.ndarray:
    """The share of tendon at places along a band, 0 at its origin to 1 at its insertion."""
    start, end = band.profile.tendon_from, band.profile.tendon_to
    before = np.clip((start - along) / SEAM + 0.5, 0, 1) if start else np.zeros_like(along)
    behind = np.clip((along - (1 - end)) / SEAM + 0.5, 0, 1) if end else np.zeros_like(along)
    return np.maximum(before, behind)
