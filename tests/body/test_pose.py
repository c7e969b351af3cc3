"""Every motion of the table moves the body the way its name says."""

import numpy as np
import pytest

from palpate.body import myosim
from palpate.body.pose import DRIVES, Move, PoseError, angles_rad

pytestmark = pytest.mark.body

LEFT, BACK, UP = np.eye(3)

CLAIMS = [
    # joint, motion, side, geom that is watched, the way its middle goes (for the right side, unless said)
    ("hip-joint", "flexion", "tibia", -BACK),
    ("hip-joint", "extension", "tibia", BACK),
    ("hip-joint", "adduction", "tibia", LEFT),
    ("hip-joint", "abduction", "tibia", -LEFT),
    ("hip-joint", "internal-rotation", "bofoot", LEFT),
    ("hip-joint", "external-rotation", "bofoot", -LEFT),
    ("knee-joint", "flexion", "foot", BACK),
    ("knee-joint", "extension", "foot", -BACK),
    ("talocrural-joint", "dorsiflexion", "bofoot", UP),
    ("talocrural-joint", "plantarflexion", "bofoot", -UP),
    ("foot", "inversion", "bofoot", LEFT),
    ("foot", "eversion", "bofoot", -LEFT),
    ("glenohumeral-joint", "abduction", "humerus", -LEFT),
    ("glenohumeral-joint", "flexion", "humerus", -BACK),
    ("glenohumeral-joint", "extension", "humerus", BACK),
    ("elbow-joint", "flexion", "radius", -BACK),
    ("elbow-joint", "extension", "radius", BACK),
    ("elbow-joint", "pronation", "1mc", LEFT),
    ("elbow-joint", "supination", "1mc", -LEFT),
    ("wrist-joint", "flexion", "3mc", -BACK),
    ("wrist-joint", "extension", "3mc", BACK),
    ("wrist-joint", "radial-deviation", "3mc", -LEFT),
    ("wrist-joint", "ulnar-deviation", "3mc", LEFT),
]
BENT_ELBOW = [
    ("glenohumeral-joint", "internal-rotation", LEFT),
    ("glenohumeral-joint", "external-rotation", -LEFT),
]
START = {"knee-joint": 30, "elbow-joint": 40}
"""Joints that have to be bent a little before they can straighten, or turned before they can turn back."""


@pytest.fixture(scope="module")
def source():
    return myosim.load()


def middle(source, geom, angles):
    return myosim.surfaces(source, myosim.posed(source, angles))[geom].vertices_mm.mean(axis=0)


def start_of(joint, motion, side):
    if joint not in START:
        return {}
    first = "pronation" if motion in ("pronation", "supination") else "flexion"
    return angles_rad([Move(joint, first, START[joint], side)])


def turned(start, move):
    """The start with a move added to the angle that is already there."""
    return start | {name: start.get(name, 0.0) + angle for name, angle in angles_rad([move]).items()}


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize(("joint", "motion", "geom", "way"), CLAIMS)
def test_a_motion_goes_where_its_name_says(source, side, joint, motion, geom, way):
    start = start_of(joint, motion, side)
    drive = DRIVES[joint, motion]
    after = turned(start, Move(joint, motion, 20, side))
    if drive.zero_deg and start:
        after = {name: angle - np.radians(drive.zero_deg) for name, angle in after.items()}
    mirrored = way * [-1, 1, 1] if side == "left" else way
    name = f"{geom}_{side[0]}"
    assert (middle(source, name, after) - middle(source, name, start)) @ mirrored > 3


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize(("joint", "motion", "way"), BENT_ELBOW)
def test_the_shoulder_turns_the_bent_forearm(source, side, joint, motion, way):
    bent = [Move("elbow-joint", "flexion", 90, side)]
    mirrored = way * [-1, 1, 1] if side == "left" else way
    name = f"radius_{side[0]}"
    before = middle(source, name, angles_rad(bent))
    after = middle(source, name, angles_rad([*bent, Move(joint, motion, 20, side)]))
    assert (after - before) @ mirrored > 10


@pytest.mark.parametrize(
    ("motion", "side", "way"),
    [
        ("flexion", "right", -BACK),
        ("extension", "right", BACK),
        ("lateral-flexion", "right", -LEFT),
        ("lateral-flexion", "left", LEFT),
    ],
)
def test_the_trunk_bends_where_its_name_says(source, motion, side, way):
    after = middle(source, "hat_skull", angles_rad([Move("lumbar", motion, 15, side)]))
    assert (after - middle(source, "hat_skull", {})) @ way > 50


@pytest.mark.parametrize(("side", "way"), [("right", -LEFT), ("left", LEFT)])
def test_the_breastbone_looks_to_the_side_the_trunk_turns_to(source, side, way):
    front = myosim.surfaces(source)["torso_geom_13"].vertices_mm[:, 1].argmin()
    turned = myosim.surfaces(source, myosim.posed(source, angles_rad([Move("lumbar", "rotation", 20, side)])))
    still = myosim.surfaces(source)
    moved = turned["torso_geom_13"].vertices_mm[front] - still["torso_geom_13"].vertices_mm[front]
    assert moved @ way > 5


def test_every_motion_of_the_table_has_a_claim():
    said = {claim[:2] for claim in CLAIMS} | {claim[:2] for claim in BENT_ELBOW}
    said |= {("lumbar", name) for name in ("flexion", "extension", "lateral-flexion", "rotation")}
    assert said == set(DRIVES)


def test_a_motion_that_the_source_lacks_is_named_with_what_there_is():
    with pytest.raises(PoseError, match="no rotation of knee-joint: it moves in extension, flexion"):
        angles_rad([Move("knee-joint", "rotation", 10)])
    with pytest.raises(PoseError, match="the source does not move it"):
        angles_rad([Move("neck", "flexion", 10)])
