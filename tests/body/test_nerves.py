"""Cord, roots, nerves and vessels of the content run where a student learns that they run."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from palpate.body.ground import above, ground_of
from palpate.body.mesh import Mesh, bounds_mm, components, is_watertight, volume_cm3
from palpate.body.places import locate
from palpate.body.rays import surface_of, trace, tracer
from palpate.body.records import read_landmarks, read_records

pytestmark = [pytest.mark.body, pytest.mark.slow]

CONTENT = Path(__file__).resolve().parents[2] / "content"
LANDMARKS = read_landmarks(CONTENT / "anatomy" / "landmarks")
RECORDS = read_records(CONTENT / "body")
Course = Callable[..., np.ndarray]
Meshes = Mapping[str, Mesh]

LEVELS = [
    *(f"c{n}" for n in range(1, 8)),
    *(f"t{n}" for n in range(1, 13)),
    *(f"l{n}" for n in range(1, 6)),
    "s1",
]
ROOTS = [*(f"c{n}" for n in range(3, 9)), *(f"t{n}" for n in range(1, 13)), *(f"l{n}" for n in range(1, 6))]
"""Roots that leave between two pedicles; C1 and C2 leave behind joints, S1 to S5 through the sacrum."""

BETWEEN = dict(zip(ROOTS, pairwise(LEVELS[1:]), strict=True))
"""Above and below each root: C3 to C7 leave above their own vertebra, C8 below C7, the rest below theirs."""

TUBED = [name for name, one in RECORDS.items() if "tubes" in one]
FREE = [name for name in TUBED if not any(tube.get("through") for tube in RECORDS[name]["tubes"])]


def bone_of(level: str) -> str:
    return "sacrum" if level == "s1" else f"vertebra-{level}"


def met(hard: Meshes, among: list[str], starts: np.ndarray, way: tuple[float, float, float]) -> set[str]:
    """The bones that rays from points (N, 3) meet first, those that meet none left out."""
    surface = surface_of([hard[name] for name in among])
    starts = np.atleast_2d(starts)
    hits = trace(tracer(surface), starts, np.tile(np.array(way, float), (len(starts), 1)), 40.0)
    return {among[owner] for owner in surface.owner[hits.face]}


def enclosed(hard: Meshes, bone: str, spots: np.ndarray) -> bool:
    """Whether a bone lies before, behind and on both sides of one of the points."""
    ways = ((0, -1, 0), (0, 1, 0), (-1, 0, 0), (1, 0, 0))
    return any(all(met(hard, [bone], spot, way) for way in ways) for spot in spots)


def at_height(line: np.ndarray, z_mm: float) -> np.ndarray:
    """Where a line that runs up or down crosses a height."""
    order = np.argsort(line[:, 2])
    return np.array([*(np.interp(z_mm, line[order, 2], line[order, axis]) for axis in (0, 1)), z_mm])


def nearest(line: np.ndarray, spot: np.ndarray) -> np.ndarray:
    return line[np.linalg.norm(line - spot, axis=1).argmin()]


def landmark(name: str, hard: Meshes) -> np.ndarray:
    return locate(name, hard, LANDMARKS)


@pytest.mark.parametrize("folder", ["nerves", "roots", "plexuses", "vessels"])
def test_every_entry_has_its_structure(folder: str):
    assert {path.stem for path in (CONTENT / "anatomy" / folder).glob("*.yml")} - set(RECORDS) == set()


def test_all_are_closed_and_every_branch_winds_outward(soft_meshes: Meshes):
    for name in TUBED:
        assert is_watertight(soft_meshes[name]), name
        assert min(volume_cm3(piece) for piece in components(soft_meshes[name])) > 0, name


def test_none_runs_through_bone_but_where_it_is_said(soft_meshes: Meshes, hard: Meshes):
    ground = ground_of(mesh for name, mesh in hard.items() if not name.startswith("disc"))
    deepest = {name: above(ground, soft_meshes[name].vertices_mm)[0].min() for name in FREE}
    assert {name: depth for name, depth in deepest.items() if depth < -4} == {}
    assert np.mean([depth > -0.5 for depth in deepest.values()]) > 0.85


@pytest.mark.parametrize("level", [f"c{n}" for n in range(2, 8)] + LEVELS[7:19])
def test_the_cord_lies_in_the_canal_with_bone_before_behind_and_beside_it(
    level: str, course: Course, hard: Meshes
):
    spine = f"vertebra-{level}"
    line = course("spinal-cord")
    middle = bounds_mm(hard[spine]).mean(axis=0)[2]
    assert enclosed(hard, spine, line[np.abs(line[:, 2] - middle) < 15])


def test_the_cord_ends_at_the_disc_l1_l2_and_the_cauda_equina_goes_on_to_the_sacrum(
    soft_meshes: Meshes, hard: Meshes
):
    cord, tail = (bounds_mm(soft_meshes[name]) for name in ("spinal-cord", "cauda-equina"))
    assert bounds_mm(hard["vertebra-l2"])[1, 2] - 6 < cord[0, 2] < bounds_mm(hard["vertebra-l1"])[0, 2] + 20
    assert tail[1, 2] > cord[0, 2] > bounds_mm(hard["vertebra-l3"])[1, 2]
    assert tail[0, 2] < bounds_mm(hard["sacrum"]).mean(axis=0)[2]


@pytest.mark.parametrize("root", ROOTS)
def test_a_root_leaves_below_one_pedicle_and_above_the_next(root: str, course: Course, hard: Meshes):
    above_it, below_it = BETWEEN[root]
    beside = {"c": -14.0, "t": -12.0, "l": -13.0}[above_it[0]]
    line = course(f"root-{root}")
    spots = line[np.abs(line[:, 0] - beside) < 5]
    pair = [bone_of(above_it), bone_of(below_it)]
    assert met(hard, pair, spots, (0, 0, 1)) == {pair[0]}
    assert met(hard, pair, spots, (0, 0, -1)) == {pair[1]}


@pytest.mark.parametrize("root", ROOTS[6:])
def test_a_root_of_thorax_or_low_back_leaves_between_body_and_joint(root: str, course: Course, hard: Meshes):
    line = course(f"root-{root}")
    spots = line[np.abs(line[:, 0] + 12.5) < 5]
    assert met(hard, [bone_of(level) for level in BETWEEN[root]], spots, (0, 1, 0))


@pytest.mark.parametrize("root", ROOTS)
def test_a_root_begins_in_the_canal_and_ends_outside_it_on_the_right(root: str, course: Course):
    line = course(f"root-{root}")
    assert -6 < line[0, 0] < 0
    assert line[-1, 0] < -25
    assert line[0, 2] > line[np.abs(line[:, 0] + 13).argmin(), 2], "it goes down to its foramen"


def test_the_roots_leave_in_their_order(course: Course):
    order = ["c1", "c2", *ROOTS, "s1", "s2", "s3", "s4", "s5", "co1"]
    line = [course(f"root-{root}") for root in order]
    exits = [one[np.abs(one[:, 0] + 11).argmin(), 2] for one in line]
    assert exits == sorted(exits, reverse=True)


def test_the_first_root_leaves_above_the_arch_of_the_atlas_and_the_second_below_it(
    course: Course, hard: Meshes
):
    for root, way in (("c1", (0, 0, -1)), ("c2", (0, 0, 1))):
        line = course(f"root-{root}")
        spot = line[np.abs(line[:, 0] + 15).argmin()]
        assert met(hard, ["vertebra-c1", "vertebra-c2"], spot, way) == {"vertebra-c1"}


@pytest.mark.parametrize("root", ["s1", "s2", "s3", "s4"])
def test_the_sacral_roots_come_out_in_front_of_the_sacrum(root: str, course: Course, hard: Meshes):
    end = course(f"root-{root}")[-1]
    assert met(hard, ["sacrum", "hip-bone"], end, (0, 1, 0)) or end[1] < bounds_mm(hard["sacrum"])[1, 1] - 15


def test_the_median_nerve_passes_between_the_epicondyles_and_through_the_carpal_tunnel(
    course: Course, hard: Meshes
):
    line = course("median-nerve")
    elbow = at_height(line, landmark("medial-epicondyle-humerus", hard)[2])
    assert (
        landmark("lateral-epicondyle-humerus", hard)[0] + 15
        < elbow[0]
        < landmark("medial-epicondyle-humerus", hard)[0] - 15
    )
    assert elbow[1] < bounds_mm(hard["humerus"])[0, 1] + 15, "in front of the joint"
    wrist = at_height(line, landmark("pisiform-prominence", hard)[2])
    assert landmark("tubercle-of-trapezium", hard)[0] < wrist[0] < landmark("hook-of-hamate", hard)[0]
    assert met(hard, ["lunate", "capitate"], wrist, (0, 1, 0))


def test_the_ulnar_nerve_runs_behind_the_medial_epicondyle_and_beside_the_pisiform(
    course: Course, hard: Meshes
):
    line = course("ulnar-nerve")
    epicondyle = landmark("medial-epicondyle-humerus", hard)
    elbow = at_height(line, epicondyle[2])
    assert elbow[1] > epicondyle[1] + 3
    assert landmark("olecranon", hard)[0] < elbow[0] < epicondyle[0]
    assert np.linalg.norm(elbow - epicondyle) < 16
    wrist = nearest(line, landmark("pisiform-prominence", hard))
    assert landmark("hook-of-hamate", hard)[0] - 5 < wrist[0] < bounds_mm(hard["pisiform"])[1, 0]


def test_the_radial_nerve_lies_in_its_groove_and_before_the_lateral_epicondyle(course: Course, hard: Meshes):
    line = course("radial-nerve")
    groove = landmark("radial-groove", hard)
    assert max(np.linalg.norm(nearest(line, spot) - spot) for spot in groove) < 9
    epicondyle = landmark("lateral-epicondyle-humerus", hard)
    assert at_height(line, epicondyle[2])[1] < epicondyle[1] - 8


def test_the_axillary_nerve_goes_round_the_surgical_neck(course: Course, hard: Meshes):
    line, neck = course("axillary-nerve"), landmark("surgical-neck-of-humerus", hard)
    assert np.linalg.norm(nearest(line, neck) - neck) < 14
    behind, before = line[:, 1].max(), line[-1, 1]
    assert behind > neck[1] + 15
    assert before < neck[1] - 5


def test_the_suprascapular_nerve_goes_through_both_notches(course: Course, hard: Meshes):
    for name in ("suprascapular-notch", "spinoglenoid-notch"):
        spot = landmark(name, hard)
        assert np.linalg.norm(nearest(course("suprascapular-nerve"), spot) - spot) < 9, name


def test_the_sciatic_nerve_runs_midway_between_sitting_bone_and_trochanter(course: Course, hard: Meshes):
    tuber, trochanter = landmark("ischial-tuberosity", hard), landmark("greater-trochanter", hard)
    here = at_height(course("sciatic-nerve"), (tuber[2] + trochanter[2]) / 2)
    share = (here[0] - tuber[0]) / (trochanter[0] - tuber[0])
    assert 0.4 < share < 0.6
    assert here[1] > (tuber[1] + trochanter[1]) / 2


def test_the_sciatic_nerve_leaves_through_the_greater_notch_lateral_to_the_ischial_spine(
    course: Course, hard: Meshes
):
    spine, notch = landmark("ischial-spine", hard), landmark("greater-sciatic-notch", hard)
    here = at_height(course("sciatic-nerve"), spine[2])
    assert here[0] < spine[0] - 5
    assert course("sciatic-nerve")[0, 2] < notch[2]


def test_the_common_fibular_nerve_winds_round_the_neck_of_the_fibula(course: Course, hard: Meshes):
    line, neck = course("common-fibular-nerve"), landmark("neck-of-fibula", hard)
    assert np.linalg.norm(nearest(line, neck) - neck) < 12
    assert line[line[:, 2] > neck[2] + 20, 1].min() > neck[1]
    assert line[-1, 1] < neck[1] - 8
    assert nearest(line, neck)[0] < neck[0], "on the outer side"


def test_the_tibial_nerve_passes_behind_the_inner_ankle(course: Course, hard: Meshes):
    malleolus = landmark("medial-malleolus", hard)
    here = at_height(course("tibial-nerve"), malleolus[2])
    assert here[1] > malleolus[1] + 10
    assert here[0] < malleolus[0] + 4


def test_the_femoral_nerve_lies_lateral_to_the_artery_and_the_vein_medial_under_the_inguinal_ligament(
    course: Course, hard: Meshes, soft_meshes: Meshes
):
    ligament = soft_meshes["inguinal-ligament"].vertices_mm
    z = ligament[np.abs(ligament[:, 0] - course("femoral-artery")[0, 0]).argmin(), 2] - 8
    nerve, artery, vein = (
        at_height(course(name), z) for name in ("femoral-nerve", "femoral-artery", "femoral-vein")
    )
    assert 8 < artery[0] - nerve[0] < 25
    assert 6 < vein[0] - artery[0] < 18
    middle = (landmark("asis", hard)[0] + landmark("pubic-symphysis", hard)[0]) / 2
    assert abs(artery[0] - middle) < 10, "half way from the iliac spine to the symphysis"
    assert nerve[1] > ligament[np.abs(ligament[:, 0] - nerve[0]) < 6, 1].min(), "under it"


def test_the_lateral_femoral_cutaneous_nerve_leaves_just_medial_to_the_iliac_spine(
    course: Course, hard: Meshes
):
    spine = landmark("asis", hard)
    here = nearest(course("lateral-femoral-cutaneous-nerve"), spine)
    assert np.linalg.norm(here - spine) < 15
    assert here[0] > spine[0]


def test_the_obturator_nerve_leaves_by_the_obturator_foramen(course: Course, hard: Meshes):
    line = course("obturator-nerve")
    ramus, edge = (
        landmark("superior-pubic-ramus", hard).mean(axis=0),
        landmark("obturator-foramen-margin", hard),
    )
    canal = line[np.abs(line[:, 1] - ramus[1] - 8).argmin()]
    assert met(hard, ["hip-bone"], canal, (0, 0, 1)), "under the upper branch of the pubis"
    assert edge[2] < canal[2] < ramus[2]
    assert line[0, 1] > canal[1] > line[-1, 1]


def test_the_pudendal_nerve_rounds_the_ischial_spine(course: Course, hard: Meshes):
    spine = landmark("ischial-spine", hard)
    assert np.linalg.norm(nearest(course("pudendal-nerve"), spine) - spine) < 7


def test_the_greater_occipital_nerve_reaches_the_nuchal_line_two_to_three_centimetres_from_the_midline(
    course: Course, hard: Meshes
):
    knob = landmark("external-occipital-protuberance", hard)
    here = at_height(course("greater-occipital-nerve")[20:], knob[2])
    assert -32 < here[0] < -15


@pytest.mark.parametrize("level", ["c3", "c4", "c5", "c6"])
def test_the_vertebral_artery_climbs_through_the_transverse_foramen(level: str, course: Course, hard: Meshes):
    spine = f"vertebra-{level}"
    line = course("vertebral-artery")
    near = line[np.abs(line[:, 2] - bounds_mm(hard[spine]).mean(axis=0)[2]) < 9]
    assert enclosed(hard, spine, near)


def test_the_subclavian_artery_crosses_the_first_rib_behind_the_scalene_tubercle(
    course: Course, hard: Meshes
):
    tubercle = landmark("scalene-tubercle", hard)
    line = course("subclavian-artery")
    here = line[np.abs(line[:, 0] - tubercle[0] + 5).argmin()]
    assert here[1] > tubercle[1]
    assert met(hard, ["rib-1"], here, (0, 0, -1))


def test_the_popliteal_artery_lies_on_the_bone_before_the_tibial_nerve(course: Course, hard: Meshes):
    z = landmark("medial-joint-line-knee", hard)[1, 2]
    artery, nerve = at_height(course("popliteal-artery"), z), at_height(course("tibial-nerve"), z)
    assert nerve[1] - artery[1] > 4
    assert abs(nerve[0] - artery[0]) < 10


def test_the_aorta_forks_before_the_fourth_lumbar_vertebra_left_of_the_cava(
    soft_meshes: Meshes, course: Course, hard: Meshes
):
    low, high = bounds_mm(hard["vertebra-l4"])
    assert low[2] < course("abdominal-aorta")[-1, 2] < high[2]
    assert bounds_mm(soft_meshes["inferior-vena-cava"]).mean(axis=0)[0] < -8
    assert course("abdominal-aorta")[:, 0].mean() > 3
