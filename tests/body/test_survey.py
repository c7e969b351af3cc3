"""The figures of the body: what is measured, what they are summed up to, and how they are filed."""

from dataclasses import replace
from pathlib import Path

import pytest

from palpate.body.bake import Baked, bake
from palpate.body.figures import Total, astray, budgets, scene_budgets, spreads, totals
from palpate.body.measures import Measures
from palpate.body.placing import Placing, placings
from palpate.body.progress import silent
from palpate.body.survey import Survey, survey_before, surveyed
from palpate.body.timing import BETWEEN, Stopwatch, Times

BONE = {"system": "skeletal", "kind": "bone", "region": "hip", "triangles": 100, "bytes": 400_000}
MUSCLE = {"system": "muscular", "kind": "muscle", "region": "hip", "triangles": 200, "bytes": 600}
INDEX = {"femur": BONE, "piriformis": MUSCLE, "gluteus": MUSCLE}
DEEP = Measures("piriformis", True, 1, 200, 44.0, 40.0, 2.0, 1.5, 0.4)
SOUND = Measures("gluteus", True, 1, 200, 100.0, 100.0, 1.0, 0.1, 0.0)
FEMUR = {"femur": {"name": "Femur", "kind": "bone", "side": "right", "triangles": 2000}}
LANDMARKS = {
    "tip": {"bone": "femur", "shape": "point", "place": {"extreme": "superior"}},
    "loose": {"bone": "femur", "shape": "point", "place": {"near": [0.0, 0.0, 0.5]}},
}


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("bodies")


@pytest.fixture(scope="module")
def femur(cache_dir: Path) -> Baked:
    return bake(FEMUR, LANDMARKS, cache_dir)


def test_structures_are_summed_up_by_system_with_what_is_watertight():
    assert totals(INDEX, "system", {"femur", "gluteus"}) == [
        Total("muscular", 2, 1, 400, 1200),
        Total("skeletal", 1, 1, 100, 400_000),
    ]


def test_a_measure_has_its_middle_and_its_worst_with_the_part_that_is_worst():
    depth, volume, *_ = spreads(Survey(muscles=(DEEP, SOUND)))
    assert (depth.name, depth.middle, depth.worst, depth.of) == ("depth in bone", 0.8, 1.5, "piriformis")
    assert volume.worst == pytest.approx(10)


def test_a_budget_says_what_is_not_kept():
    kept = {one.name: one.kept for one in budgets(INDEX, {"hip": {"bytes": 900_000}})}
    assert not kept["whole skeleton, file by file"]
    assert kept["whole body as the explorer loads it"]


def test_the_largest_scene_of_a_page_is_named_with_how_many_are_too_large():
    median, largest = scene_budgets({"Neck": 40_000, "Back": 160_000, "Hip": 50_000})
    assert median.found == 50
    assert largest.note.startswith("Back; 1 of 3")


def test_a_landmark_lies_on_its_bone_and_says_how_far_its_place_was_moved(femur):
    found = {one.id: one for one in placings(LANDMARKS, femur)}
    assert found["tip"].off_mm == found["tip"].moved_mm == 0
    assert found["loose"].off_mm == 0
    assert found["loose"].moved_mm > 5


def test_a_landmark_far_from_its_bone_is_counted():
    assert astray(Survey(landmarks=(Placing("a", "femur", 0.1, 0.0), Placing("b", "femur", 2.5, 0.0)))) == 1


def test_what_was_measured_is_found_again_for_just_that_body(femur, cache_dir):
    assert survey_before(femur, FEMUR, LANDMARKS, cache_dir) is None
    survey = surveyed(femur, FEMUR, LANDMARKS, cache_dir, 0.5)
    assert survey.closed == ("femur",)
    assert survey_before(femur, FEMUR, LANDMARKS, cache_dir) == survey
    other = replace(femur, mesh_files={"femur": cache_dir / "other.npz"})
    assert survey_before(other, FEMUR, LANDMARKS, cache_dir) is None


def test_a_stopwatch_gives_each_step_its_seconds_and_tells_the_rest_apart():
    ticks = iter([0, 1, 4, 6, 8, 9])
    watch = Stopwatch(silent, lambda: next(ticks))
    for step, done in (("bones", 0), ("bones", 1), ("muscles", 0), ("muscles", 1)):
        watch(step, done, 1)
    assert watch.stop() == {BETWEEN: 4, "bones": 3, "muscles": 2}


def test_the_times_of_all_stages_make_the_whole():
    assert Times("2026-11-20", 2, 499, {"bones": 20.0, "muscles": 90.0}).whole_s == 110
