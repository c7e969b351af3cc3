"""Poses in clinical words: which joint of the source a motion turns, and which way.

The source's own signs follow no rule (knee and hip bend with a plus, the trunk with a minus), so they were
measured once and are held by a test for each line of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

UNPAIRED = ("flex_extension", "lat_bending", "axial_rotation")
"""Joints of the source that stand in the midline; all others end in _r or _l."""


class PoseError(ValueError):
    """A motion that the source cannot show."""


@dataclass(frozen=True)
class Move:
    """One motion of one joint: `deg` from the anatomical position, on or to the `right` or `left`."""

    joint: str
    motion: str
    deg: float
    side: str = "right"


@dataclass(frozen=True)
class Drive:
    """The source's joint that makes a motion: its sign, its angle at rest, other joints it needs."""

    joint: str
    sign: int
    zero_deg: float = 0.0
    also_deg: Mapping[str, float] = field(default_factory=dict)


DRIVES: dict[tuple[str, str], Drive] = {
    ("hip-joint", "flexion"): Drive("hip_flexion", 1),
    ("hip-joint", "extension"): Drive("hip_flexion", -1),
    ("hip-joint", "adduction"): Drive("hip_adduction", 1),
    ("hip-joint", "abduction"): Drive("hip_adduction", -1),
    ("hip-joint", "internal-rotation"): Drive("hip_rotation", 1),
    ("hip-joint", "external-rotation"): Drive("hip_rotation", -1),
    ("knee-joint", "flexion"): Drive("knee_angle", 1),
    ("knee-joint", "extension"): Drive("knee_angle", -1),
    ("talocrural-joint", "dorsiflexion"): Drive("ankle_angle", 1),
    ("talocrural-joint", "plantarflexion"): Drive("ankle_angle", -1),
    ("foot", "inversion"): Drive("subtalar_angle", 1),
    ("foot", "eversion"): Drive("subtalar_angle", -1),
    ("glenohumeral-joint", "abduction"): Drive("shoulder_elv", 1, also_deg={"elv_angle": 0}),
    ("glenohumeral-joint", "flexion"): Drive("shoulder_elv", 1, also_deg={"elv_angle": 90}),
    ("glenohumeral-joint", "extension"): Drive("shoulder_elv", 1, also_deg={"elv_angle": -90}),
    ("glenohumeral-joint", "internal-rotation"): Drive("shoulder_rot", 1),
    ("glenohumeral-joint", "external-rotation"): Drive("shoulder_rot", -1),
    ("elbow-joint", "flexion"): Drive("elbow_flexion", 1),
    ("elbow-joint", "extension"): Drive("elbow_flexion", -1),
    ("elbow-joint", "pronation"): Drive("pro_sup", 1, zero_deg=-90),
    ("elbow-joint", "supination"): Drive("pro_sup", -1, zero_deg=-90),
    ("wrist-joint", "flexion"): Drive("flexion", 1),
    ("wrist-joint", "extension"): Drive("flexion", -1),
    ("wrist-joint", "radial-deviation"): Drive("deviation", 1),
    ("wrist-joint", "ulnar-deviation"): Drive("deviation", -1),
    ("lumbar", "flexion"): Drive("flex_extension", -1),
    ("lumbar", "extension"): Drive("flex_extension", 1),
    ("lumbar", "lateral-flexion"): Drive("lat_bending", 1),
    ("lumbar", "rotation"): Drive("axial_rotation", -1),
}
"""Joint and motion as entries name them. Raising the arm takes scapula and clavicle along, as in life. What
is not here (neck, scapula alone, pelvis, jaw, ribs) the source does not move."""


def angles_rad(moves: Iterable[Move]) -> dict[str, float]:
    """The source's joint angles for a pose, for `myosim.posed`; a later move wins over an earlier one.

    Raises PoseError for a motion that the source does not have.
    """
    angles: dict[str, float] = {}
    for move in moves:
        drive = drive_of(move.joint, move.motion)
        angles |= {_sided(joint, move.side): np.radians(deg) for joint, deg in drive.also_deg.items()}
        angles[_sided(drive.joint, move.side)] = np.radians(
            drive.zero_deg + _sign(drive, move.side) * move.deg
        )
    return angles


def drive_of(joint: str, motion: str) -> Drive:
    """What makes a motion, or PoseError with the motions that the joint does have."""
    if (joint, motion) not in DRIVES:
        known = sorted(name for at, name in DRIVES if at == joint)
        reason = f"it moves in {', '.join(known)}" if known else "the source does not move it"
        raise PoseError(f"no {motion} of {joint}: {reason}")
    return DRIVES[joint, motion]


def _sided(joint: str, side: str) -> str:
    return joint if joint in UNPAIRED else f"{joint}_{side[0]}"


def _sign(drive: Drive, side: str) -> int:
    """The trunk bends and turns to a side with opposite signs; limbs mirror by themselves."""
    turns_over = drive.joint in ("lat_bending", "axial_rotation") and side == "left"
    return -drive.sign if turns_over else drive.sign
