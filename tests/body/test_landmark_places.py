"""The landmarks of the content lie on their bones, and where anatomy says relative to each other."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from palpate.body.mesh import Mesh, bounds_mm
from palpate.body.places import locate, nearest_point
from palpate.body.records import read_landmarks

pytestmark = [pytest.mark.body, pytest.mark.slow]

CONTENT = Path(__file__).resolve().parents[2] / "content"
LANDMARKS = read_landmarks(CONTENT / "anatomy" / "landmarks")

SPINES = [
    *(f"spinous-process-c{level}" for level in range(2, 8)),
    *(f"spinous-process-t{level}" for level in range(1, 13)),
    *(f"spinous-process-l{level}" for level in range(1, 6)),
]


class Body:
    """The bones that landmarks lie on, and where the landmarks are: mm, x left, y back, z up."""

    def __init__(self, bones: Mapping[str, Mesh]) -> None:
        self.bones = bones

    def at(self, landmark: str) -> np.ndarray:
        """The point (3,) of a landmark; for a curve its points (K, 3)."""
        return locate(landmark, self.bones, LANDMARKS)

    def lateral(self, landmark: str) -> float:
        return -self.at(landmark)[..., 0].mean()

    def back(self, landmark: str) -> float:
        return self.at(landmark)[..., 1].mean()

    def up(self, landmark: str) -> float:
        return self.at(landmark)[..., 2].mean()

    def apart(self, one: str, other: str) -> float:
        return float(np.linalg.norm(self.at(one) - self.at(other)))

    def heights(self, bone: str) -> tuple[float, float]:
        """Lowest and highest point of a bone."""
        low, high = bounds_mm(self.bones[bone])
        return low[2], high[2]


@pytest.fixture(scope="module")
def body(bones: dict[str, Mesh]) -> Body:
    return Body(bones)


def crest_top(body: Body) -> float:
    return body.at("iliac-crest")[:, 2].max()


Claim = Callable[[Body], bool]

RELATIONS: dict[str, Claim] = {
    "the anterior superior iliac spine is the foremost point of the crest": lambda b: (
        b.back("asis") <= b.at("iliac-crest")[:, 1].min() + 0.5
    ),
    "the posterior superior iliac spine is the hindmost point of the crest": lambda b: (
        b.back("psis") >= b.at("iliac-crest")[:, 1].max() - 0.5
    ),
    "the top of the crest is at the height of the L4 spine or the gap below": lambda b: (
        b.up("spinous-process-l5") - 5 < crest_top(b) < b.up("spinous-process-l4") + 15
    ),
    "the posterior superior iliac spine is at about the height of S2": lambda b: (
        abs(b.up("psis") - b.up("spinous-process-s2")) < 15
    ),
    "the bulge of the crest is between its front spine and its top": lambda b: (
        b.up("asis") < b.up("iliac-tubercle") < crest_top(b)
    ),
    "the front spines of the pelvis are one above the other": lambda b: 25 < b.up("asis") - b.up("aiis") < 60,
    "front spine and pubic tubercle are in one frontal plane": lambda b: (
        abs(b.back("asis") - b.back("pubic-tubercle")) < 15
    ),
    "the back spines of the pelvis are one above the other": lambda b: 15 < b.up("psis") - b.up("piis") < 60,
    "the sitting bone is below and outside the ischial spine": lambda b: (
        b.up("ischial-tuberosity") < b.up("ischial-spine") - 20
        and b.lateral("ischial-tuberosity") > b.lateral("ischial-spine")
    ),
    "the sacral groove is inside the posterior superior iliac spine": lambda b: (
        2 < b.lateral("psis") - b.lateral("sacral-sulcus") < 25
    ),
    "the coccyx ends below the sacral horns": lambda b: b.up("tip-of-coccyx") < b.up("sacral-cornu") - 15,
    "the greater trochanter is outside and above the lesser": lambda b: (
        b.lateral("greater-trochanter") > b.lateral("lesser-trochanter") + 30
        and b.up("greater-trochanter") > b.up("lesser-trochanter")
    ),
    "the adductor tubercle is just above the inner epicondyle": lambda b: (
        3 < b.up("adductor-tubercle") - b.up("medial-epicondyle-femur") < 35
        and b.apart("adductor-tubercle", "medial-epicondyle-femur") < 40
    ),
    "the head of the fibula is outside, behind and above the tibial tuberosity": lambda b: (
        b.lateral("head-of-fibula") > b.lateral("tibial-tuberosity")
        and b.back("head-of-fibula") > b.back("tibial-tuberosity") + 25
        and b.up("head-of-fibula") > b.up("tibial-tuberosity")
    ),
    "the outer tibial tubercle is between tuberosity and fibula": lambda b: (
        b.lateral("tibial-tuberosity") < b.lateral("gerdys-tubercle") < b.lateral("head-of-fibula")
    ),
    "the goose's foot is inside and below the tuberosity": lambda b: (
        10 < b.lateral("tibial-tuberosity") - b.lateral("pes-anserinus") < 40
        and b.up("pes-anserinus") < b.up("tibial-tuberosity")
    ),
    "the outer ankle is lower and further back than the inner": lambda b: (
        b.up("lateral-malleolus") < b.up("medial-malleolus")
        and b.back("lateral-malleolus") > b.back("medial-malleolus")
    ),
    "the spines descend in order": lambda b: bool(np.all(np.diff([b.up(spine) for spine in SPINES]) < -5)),
    "the tip of a middle thoracic spine is nearer to the next transverse process than to its own": lambda b: (
        all(
            abs(b.up(f"spinous-process-t{n}") - b.up(f"transverse-process-t{n + 1}"))
            < abs(b.up(f"spinous-process-t{n}") - b.up(f"transverse-process-t{n}"))
            for n in range(4, 9)
        )
    ),
    "C1 has the widest transverse process of C1 to C6": lambda b: (
        b.lateral("transverse-process-c1") > max(b.lateral(f"transverse-process-c{n}") for n in range(2, 7))
    ),
    "the transverse process of C1 is just below the mastoid process": lambda b: (
        b.up("transverse-process-c1") < b.up("mastoid-process")
        and b.apart("transverse-process-c1", "mastoid-process") < 20
    ),
    "the carotid tubercle is in front of its transverse process": lambda b: (
        b.back("carotid-tubercle") < b.back("transverse-process-c6") - 3
    ),
    "facet columns are between spine and transverse process": lambda b: all(
        b.back(f"transverse-process-c{n}")
        < b.back(f"articular-pillar-c{n}")
        < b.back(f"spinous-process-c{n}") - 10
        for n in range(2, 7)
    ),
    "the knob of the occiput is behind and above the mastoid process": lambda b: (
        b.back("external-occipital-protuberance") > b.back("mastoid-process") + 40
        and b.up("external-occipital-protuberance") > b.up("mastoid-process")
    ),
    "the nuchal line runs from the knob to the mastoid's side": lambda b: (
        abs(b.at("superior-nuchal-line")[0, 0]) < 4 and -b.at("superior-nuchal-line")[-1, 0] > 40
    ),
    "the angle of the jaw is in front of and below the mastoid process": lambda b: (
        b.back("angle-of-mandible") < b.back("mastoid-process")
        and b.up("angle-of-mandible") < b.up("mastoid-process")
    ),
    "the inferior angle of the scapula is at the height of T6 to T9": lambda b: (
        b.heights("vertebra-t9")[0] < b.up("inferior-angle-scapula") < b.heights("vertebra-t6")[1]
    ),
    "the superior angle of the scapula is at most 30 mm above T2": lambda b: (
        b.heights("vertebra-t2")[0] < b.up("superior-angle-scapula") < b.heights("vertebra-t2")[1] + 30
    ),
    "the root of the scapular spine is at about the height of T3": lambda b: (
        b.heights("vertebra-t3")[0] < b.up("root-of-scapular-spine") < b.heights("vertebra-t3")[1] + 10
    ),
    "the acromion is the outermost point of the scapula": lambda b: (
        b.lateral("acromion")
        > max(b.lateral("coracoid-process"), b.lateral("acromial-angle"), b.lateral("infraglenoid-tubercle"))
    ),
    "the coracoid process is in front of and inside the acromion": lambda b: (
        b.back("coracoid-process") < b.back("acromion") - 15
        and b.lateral("coracoid-process") < b.lateral("acromion") - 20
    ),
    "the biceps groove is between the tubercles": lambda b: (
        b.lateral("lesser-tubercle") < b.lateral("intertubercular-groove") < b.lateral("greater-tubercle")
    ),
    "notch, angle and tip of the breastbone come in this order and slope forwards": lambda b: (
        b.up("jugular-notch") - 30 > b.up("sternal-angle") > b.up("xiphoid-process") + 80
        and b.back("jugular-notch") > b.back("sternal-angle")
    ),
    "the elbow's point is behind and between the epicondyles": lambda b: (
        b.lateral("medial-epicondyle-humerus")
        < b.lateral("olecranon")
        < b.lateral("lateral-epicondyle-humerus")
        and b.back("olecranon") > b.back("medial-epicondyle-humerus") + 10
    ),
    "the head of the radius is just below the outer epicondyle": lambda b: (
        5 < b.up("lateral-epicondyle-humerus") - b.up("head-of-radius") < 35
    ),
}


@pytest.mark.parametrize("claim", RELATIONS)
def test_landmarks_lie_as_anatomy_says(body: Body, claim: str):
    assert RELATIONS[claim](body)


@pytest.mark.parametrize("landmark", LANDMARKS)
def test_every_landmark_lies_on_its_bone(body: Body, landmark: str):
    bone = body.bones[LANDMARKS[landmark]["bone"]]
    for point in np.atleast_2d(body.at(landmark)):
        assert np.linalg.norm(nearest_point(bone, point) - point) < 2


@pytest.mark.parametrize("landmark", [name for name, entry in LANDMARKS.items() if entry["shape"] == "curve"])
def test_the_points_of_a_curve_follow_each_other_without_a_jump(body: Body, landmark: str):
    steps = np.linalg.norm(np.diff(body.at(landmark), axis=0), axis=1)
    assert len(steps) >= 3
    assert steps.max() < 20
