"""The bones of the content: whole, closed, named, apart from each other and of human size."""

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from body.boxes import SIDES, box
from palpate.body.bones import neighbours, waves
from palpate.body.fields import grid_around, sample
from palpate.body.mesh import Mesh, bounds_mm, components, is_watertight, join, volume_cm3, weld
from palpate.body.records import read_records
from palpate.body.remesh import field_on, fill_holes, surface_of, thin, unpinch
from palpate.body.subdivision import smooth

ROOT = Path(__file__).resolve().parents[2]
HARD = {
    name: record
    for name, record in read_records(ROOT / "content" / "body").items()
    if record["kind"] in ("bone", "cartilage")
}

CUBE = box((0, 0, 0), (20, 20, 20))
CORNERS = CUBE.vertices_mm


def test_a_hole_is_closed_by_a_fan():
    torn = Mesh(CORNERS, SIDES[2:])
    assert not is_watertight(torn)
    assert is_watertight(fill_holes(torn))
    assert np.isclose(volume_cm3(fill_holes(torn)), 8.0)


def test_smoothing_a_cube_keeps_its_corners_near_when_told_to_hold():
    def corner(hold):
        return np.linalg.norm(smooth(CUBE, 3, hold).vertices_mm - CORNERS[7], axis=1).min()

    assert is_watertight(smooth(CUBE, 3, 0.8))
    assert corner(0.9) < corner(0.0) / 2


def test_a_box_without_a_lid_and_with_a_stray_triangle_comes_out_closed_and_whole():
    stray = Mesh(np.array([[8, 8, 30], [12, 8, 30], [8, 12, 30]], float), np.array([[0, 1, 2]]))
    torn = join([Mesh(CORNERS, SIDES[1:]), stray])
    grid = grid_around(torn.vertices_mm, 4, 1.0)
    made = surface_of(field_on(torn, grid), grid)
    assert is_watertight(made)
    assert len(components(made)) == 1
    assert 7.0 < volume_cm3(made) < 8.2


def test_a_thinned_ball_stays_closed():
    ball = smooth(CUBE, 4, 0.0)
    assert is_watertight(thin(ball, 200))
    assert len(thin(ball, 200).faces) <= 240


def test_two_cubes_that_share_an_edge_are_parted():
    pinched = Mesh(
        np.concatenate([CORNERS, CORNERS + np.array([20, 20, 0])]), np.concatenate([SIDES, SIDES + 8])
    )
    assert not is_watertight(weld(pinched))
    assert is_watertight(unpinch(weld(pinched)))


