"""The bones of the skull: each lies where an anatomist would look for it, and they meet without overlap."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from body.boxes import box
from palpate.body import skullbones
from palpate.body.bake import Baked
from palpate.body.fields import surface_points
from palpate.body.mesh import Mesh, face_areas_mm2, is_watertight
from palpate.body.places import PlaceError, from_box, locate, nearest_point
from palpate.body.records import read_landmarks

LANDMARKS = Path(__file__).parents[2] / "content" / "anatomy" / "landmarks"
PAIRED = ["parietal-bone", "temporal-bone", "maxilla", "zygomatic-bone", "nasal-bone"]
MIDLINE = ["frontal-bone", "occipital-bone", "sphenoid"]
STEP_MM = 3.0
"""Spacing of the points that stand for a surface."""
ON_MM = 2.0
"""What lies on a bone is no farther than this from its shell."""
SUTURE_MM = 9.0
"""A point where bones meet is no farther than this from each of them."""

SLIVERS_MM2 = 100.0
"""Rims of neighbours touch along a suture; an overlap would come to more than this."""


@pytest.fixture(scope="module")
def parts(baked: Baked) -> dict[str, Mesh]:
    return baked.meshes((*PAIRED, *MIDLINE))


@pytest.fixture(scope="module")
def away(parts: dict[str, Mesh]) -> dict[str, cKDTree]:
    return {name: cKDTree(surface_points(mesh, STEP_MM)) for name, mesh in parts.items()}


@pytest.mark.parametrize("name", [*PAIRED, *MIDLINE])
def test_each_bone_is_a_closed_shell_over_the_skull(name, parts, bones):
    assert is_watertight(parts[name])
    off = cKDTree(surface_points(bones["skull"], STEP_MM)).query(parts[name].vertices_mm)[0]
    assert off.max() < 1.5


@pytest.mark.parametrize("name", PAIRED)
def test_of_a_paired_bone_the_right_one_is_made(name, parts):
    assert parts[name].vertices_mm[:, 0].max() < 1.0


@pytest.mark.parametrize("name", MIDLINE)
def test_a_bone_on_the_midline_is_as_wide_left_as_right(name, parts):
    x = parts[name].vertices_mm[:, 0]
    assert abs(x.max() + x.min()) < 6.0


@pytest.mark.parametrize(
    ("landmark", "bone"),
    [
        ("glabella", "frontal-bone"),
        ("supraorbital-margin", "frontal-bone"),
        ("mastoid-process", "temporal-bone"),
        ("external-acoustic-opening", "temporal-bone"),
        ("styloid-process-skull", "temporal-bone"),
        ("external-occipital-protuberance", "occipital-bone"),
        ("occipital-condyle", "occipital-bone"),
        ("inferior-nuchal-line", "occipital-bone"),
        ("cheekbone-prominence", "zygomatic-bone"),
    ],
)
def test_a_landmark_lies_on_the_bone_that_anatomy_gives_it_to(landmark, bone, away, bones):
    spot = np.atleast_2d(locate(landmark, bones, read_landmarks(LANDMARKS)))
    found = {name: np.median(tree.query(spot)[0]) for name, tree in away.items()}
    assert min(found, key=found.get) == bone
    assert found[bone] < ON_MM


def test_the_front_of_the_zygomatic_arch_is_the_zygomatic_bone_and_the_back_the_temporal(away, bones):
    arch = locate("zygomatic-arch", bones, read_landmarks(LANDMARKS))
    ends = sorted(arch[[0, -1]], key=lambda end: end[1])
    assert away["zygomatic-bone"].query(ends[0])[0] < ON_MM
    assert away["temporal-bone"].query(ends[1])[0] < ON_MM


@pytest.mark.parametrize(
    ("meeting", "place", "of"),
    [
        ("bregma", [0.51, 0.44, 1.0], ("frontal-bone", "parietal-bone")),
        ("lambda", [0.51, 0.95, 0.68], ("parietal-bone", "occipital-bone")),
        ("asterion", [0.89, 0.77, 0.34], ("parietal-bone", "occipital-bone", "temporal-bone")),
        ("pterion", "pterion", ("frontal-bone", "parietal-bone", "sphenoid")),
        ("nasion", "nasion", ("frontal-bone", "nasal-bone")),
    ],
)
def test_bones_meet_at_the_points_that_carry_a_name(meeting, place, of, away, bones):
    skull = bones["skull"]
    spot = (
        locate(place, bones, read_landmarks(LANDMARKS))
        if isinstance(place, str)
        else nearest_point(skull, from_box(skull, place))
    )
    far = {bone: away[bone].query(spot)[0] for bone in of}
    assert max(far.values()) < SUTURE_MM, (meeting, far)


def test_no_bone_of_the_skull_lies_over_another(parts):
    for one, other in combinations(parts, 2):
        middles = parts[one].vertices_mm[parts[one].faces].mean(axis=1)
        near = cKDTree(parts[other].vertices_mm[parts[other].faces].mean(axis=1)).query(middles)[0] < 0.3
        shared = face_areas_mm2(parts[one])[near].sum()
        assert shared < SLIVERS_MM2, (one, other)


def test_the_bones_take_up_most_of_the_skull(parts, bones):
    trees = [cKDTree(surface_points(mesh, STEP_MM)) for mesh in parts.values()]
    own = bones["skull"].vertices_mm
    own = own[own[:, 0] < 0]
    covered = np.min([tree.query(own)[0] for tree in trees], axis=0) < ON_MM
    assert covered.mean() > 0.8


def test_a_bone_whose_outline_misses_the_skull_is_refused_by_name():
    lost = {"lost": {"order": 1, "side": "right", "shapes": [{"side": [[2, 2], [3, 2], [3, 3]]}]}}
    with pytest.raises(PlaceError, match="lost"):
        skullbones.build(lost, {"skull": box((0, 0, 0), (40, 40, 40))})


def test_an_outline_from_an_unknown_side_is_refused_by_name():
    odd = {"odd": {"order": 1, "side": "right", "shapes": [{"top": [[0, 0], [1, 0], [1, 1]]}]}}
    with pytest.raises(PlaceError, match="outlined from side, front, below"):
        skullbones.build(odd, {"skull": box((0, 0, 0), (40, 40, 40))})
