"""Tubes, ribbons and lenses are closed, as thick as said, and stay out of bone."""

import numpy as np
import pytest

from body.boxes import ball
from palpate.body.fields import surface_points
from palpate.body.ground import above, cleared, ground_of
from palpate.body.lenses import lens
from palpate.body.mesh import bounds_mm, is_watertight, volume_cm3
from palpate.body.ribbons import ribbon
from palpate.body.soft import build
from palpate.body.tubes import needed, smooth, tube

STRAIGHT = np.array([[0.0, 0, 0], [0, 0, 100]])
BENT = np.array([[0.0, 0, 0], [0, 30, 20], [0, 30, 60], [0, 0, 90]])


def test_a_tube_is_closed_and_encloses_its_section_times_its_length():
    line, _ = smooth(STRAIGHT)
    made = tube(line, np.full(len(line), 4.0), 16)
    assert is_watertight(made)
    assert volume_cm3(made) == pytest.approx(np.pi * 0.4**2 * 10.3, rel=0.05)


def test_a_tube_is_as_thick_along_its_line_as_said():
    line, _ = smooth(STRAIGHT)
    made = tube(line, np.linspace(1, 6, len(line)), 12).vertices_mm
    wide = np.linalg.norm(made[:, :2], axis=1)
    assert wide[made[:, 2] < 5].max() < 1.6
    assert wide[made[:, 2] > 95].max() > 5.5


def test_a_line_runs_through_all_its_points():
    line, _ = smooth(BENT)
    assert [np.linalg.norm(line - point, axis=1).min() for point in BENT] == pytest.approx([0] * 4, abs=1e-9)


def test_a_line_keeps_points_where_it_bends_and_drops_them_where_it_is_straight():
    line, _ = smooth(BENT)
    stray = np.full(len(line), 0.3)
    straight, _ = smooth(STRAIGHT)
    assert len(needed(straight, np.full(len(straight), 0.3))) == 5
    assert len(needed(line, stray)) > 8


def test_a_line_laid_into_bone_runs_round_it():
    ground = ground_of([ball(20)])
    line, _ = smooth(np.array([[-60.0, 5, 0], [60, 5, 0]]))
    assert above(ground, line)[0].min() < -10
    moved = cleared(line, np.full(len(line), 2.0), ground, ease=3.0)
    assert above(ground, moved)[0].min() > 1.5
    assert np.allclose(moved[[0, -1]], line[[0, -1]])


def test_a_way_that_goes_through_bone_on_purpose_is_left_where_it_is():
    places = [{"bone": "ball", "near": [end, 0.9, 0.5]} for end in (0.2, 0.8)]
    round_it = {"kind": "root", "tubes": [{"radius_mm": 1, "along": places}]}
    through = {"kind": "root", "tubes": [{"radius_mm": 1, "along": places, "through": True}]}
    made = build({"round": round_it, "through": through}, {"ball": ball(20)}, {})
    innermost = {name: np.linalg.norm(surface_points(mesh, 1.0), axis=1).min() for name, mesh in made.items()}
    assert innermost["through"] < 16
    assert innermost["round"] > 19.5


def test_a_branch_makes_one_closed_structure_with_its_trunk():
    trunk = {
        "radius_mm": 3,
        "along": [{"bone": "ball", "near": [0.5, 0.5, 1], "shift_mm": {"superior": up}} for up in (10, 60)],
    }
    branch = {
        "radius_mm": 1,
        "along": [trunk["along"][0], {"bone": "ball", "near": [1, 0.5, 0.5], "shift_mm": {"lateral": 20}}],
    }
    made = build({"nerve": {"kind": "nerve", "tubes": [trunk, branch]}}, {"ball": ball(20)}, {})["nerve"]
    assert is_watertight(made)
    assert volume_cm3(made) > 0


def test_a_ribbon_encloses_its_breadth_times_length_times_thickness():
    lines = [np.array([[x, 0.0, 0], [x, 0, 60]]) for x in (0.0, 20)]
    made = ribbon(lines, [3, 3], 1.0, lambda grid, half: grid)
    assert is_watertight(made)
    assert volume_cm3(made) == pytest.approx(2 * 6 * 0.3, rel=0.02)


def test_a_lens_reaches_from_its_deep_place_to_its_shallow_one():
    made = lens(np.zeros(3), np.array([0.0, -6, 0]), (30, 20), np.array([0.0, 0, 1]))
    low, high = bounds_mm(made)
    assert is_watertight(made)
    assert np.allclose([low[1], high[1]], [-6, 0])
    assert np.allclose((high - low)[[2, 0]], [30, 20], rtol=0.06)
    assert volume_cm3(made) == pytest.approx(4 / 3 * np.pi * 1.5 * 1.0 * 0.3, rel=0.12)