@pytest.mark.body
@pytest.mark.slow
class TestRealBones:
    """All bones of the content, made once."""

    def test_every_record_has_its_mesh(self, bones):
        assert set(bones) == set(HARD)
        assert len(bones) >= 115

    @pytest.mark.parametrize("bone", HARD)
    def test_a_bone_is_closed_one_piece_and_wound_outward(self, bones, bone):
        assert is_watertight(bones[bone])
        assert len(components(bones[bone])) == 1
        assert volume_cm3(bones[bone]) > 0

    @pytest.mark.parametrize("bone", HARD)
    def test_no_point_of_a_bone_stands_out_as_a_spike(self, bones, bone):
        assert sharpness(bones[bone]).max() < 0.95

    def test_only_right_sided_and_midline_bones_are_made(self, bones):
        for bone, record in HARD.items():
            low, high = bounds_mm(bones[bone])[:, 0]
            if record["side"] == "right":
                assert high < 0
            else:
                assert abs(low + high) < 3, bone

    def test_the_whole_right_half_keeps_to_its_triangles(self, bones):
        assert sum(len(mesh.faces) for mesh in bones.values()) < 115_000
        for bone, mesh in bones.items():
            assert len(mesh.faces) <= 1.3 * HARD[bone]["triangles"]

    @pytest.mark.parametrize(
        ("bone", "low_cm3", "high_cm3"),
        [
            ("femur", 300, 600),
            ("hip-bone", 250, 450),
            ("humerus", 100, 250),
            ("scapula", 60, 130),
            ("vertebra-l3", 30, 70),
            ("vertebra-c4", 8, 20),
            ("patella", 12, 32),
            ("rib-6", 8, 25),
            ("hyoid", 1, 5),
        ],
    )
    def test_volumes_are_those_of_an_adult(self, bones, bone, low_cm3, high_cm3):
        assert low_cm3 < volume_cm3(bones[bone]) < high_cm3

    @pytest.mark.parametrize(
        ("above", "below"),
        [
            ("skull", "vertebra-c1"),
            ("vertebra-c2", "vertebra-c3"),
            ("vertebra-t12", "vertebra-l1"),
            ("vertebra-l5", "sacrum"),
            ("hip-bone", "sacrum"),
            ("hip-bone", "femur"),
            ("femur", "tibia"),
            ("tibia", "talus"),
            ("talus", "calcaneus"),
            ("scapula", "humerus"),
            ("skull", "mandible"),
        ],
    )
    def test_bones_that_meet_are_near_and_do_not_pass_through_each_other(self, bones, above, below):
        grid = grid_around(bones[below].vertices_mm, 8, 1.0)
        at = bones[above].vertices_mm
        near = at[((at > grid.origin_mm) & (grid.indices(at) < np.array(grid.shape) - 1)).all(axis=1)]
        assert sample(field_on(bones[below], grid), grid, near).min() > -1.0
        assert cKDTree(bones[below].vertices_mm).query(at)[0].min() < 8

    def test_the_canal_runs_open_through_neck_chest_and_loins(self, bones):
        for level in ("c3", "c5", "t1", "t6", "t12", "l1", "l4"):
            mesh = bones[f"vertebra-{level}"]
            a, b, c = np.moveaxis(mesh.triangles_mm[:, :, :2], 1, 0)
            depths = np.linspace(*bounds_mm(mesh)[:, 1], 60)
            free = [not _covers(a, b, c, np.array([0.0, y])) for y in depths]
            gaps = "".join("o" if one else "x" for one in free).strip("o")
            assert "oooo" in gaps, level


def sharpness(mesh: Mesh) -> np.ndarray:
    """How far each vertex stands off its neighbours' middle, as a share of their distance: 1 is a needle."""
    sides = np.unique(mesh.faces[:, [0, 1, 1, 2, 2, 0, 1, 0, 2, 1, 0, 2]].reshape(-1, 2), axis=0)
    start, end = mesh.vertices_mm[sides[:, 0]], mesh.vertices_mm[sides[:, 1]]
    count = np.bincount(sides[:, 0])
    middle = np.stack([np.bincount(sides[:, 0], end[:, axis]) for axis in range(3)], axis=1) / count[:, None]
    reach = np.bincount(sides[:, 0], np.linalg.norm(end - start, axis=1)) / count
    return np.linalg.norm(middle - mesh.vertices_mm, axis=1) / reach


def _covers(a: np.ndarray, b: np.ndarray, c: np.ndarray, point: np.ndarray) -> bool:
    """Whether any triangle lies over a point, seen from above."""

    def side(p, q):
        return (q - p)[:, 0] * (point - p)[:, 1] - (q - p)[:, 1] * (point - p)[:, 0]

    one, two, three = side(a, b), side(b, c), side(c, a)
    return bool((((one >= 0) & (two >= 0) & (three >= 0)) | ((one <= 0) & (two <= 0) & (three <= 0))).any())


def test_bones_that_must_stay_clear_of_near_ones_wait_for_them_and_the_others_do_not():
    places = {"femur": 0, "hip": 15, "hand": 900, "toe": -900}
    pieces = {name: box((x, 0, 0), (x + 20, 20, 20)) for name, x in places.items()}
    before = neighbours({"femur": (), "hip": ("femur",), "hand": ("fe*",), "toe": ()}, pieces)
    assert before == {"femur": [], "hip": ["femur"], "hand": [], "toe": []}
    assert waves(before) == [["femur", "hand", "toe"], ["hip"]]
