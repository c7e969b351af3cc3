"""A muscle becomes a closed belly of its volume, beside its bones and its neighbours."""

import numpy as np
import pytest
import yaml

from body.boxes import box
from palpate.body.fascicles import parts_of
from palpate.body.fusing import shared_cm3
from palpate.body.measures import depths_mm, end_distances_mm, measure
from palpate.body.mesh import Mesh, bounds_mm, components, is_watertight, volume_cm3
from palpate.body.muscles import build
from palpate.body.settle import settle, waves

BONES = {"block": box((-60, 0, 0), (-20, 30, 100))}
RECORDS = yaml.safe_load("""
deep:
  {layer: 1, volume_cm3: 8, fascicles: &lines [
    {from: {bone: block, near: [0.8, 1, 0.95]}, to: {bone: block, near: [0.8, 1, 0.05]}},
    {from: {bone: block, near: [0.4, 1, 0.95]}, to: {bone: block, near: [0.4, 1, 0.05]}}],
   profile: {faces: posterior}}
shallow:
  {layer: 2, volume_cm3: 10, fascicles: *lines, profile: {faces: posterior}}
""")


@pytest.fixture(scope="module")
def settled() -> dict[str, Mesh]:
    return {node: mesh for _, meshes in settle(RECORDS, BONES, {}) for node, mesh in meshes.items()}


def test_a_muscle_is_closed_in_one_piece_and_of_its_volume():
    mesh = build("deep", RECORDS["deep"], BONES, {})["deep"]
    assert is_watertight(mesh)
    assert len(components(mesh)) == 1
    assert volume_cm3(mesh) == pytest.approx(8, rel=0.1)


def test_a_muscle_lies_on_its_bone_and_ends_at_its_attachments():
    part, = parts_of("deep", RECORDS["deep"], BONES, {})
    mesh = build("deep", RECORDS["deep"], BONES, {})["deep"]
    assert depths_mm(mesh, list(BONES.values())).max() < 0.5
    assert end_distances_mm(part, mesh).max() < 3


def test_the_same_record_gives_the_same_mesh():
    one, two = (build("deep", RECORDS["deep"], BONES, {})["deep"] for _ in range(2))
    assert np.array_equal(one.vertices_mm, two.vertices_mm)
    assert np.array_equal(one.faces, two.faces)


def test_a_right_sided_muscle_stays_on_its_side_of_the_midline():
    record = yaml.safe_load("""
      {layer: 0, volume_cm3: 6, fascicles: [
        {from: {bone: block, near: [0, 1, 1], shift_mm: {medial: 19}},
         to: {bone: block, near: [0, 1, 0], shift_mm: {medial: 19}}}],
       profile: {faces: posterior}}""")
    mesh = build("deep", record, BONES, {})["deep"]
    assert mesh.vertices_mm[:, 0].max() < 0


def test_a_superficial_muscle_is_laid_over_a_deep_one_on_the_same_path(settled):
    deep, shallow = settled["deep"], settled["shallow"]
    assert shared_cm3(shallow, [deep]) < 0.1
    assert volume_cm3(shallow) == pytest.approx(10, rel=0.15)
    assert bounds_mm(shallow)[1, 1] > bounds_mm(deep)[1, 1] + 2


def test_muscles_wait_only_for_deeper_ones_that_they_meet():
    low, beside, high = (np.array([[x, 0, 0], [x + 10, 10, 10]]) for x in (0, 100, 5))
    order = waves({"high": 2, "low": 0, "beside": 3}, {"low": low, "beside": beside, "high": high})
    assert order == [["low", "beside"], ["high"]]


def test_measures_tell_a_muscle_in_bone_from_one_beside_it():
    part, = parts_of("deep", RECORDS["deep"], BONES, {})
    inside = measure(part, box((-50, 20, 20), (-40, 28, 80)), list(BONES.values()), [])
    assert inside.in_bone_mm == pytest.approx(10, abs=0.7)
    assert inside.closed
    assert inside.pieces == 1
    assert inside.volume_cm3 == pytest.approx(4.8)
    assert inside.ends_mm > 10
