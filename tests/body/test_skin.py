"""The skin: closed, of one piece, of a person's size, over all bones and muscles."""

from itertools import pairwise

import numpy as np
import pytest

from body.boxes import box
from palpate.body.features import featured, melted
from palpate.body.fields import Grid
from palpate.body.measures import inside_of
from palpate.body.mesh import Mesh, bounds_mm, components, is_watertight, volume_cm3
from palpate.body.skin import build

BALL = {"at": {"bone": "rod", "near": [0.5, 0.0, 0.5]}, "radii_mm": [9.0, 9.0, 9.0], "blend_mm": 1.0}
SHOWS = 0.08
"""Share of a structure's vertices that may come through the skin: tendons and fingertips by a millimetre."""

GRID = Grid(np.array([-60.0, -60.0, -60.0]), 3.0, (41, 41, 41))


def rod(x: float, width: float = 20.0, height: float = 80.0) -> Mesh:
    """An upright box around (x, 0, 0)."""
    low = (x - width / 2, -width / 2, -height / 2)
    return box(low, (x + width / 2, width / 2, height / 2))


def record(parts: dict) -> dict:
    return {"skin": {"triangles": 4000, "across": ["trunk"], "parts": parts}}


def test_the_skin_lies_over_the_bone_by_the_thickness_of_the_fat():
    lean, stout = (
        build(record({"trunk": {"rod": [fat, 5]}}), {"rod": rod(0, 60)})["skin"] for fat in (4.0, 14.0)
    )
    assert is_watertight(lean)
    assert bounds_mm(stout)[1, 1] - bounds_mm(lean)[1, 1] == pytest.approx(10, abs=1)


def test_a_hollow_within_a_part_is_spanned_and_one_between_parts_is_not():
    two = {"one": rod(-20), "other": rod(-64)}
    together = build(record({"trunk": {"one": [3, 80], "other": [3, 80]}}), two)["skin"]
    apart = build(record({"trunk": {"one": [3, 80]}, "arm": {"other": [3, 80]}}), two)["skin"]
    assert volume_cm3(together) > volume_cm3(apart) + 50


def test_right_and_left_are_alike():
    made = build(record({"trunk": {"rod": [5, 20]}}), {"rod": rod(-10, 40)})["skin"]
    low, high = bounds_mm(made)
    assert low[0] == pytest.approx(-high[0], abs=1.0)


def test_a_feature_stands_on_both_sides_and_a_hollow_is_cut():
    field = np.full(GRID.shape, 50.0, np.float32)
    bones = {"rod": rod(-30)}
    both = featured(field, GRID, [BALL], bones)
    centre = tuple(np.rint(GRID.indices(np.array([-30.0, -10, 0]))).astype(int))
    other = tuple(np.rint(GRID.indices(np.array([30.0, -10, 0]))).astype(int))
    assert both[centre] < -6
    assert both[other] < -6
    assert featured(-field, GRID, [{**BALL, "cut": True}], bones)[centre] > 6


def test_melting_adds_a_fillet_where_both_are_near_and_nothing_elsewhere():
    near, far = np.array([0.0]), np.array([40.0])
    assert melted(near, near, 8.0)[0] == -2.0
    assert melted(near, far, 8.0)[0] == 0.0


@pytest.fixture(scope="module")
def skin(baked) -> Mesh:
    return baked.meshes(["skin"])["skin"]


@pytest.mark.body
@pytest.mark.slow
class TestOfTheBody:
    def test_it_is_closed_and_of_one_piece(self, skin):
        assert is_watertight(skin)
        assert len(components(skin)) == 1

    def test_it_has_the_volume_of_a_grown_man(self, skin):
        assert 55e3 < volume_cm3(skin) < 90e3

    def test_bones_and_muscles_lie_beneath_it(self, skin, baked):
        kinds = ("bone", "cartilage", "muscle")
        meshes = baked.meshes(name for name, line in baked.index.items() if line["kind"] in kinds)
        bare = {node: share for node, mesh in meshes.items() if (share := outside(mesh, skin)) > SHOWS}
        assert bare == {}

    def test_fingers_stand_apart(self, skin, baked):
        tips = baked.meshes(f"distal-phalanx-hand-{ray}" for ray in (2, 3, 4, 5))
        gaps = [(a + b) / 2 for a, b in pairwise(mesh.vertices_mm.mean(axis=0) for mesh in tips.values())]
        assert not inside_of(np.array(gaps), skin).any()


def outside(mesh: Mesh, skin: Mesh) -> float:
    """The share of a mesh's vertices that lie out of the skin."""
    return float(1 - inside_of(mesh.vertices_mm[::5], skin).mean())
