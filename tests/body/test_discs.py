"""Discs lie between the end plates of their two vertebrae."""

import numpy as np
import pytest
import trimesh

from palpate.body.discs import between, build
from palpate.body.mesh import Mesh, bounds_mm, is_watertight, volume_cm3


def block(z_mm: float, height_mm: float = 24.0) -> Mesh:
    """A vertebra of a tiny world: a body in front, a bar for the arch behind."""
    body = trimesh.creation.cylinder(radius=18, height=height_mm, sections=64)
    bar = trimesh.creation.box((8, 40, 8))
    bar.apply_translation((0, 36, 0))
    whole = trimesh.util.concatenate([body, bar])
    whole.apply_translation((0, 0, z_mm))
    return Mesh(np.asarray(whole.vertices, float), np.asarray(whole.faces))


def test_a_disc_fills_the_gap_between_two_blocks_and_no_more():
    disc = between(block(34), block(0))
    (_, _, low), (_, _, high) = bounds_mm(disc)
    assert (low, high) == (pytest.approx(12, abs=1), pytest.approx(22, abs=1))


def test_a_disc_is_closed_winds_outward_and_is_as_wide_as_its_neighbours():
    disc = between(block(34), block(0))
    assert is_watertight(disc)
    assert volume_cm3(disc) == pytest.approx(np.pi * 1.8**2 * 1.0, rel=0.15)


def test_a_disc_stays_out_of_the_arch_behind():
    assert bounds_mm(between(block(34), block(0)))[1][1] < 20


def test_only_discs_with_both_neighbours_are_made():
    assert list(build({"vertebra-l4": block(34), "vertebra-l5": block(0), "vertebra-t3": block(300)})) == [
        "disc-l4-l5"
    ]
