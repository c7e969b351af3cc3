"""The source stands as it should: frame, anatomical position, coupled joints, muscle units."""

import numpy as np
import pytest

from palpate.body import myosim
from palpate.body.mesh import bounds_mm

pytestmark = pytest.mark.body


@pytest.fixture(scope="module")
def source():
    return myosim.load()


@pytest.fixture(scope="module")
def surfaces(source):
    return myosim.surfaces(source)


def middle(mesh):
    return bounds_mm(mesh).mean(axis=0)


def test_x_runs_to_the_left_y_backward_and_z_upward_in_millimetres(surfaces):
    assert middle(surfaces["femur_l"])[0] > 50 > -50 > middle(surfaces["femur_r"])[0]
    assert middle(surfaces["sacrum_geom_1"])[1] > middle(surfaces["patella_r"])[1] + 50
    assert 1600 < bounds_mm(surfaces["hat_skull"])[1, 2] < 1800


def test_the_midline_is_at_zero_and_the_soles_stand_on_the_floor(surfaces):
    assert abs(middle(surfaces["hat_skull"])[0]) < 1
    assert -2 < min(bounds_mm(surfaces[foot])[0, 2] for foot in ("foot_r", "bofoot_r")) < 2


def test_the_palms_look_forward(surfaces):
    thumb, little_finger = middle(surfaces["1mc_r"]), middle(surfaces["5mc_r"])
    assert thumb[0] < little_finger[0] - 30
    assert middle(surfaces["pisiform_r"])[1] < middle(surfaces["triquetrum_r"])[1]


def test_bent_knee_carries_the_coupled_kneecap_along(source):
    def kneecap(angle):
        state = myosim.posed(source, {"knee_angle_r": np.radians(angle)})
        return state.body("patella_r").xpos * 1000

    lowered = kneecap(0)[2] - kneecap(90)[2]
    assert 20 < lowered < 80


def test_raising_the_arm_turns_the_scapula_with_it(source):
    def tip(angle):
        scapula = myosim.surfaces(source, myosim.posed(source, {"shoulder_elv_r": np.radians(angle)}))[
            "scapula_r"
        ]
        return scapula.vertices_mm[np.argmin(myosim.surfaces(source)["scapula_r"].vertices_mm[:, 2])]

    assert tip(120)[0] < tip(0)[0] - 20


def test_every_unit_runs_between_its_sites(source):
    units = myosim.units(source)
    assert len(units) == 416
    for unit in units.values():
        assert np.allclose(unit.path_mm[0], unit.sites[0].at_mm)
        assert np.allclose(unit.path_mm[-1], unit.sites[-1].at_mm)
        assert unit.force_n > 0


def test_the_biceps_shortens_when_the_elbow_bends(source):
    def length(angle):
        unit = myosim.units(source, myosim.posed(source, {"elbow_flexion_r": np.radians(angle)}))["BIClong"]
        return np.linalg.norm(np.diff(unit.path_mm, axis=0), axis=1).sum()

    assert length(90) < length(10) - 20
