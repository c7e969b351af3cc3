"""Charts and shapes on a real body: a place lies where its words say."""

import numpy as np
import pytest

from palpate.body.bake import Baked
from palpate.body.charts import Body, Spots, body_of, place_on, spots_of
from palpate.body.fascicles import point
from palpate.body.mesh import Mesh
from palpate.body.places import PlaceError
from palpate.body.shapes import marked


@pytest.fixture(scope="module")
def body(baked: Baked, bones: dict[str, Mesh]) -> Body:
    from pathlib import Path

    from palpate.body.records import read_landmarks

    landmarks = read_landmarks(Path(__file__).resolve().parents[2] / "content" / "anatomy" / "landmarks")
    return body_of(baked.meshes(["skin"])["skin"], bones, landmarks)


@pytest.fixture(scope="module")
def spots(body: Body) -> Spots:
    """Three spots: over the shin, over the calf, over the breastbone."""
    points = np.array([[-85.0, -45, 300], [-85, 70, 300], [-5, -60, 1300]])
    normals = np.array([[0.0, -1, 0], [0, 1, 0], [0, -1, 0]])
    return spots_of(points, normals, body)


@pytest.mark.parametrize(
    ("landmark", "chart", "angle", "along"),
    [
        ("lateral-epicondyle-femur", "leg", 90, 1.0),
        ("medial-malleolus", "leg", -90, 2.0),
        ("calcaneal-tuberosity", "leg", 180, 2.0),
        ("olecranon", "arm", 180, 1.0),
        ("spinous-process-t7", "trunk", 180, 1285),
        ("nasion", "head", 0, 0),
    ],
)
def test_a_landmark_lies_where_the_chart_says(
    landmark: str, chart: str, angle: float, along: float, body: Body
) -> None:
    found = place_on(chart, point(landmark, body.bones, body.landmarks), body)[0]
    assert abs((found[0] - angle + 180) % 360 - 180) < 25
    assert abs(found[1] - along) < (15 if chart in ("trunk", "head") else 0.12)


def test_an_outline_takes_in_what_lies_inside(spots: Spots, body: Body) -> None:
    shin = {"on": "leg", "outline": [[-60, 1.0], [60, 1.0], [60, 1.9], [-60, 1.9]]}
    assert marked([shin], spots, body).tolist() == [True, False, False]


def test_less_takes_a_shape_away(spots: Spots, body: Body) -> None:
    leg = {"on": "leg", "beyond": [[-180, 1.0], [180, 1.0]]}
    calf = {"on": "leg", "outline": [[120, 1.0], [240, 1.0], [240, 1.9], [120, 1.9]]}
    assert marked([leg], spots, body).tolist() == [True, True, False]
    assert marked([leg | {"less": [calf]}], spots, body).tolist() == [True, False, False]


def test_below_a_line_lies_what_is_lower(spots: Spots, body: Body) -> None:
    line = {"on": "trunk", "below": [["back", 1200], ["front", 1200]]}
    assert marked([line], spots, body).tolist() == [True, True, False]


def test_a_shape_of_no_known_form_says_so(spots: Spots, body: Body) -> None:
    with pytest.raises(PlaceError, match="needs below, beyond, outline or around"):
        marked([{"on": "leg", "inside": []}], spots, body)
