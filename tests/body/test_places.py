"""The grammar of places, on a box 100 mm wide, 40 deep and 200 high."""

import numpy as np
import pytest

from body.boxes import box
from palpate.body.mesh import mirror
from palpate.body.places import PlaceError, from_box, locate, nearest_point, resolve, to_box

BOX = box((-100, 0, 0), (0, 40, 200))
BONES = {"box": BOX}
RIDGE = {
    "ridge": {"bone": "box", "place": {"through": [{"near": [1, 0, 0]}, {"near": [1, 0, 1]}]}},
    "corner": {"bone": "box", "place": {"extreme": ["right", "anterior", "superior"]}},
}


def at(place):
    return resolve(place, BONES, RIDGE, "box").round(6).tolist()


def test_the_box_counts_to_the_bodys_right_backward_and_upward():
    assert at({"near": [1, 0, 0]}) == [-100, 0, 0]
    assert at({"near": [0, 1, 1]}) == [0, 40, 200]


def test_a_point_inside_goes_to_the_nearest_surface():
    assert at({"near": [0.5, 0.1, 0.5]}) == [-50, 0, 100]


def test_fractions_there_and_back_are_the_same():
    assert to_box(BOX, from_box(BOX, [0.2, 0.7, 0.4])).round(9).tolist() == [0.2, 0.7, 0.4]


def test_an_extreme_is_the_farthest_vertex_in_the_sum_of_its_directions():
    assert at({"extreme": ["right", "anterior", "superior"]}) == [-100, 0, 200]
    assert at({"extreme": ["left", "posterior", "inferior"]}) == [0, 40, 0]


def test_a_window_keeps_the_search_to_a_part_of_the_bone():
    assert at({"extreme": ["right", "anterior"], "within": {"superior": [0, 0.3]}}) == [-100, 0, 0]


def test_a_curve_runs_in_small_steps_on_the_surface():
    ridge = locate("ridge", BONES, RIDGE)
    assert ridge[0].tolist() == [-100, 0, 0]
    assert ridge[-1].tolist() == [-100, 0, 200]
    assert np.linalg.norm(np.diff(ridge, axis=0), axis=1).max() <= 5


def test_a_fraction_of_a_curve_is_measured_along_it():
    assert at({"on": "ridge", "at": 0.25}) == [-100, 0, 50]


def test_a_place_can_be_another_landmark():
    assert at({"landmark": "corner"}) == [-100, 0, 200]


def test_a_place_may_name_its_own_bone():
    bones = {"box": BOX, "other": mirror(BOX)}
    assert resolve({"bone": "other", "near": [0, 0, 0]}, bones, {}, "box").tolist() == [100, 0, 0]


def test_the_nearest_point_may_lie_inside_a_face_on_an_edge_or_at_a_corner():
    assert np.allclose(nearest_point(BOX, np.array([-30.0, -9, 120])), [-30, 0, 120])
    assert np.allclose(nearest_point(BOX, np.array([-30.0, -9, 220])), [-30, 0, 200])
    assert np.allclose(nearest_point(BOX, np.array([9.0, -9, 220])), [0, 0, 200])


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"near": [0, 0, 0], "bone": "femur"}, "no bone is called 'femur'"),
        ({"on": "crest", "at": 0.5}, "no landmark is called 'crest'"),
        ({"extreme": "up"}, "'up' is no direction"),
        ({"extreme": "right", "within": {"height": [0, 1]}}, "'height' is no axis"),
        ({"extreme": "right", "within": {"superior": [0.4, 0.6]}}, "no surface inside"),
        ({"somewhere": 1}, "needs near, extreme, through or on"),
    ],
)
def test_a_place_that_cannot_be_found_says_why(place, words):
    with pytest.raises(PlaceError, match=words):
        resolve(place, BONES, RIDGE, "box")
