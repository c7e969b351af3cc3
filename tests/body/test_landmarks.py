"""Landmarks against the source's own muscle attachments, and as anatomy relates them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from palpate.body import myosim
from palpate.body.mesh import Mesh, bounds_mm
from palpate.body.places import locate
from palpate.body.records import read_landmarks

pytestmark = [pytest.mark.body, pytest.mark.slow]

CONTENT = Path(__file__).resolve().parents[2] / "content"
LANDMARKS = read_landmarks(CONTENT / "anatomy" / "landmarks")

ATTACHMENTS = [
    # muscle unit of MyoSim, which of its sites (0 first, -1 last), the landmark it is known to be fixed to
    ("recfem_r", 0, "aiis"),
    ("bflh_r", 0, "ischial-tuberosity"),
    ("semiten_r", 0, "ischial-tuberosity"),
    ("grac_r", 0, "inferior-pubic-ramus"),
    ("psoas_r", -1, "lesser-trochanter"),
    ("glmax1_r", -1, "gluteal-tuberosity"),
    ("addlong_r", -1, "linea-aspera"),
    ("bflh_r", -1, "head-of-fibula"),
    ("bfsh_r", -1, "head-of-fibula"),
    ("sart_r", -1, "pes-anserinus"),
    ("grac_r", -1, "pes-anserinus"),
    ("semiten_r", -1, "pes-anserinus"),
    ("perbrev_r", -1, "base-of-metatarsal-5"),
    ("tibpost_r", -1, "navicular-tuberosity"),
    ("CORB", 0, "coracoid-process"),
    ("BICshort", 0, "coracoid-process"),
    ("DELT3", 0, "scapular-spine"),
    ("DELT2", -1, "acromion"),
    ("DELT2", 0, "deltoid-tuberosity"),
    ("SUPSP", 0, "greater-tubercle"),
    ("INFSP", 0, "greater-tubercle"),
    ("TMAJ", 0, "crest-of-lesser-tubercle"),
    ("TMAJ", -1, "lateral-border-scapula"),
    ("LAT1", 0, "crest-of-lesser-tubercle"),
    ("PECM1", 0, "crest-of-greater-tubercle"),
    ("PECM1", -1, "shaft-of-clavicle"),
    ("TRIlong", -1, "olecranon"),
    ("BRA", -1, "tuberosity-of-ulna"),
    ("ANC", 0, "lateral-epicondyle-humerus"),
    ("ECRL", 0, "lateral-supracondylar-ridge"),
    ("PT", 0, "medial-epicondyle-humerus"),
    ("FCR", 0, "medial-epicondyle-humerus"),
    ("PT", -1, "pronator-tuberosity"),
    ("ECRB", -1, "base-of-metacarpal-3"),
    ("ECU", -1, "base-of-metacarpal-5"),
    ("Ps_L3_TP_r", 0, "transverse-process-l3"),
    ("QL_post_I.2-L3_r", -1, "transverse-process-l3"),
    ("LTpT_T6_r", -1, "transverse-process-t6"),
]


@pytest.fixture(scope="module")
def units() -> Mapping[str, myosim.Unit]:
    return myosim.units(myosim.load())


@pytest.mark.parametrize(("unit", "end", "landmark"), ATTACHMENTS)
def test_a_muscle_of_the_source_is_fixed_within_15_mm_of_its_landmark(bones, units, unit, end, landmark):
    site = units[unit].sites[end].at_mm
    points = np.atleast_2d(locate(landmark, bones, LANDMARKS))
    assert np.linalg.norm(points - site, axis=1).min() < 15


class Places:
    """Where landmarks are, in words: how far to the right, back and up, in mm."""

    def __init__(self, bones: Mapping[str, Mesh]) -> None:
        self.bones = bones

    def at(self, landmark: str) -> np.ndarray:
        return np.atleast_2d(locate(landmark, self.bones, LANDMARKS))

    def right(self, landmark: str) -> float:
        return -self.at(landmark)[:, 0].mean()

    def back(self, landmark: str) -> float:
        return self.at(landmark)[:, 1].mean()

    def up(self, landmark: str) -> float:
        return self.at(landmark)[:, 2].mean()

    def apart(self, one: str, other: str) -> float:
        return float(np.linalg.norm(self.at(one).mean(axis=0) - self.at(other).mean(axis=0)))


RELATIONS: dict[str, Callable[[Places], bool]] = {
    "the mastoid process is below and behind the ear canal": lambda p: (
        p.up("mastoid-process") < p.up("external-acoustic-opening") - 10
        and p.back("mastoid-process") > p.back("external-acoustic-opening")
    ),
    "the jaw joint is in front of the ear canal": lambda p: (
        5 < p.back("external-acoustic-opening") - p.back("mandibular-condyle") < 30
    ),
    "the occipital condyle rests on the atlas": lambda p: (
        abs(p.up("occipital-condyle") - bounds_mm(p.bones["vertebra-c1"])[1, 2]) < 10
    ),
    "the dens stands behind the front arch of the atlas": lambda p: (
        2 < p.back("dens-of-axis") - p.back("anterior-tubercle-c1") < 18
        and p.up("dens-of-axis") > p.up("anterior-tubercle-c1")
    ),
    "C7 is more prominent than any spine above it": lambda p: (
        p.back("spinous-process-c7") > max(p.back(f"spinous-process-c{level}") for level in range(2, 7))
    ),
    "the hyoid is at the height of C3 or C4 to C5": lambda p: (
        bounds_mm(p.bones["vertebra-c5"])[0, 2]
        < p.up("body-of-hyoid")
        < bounds_mm(p.bones["vertebra-c3"])[1, 2]
    ),
    "the scalene tubercle is inside the first rib's sideward surface": lambda p: (
        p.right("scalene-tubercle") < p.right("first-rib-upper-surface")
    ),
    "the second rib meets the breastbone at the sternal angle": lambda p: (
        abs(p.up("costochondral-junction-2") - p.up("sternal-angle")) < 15
    ),
    "rib ends come lower and farther out from rib to rib": lambda p: all(
        p.up(f"costochondral-junction-{rib}") > p.up(f"costochondral-junction-{rib + 1}")
        and p.right(f"costochondral-junction-{rib}") < p.right(f"costochondral-junction-{rib + 1}")
        for rib in range(2, 5)
    ),
    "the sides of the ribs follow each other downward": lambda p: (
        p.up("lateral-rib-4") > p.up("lateral-rib-6") > p.up("lateral-rib-8") > p.up("lateral-rib-10")
    ),
    "the socket of the shoulder is below the acromion and beside the head of the humerus": lambda p: (
        p.up("glenoid-fossa") < p.up("acromion") - 20 and p.apart("glenoid-fossa", "head-of-humerus") < 30
    ),
    "the radial groove winds outward as it runs down": lambda p: bool(
        p.at("radial-groove")[-1, 0] < p.at("radial-groove")[0, 0] - 8
    ),
    "the highest point of the crest is within 15 mm of the L4 spine or the gap below it": lambda p: (
        p.up("spinous-process-l5") < p.up("top-of-iliac-crest") < p.up("spinous-process-l4") + 15
    ),
    "the sacral tubercles follow each other downward": lambda p: (
        p.up("spinous-process-s1")
        > p.up("spinous-process-s2")
        > p.up("spinous-process-s3")
        > p.up("sacral-hiatus")
    ),
    "the promontory is in front of and above the hiatus": lambda p: (
        p.back("sacral-promontory") < p.back("sacral-hiatus") - 40
        and p.up("sacral-promontory") > p.up("sacral-hiatus")
    ),
    "the ball of the hip sits in its socket": lambda p: (
        abs(p.back("acetabulum") - p.back("head-of-femur")) < 12
        and abs(p.up("acetabulum") - p.up("head-of-femur")) < 35
        and p.right("acetabulum") < p.right("head-of-femur")
    ),
    "the joint lines of the knee are between condyles and tibial condyles": lambda p: (
        abs(p.up("medial-joint-line-knee") - p.up("medial-condyle-femur")) < 10
        and abs(p.up("lateral-joint-line-knee") - p.up("lateral-condyle-femur")) < 10
        and p.right("medial-joint-line-knee")
        < p.right("tibial-tuberosity")
        < p.right("lateral-joint-line-knee")
    ),
    "the knee's inner roller reaches lower than the outer": lambda p: (
        p.up("medial-condyle-femur") < p.up("lateral-condyle-femur")
    ),
    "scaphoid and pisiform are on either side of the palm": lambda p: (
        p.right("scaphoid-tubercle") > p.right("pisiform-prominence") + 20
    ),
    "the hook of the hamate is beyond the pisiform, toward the thumb": lambda p: (
        p.up("hook-of-hamate") < p.up("pisiform-prominence")
        and p.right("hook-of-hamate") > p.right("pisiform-prominence")
    ),
    "the knuckles stand in a row from thumb side to little finger": lambda p: all(
        p.right(f"head-of-metacarpal-{ray}") > p.right(f"head-of-metacarpal-{ray + 1}") for ray in range(1, 5)
    ),
    "the ledge under the inner ankle is a thumb's breadth below it": lambda p: (
        8 < p.up("medial-malleolus") - p.up("sustentaculum-tali") < 35
    ),
    "the knob of the navicular is the innermost mark of the arch": lambda p: (
        p.right("navicular-tuberosity") < min(p.right("head-of-talus"), p.right("head-of-metatarsal-2"))
    ),
    "the base of the fifth metatarsal is behind its head, on the outer border": lambda p: (
        p.back("base-of-metatarsal-5") > p.back("head-of-metatarsal-5") + 50
        and p.right("base-of-metatarsal-5") > p.right("tuberosity-of-cuboid") - 2
    ),
    "the heel is the hindmost mark of the foot and its sole process lies lower": lambda p: (
        p.back("calcaneal-tuberosity") > p.back("medial-process-calcaneus")
        and p.up("medial-process-calcaneus") < p.up("calcaneal-tuberosity")
    ),
}


@pytest.mark.parametrize("claim", RELATIONS)
def test_landmarks_lie_as_anatomy_says(bones, claim):
    assert RELATIONS[claim](Places(bones))


def test_there_are_at_least_220_landmarks():
    assert len(LANDMARKS) >= 220
