"""Hollows and near neighbours darken a surface, and what is far away does not."""

import numpy as np
import pytest
import trimesh

from palpate.body.mesh import Mesh
from palpate.body.occlusion import openness, openness_at, sphere_directions, within_reach
from palpate.body.rays import surface_of, tracer

BALL = trimesh.creation.icosphere(subdivisions=3, radius=10)


def ball(at_mm: tuple[float, float, float]) -> Mesh:
    return Mesh(np.asarray(BALL.vertices) + at_mm, np.asarray(BALL.faces))


def plate(half_mm: float) -> Mesh:
    corners = half_mm * np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], float)
    return Mesh(corners, np.array([[0, 1, 2], [0, 2, 3]]))


def test_a_lone_ball_is_open_all_round():
    assert openness(ball((0, 0, 0))).min() > 0.98


def test_a_neighbour_darkens_the_side_that_it_stands_on():
    open_ = openness(ball((0, 0, 0)), [ball((22, 0, 0))])
    near, far = BALL.vertices[:, 0] > 9, BALL.vertices[:, 0] < 0
    assert open_[near].max() < 0.7
    assert open_[far].min() > 0.98


def test_a_neighbour_out_of_reach_changes_nothing():
    assert (openness(ball((0, 0, 0)), [ball((200, 0, 0))]) == openness(ball((0, 0, 0)))).all()


def test_a_point_under_a_wide_plate_is_nearly_buried():
    above = np.array([[0.0, 0.0, -1.0]])
    assert openness_at(above, np.array([[0.0, 0.0, 1.0]]), tracer(surface_of([plate(1000)])), 60)[0] < 0.05


def test_a_point_on_a_wide_plate_is_free():
    above = np.array([[0.0, 0.0, 0.0]])
    assert openness_at(above, np.array([[0.0, 0.0, 1.0]]), tracer(surface_of([plate(1000)])), 60)[0] == 1


def test_the_same_surface_gives_the_same_openness():
    assert (
        openness(ball((0, 0, 0)), [ball((22, 0, 0))]) == openness(ball((0, 0, 0)), [ball((22, 0, 0))])
    ).all()


def test_directions_are_spread_over_the_whole_sphere():
    directions = sphere_directions(128)
    assert np.linalg.norm(directions, axis=1) == pytest.approx(1)
    assert np.abs(directions.mean(axis=0)).max() < 0.01


def test_only_what_comes_near_is_within_reach():
    own, near, far = ball((0, 0, 0)), ball((30, 0, 0)), ball((300, 0, 0))
    assert within_reach([own, near, far], [own], 60) == [near]
