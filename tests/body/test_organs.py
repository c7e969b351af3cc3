"""Organs of the content are closed, out of bone, of a fair size, and lie where anatomy says."""

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from palpate.body import organs as making
from palpate.body.bake import Baked
from palpate.body.fields import Grid, grid_around, solid
from palpate.body.mesh import Mesh, bounds_mm, boxes_meet, components, is_watertight, mirror, volume_cm3
from palpate.body.places import PlaceError, locate
from palpate.body.records import read_landmarks, read_records

pytestmark = [pytest.mark.body, pytest.mark.slow]

CONTENT = Path(__file__).resolve().parents[2] / "content"
LANDMARKS = read_landmarks(CONTENT / "anatomy" / "landmarks")
RECORDS = {name: one for name, one in read_records(CONTENT / "body").items() if one["kind"] == "organ"}
SIZED = [name for name, one in RECORDS.items() if "volume_cm3" in one]
NODES = [name for name in RECORDS if name.startswith("lymph-nodes-")]
Meshes = Mapping[str, Mesh]


@pytest.fixture(scope="module")
def organs(baked: Baked) -> dict[str, Mesh]:
    return baked.meshes(RECORDS)


@pytest.mark.parametrize("organ", RECORDS)
def test_an_organ_is_closed_and_of_as_many_pieces_as_it_says(organs: Meshes, organ: str) -> None:
    pieces = components(organs[organ])
    assert len(pieces) == len(RECORDS[organ]["pieces"])
    assert all(is_watertight(piece) and volume_cm3(piece) > 0 for piece in pieces)


@pytest.mark.parametrize("organ", SIZED)
def test_an_organ_is_within_a_quarter_of_its_volume(organs: Meshes, organ: str) -> None:
    assert volume_cm3(organs[organ]) == pytest.approx(RECORDS[organ]["volume_cm3"], rel=0.25)


@pytest.mark.parametrize("organ", NODES)
def test_a_lymph_node_is_no_larger_than_one_that_can_just_be_felt(organs: Meshes, organ: str) -> None:
    for node in components(organs[organ]):
        assert 0.08 < volume_cm3(node) < 0.6


@pytest.mark.parametrize("organ", RECORDS)
def test_an_organ_stays_out_of_bone(organs: Meshes, bones: Meshes, organ: str) -> None:
    grid = grid_around(organs[organ].vertices_mm, 2, 1.5)
    both_sides = [side for bone in bones.values() for side in (bone, mirror(bone))]
    here = [bone for bone in both_sides if boxes_meet(bounds_mm(bone), bounds_mm(organs[organ]))]
    assert not (solid(here, grid) & _inside(organs[organ], grid)).any()


def test_organs_share_no_more_than_trifles(organs: Meshes) -> None:
    for one, other in combinations(organs.values(), 2):
        if boxes_meet(bounds_mm(one), bounds_mm(other)):
            grid = grid_around(one.vertices_mm, 2, 2.0)
            shared = _inside(one, grid) & _inside(other, grid)
            assert shared.sum() * grid.step_mm**3 / 1000 < 0.5


def _inside(organ: Mesh, grid: Grid) -> np.ndarray:
    return solid(components(organ), grid)


def _half(organ: Mesh, side: int) -> np.ndarray:
    """The points of the right (-1) or left (+1) half."""
    points = organ.vertices_mm
    return points[points[:, 0] * side > 0]


@pytest.mark.parametrize("side", [-1, 1])
def test_the_lung_lies_just_inside_the_ribs(organs: Meshes, bones: Meshes, side: int) -> None:
    lung = cKDTree(_half(organs["pleura-lung"], side))
    for number in range(3, 10):
        rib = bones[f"rib-{number}"].vertices_mm * [-side, 1, 1]
        lateral = rib[np.abs(rib[:, 0]) > 0.8 * np.abs(rib[:, 0]).max()]
        assert 3 <= np.median(np.sort(lung.query(lateral)[0])[: len(lateral) // 2]) <= 10


@pytest.mark.parametrize("side", [-1, 1])
def test_the_lung_rises_above_the_inner_third_of_the_collarbone_inside_the_first_rib(
    organs: Meshes, bones: Meshes, side: int
) -> None:
    apex = max(_half(organs["pleura-lung"], side), key=lambda point: point[2])
    clavicle = bones["clavicle"].vertices_mm
    inner = clavicle[clavicle[:, 0] > clavicle[:, 0].max() - 45]
    assert 10 < apex[2] - inner[:, 2].mean() < 35
    rib = bounds_mm(bones["rib-1"])
    assert rib[0, 0] < -abs(apex[0]) < rib[1, 0]


def _lowest(points: np.ndarray, chosen: np.ndarray) -> float:
    return float(points[chosen, 2].min())


@pytest.mark.parametrize("side", [-1, 1])
def test_the_pleura_ends_at_rib_8_in_front_rib_10_at_the_side_and_rib_12_behind(
    organs: Meshes, bones: Meshes, side: int
) -> None:
    lung = _half(organs["pleura-lung"], side) * [-side, 1, 1]
    rib_8, rib_10, rib_12 = (bones[f"rib-{number}"].vertices_mm for number in (8, 10, 12))
    nipple_line = locate("shaft-of-clavicle", bones, LANDMARKS)[:, 0].mean()
    front = (np.abs(lung[:, 0] - nipple_line) < 12) & (lung[:, 1] < 0)
    lateral = np.abs(lung[:, 1] - rib_10[:, 1].mean()) < 25
    behind = lung[:, 1] > 85
    assert abs(_lowest(lung, front) - rib_8[rib_8[:, 1] < -30, 2].mean()) < 25
    assert abs(_lowest(lung, lateral) - rib_10[np.abs(rib_10[:, 1] - 20) < 15, 2].mean()) < 25
    assert rib_12[:, 2].min() < _lowest(lung, behind) < rib_12[:, 2].max()


def test_the_heart_lies_behind_the_breastbone_with_its_apex_in_the_left_fifth_space(
    organs: Meshes, bones: Meshes
) -> None:
    heart = organs["heart"].vertices_mm
    fifth, sixth = (bones[f"rib-{n}"].vertices_mm for n in (5, 6))
    apex = heart[heart[:, 0].argmax()]
    nipple_line = -locate("shaft-of-clavicle", bones, LANDMARKS)[:, 0].mean()
    in_front = [one[one[:, 1] < 0][:, 2] for one in (fifth, sixth)]
    assert abs(apex[0] - nipple_line) < 20
    assert in_front[1].min() < apex[2] < in_front[0].max()
    assert heart[:, 0].mean() > 10
    assert heart[:, 2].max() < bones["costal-cartilage-2"].vertices_mm[:, 2].max() + 10
    assert -60 < heart[:, 0].min() < -25


def test_the_left_lung_gives_way_to_the_heart(organs: Meshes) -> None:
    right, left = sorted(components(organs["pleura-lung"]), key=lambda lung: lung.vertices_mm[:, 0].mean())
    assert volume_cm3(left) < 0.9 * volume_cm3(right)
    cleft = (np.abs(right.vertices_mm[:, 2] - 1290) < 25) & (right.vertices_mm[:, 1] < -10)
    notch = (np.abs(left.vertices_mm[:, 2] - 1290) < 25) & (left.vertices_mm[:, 1] < -10)
    assert left.vertices_mm[notch, 0].min() > 20 - right.vertices_mm[cleft, 0].max()


def test_the_liver_fills_the_right_dome_behind_ribs_7_to_11(organs: Meshes, bones: Meshes) -> None:
    liver = organs["liver"].vertices_mm
    right = liver[liver[:, 0] < -40]
    fifth = bones["rib-5"].vertices_mm
    assert abs(right[:, 2].max() - fifth[fifth[:, 1] < 0, 2].mean()) < 25
    assert liver[:, 0].max() > 40
    assert bones["rib-11"].vertices_mm[:, 2].min() - 15 < liver[:, 2].min()
    assert liver[:, 2].min() < bones["rib-9"].vertices_mm[:, 2].min()


def test_the_spleen_lies_along_ribs_9_to_11_on_the_left(organs: Meshes, bones: Meshes) -> None:
    spleen = organs["spleen"].vertices_mm
    low, high = (bounds_mm(bones[f"rib-{n}"])[:, 2] for n in (11, 9))
    assert spleen[:, 0].min() > 15
    assert low[0] < spleen[:, 2].mean() < high[1]
    tenth = cKDTree(mirror(bones["rib-10"]).vertices_mm)
    assert 10 < tenth.query(spleen)[0].min() < 25


def test_the_kidneys_lie_from_t12_to_l3_and_the_right_one_lower(organs: Meshes, bones: Meshes) -> None:
    right, left = sorted(components(organs["kidney"]), key=lambda one: one.vertices_mm[:, 0].mean())
    assert 5 < left.vertices_mm[:, 2].mean() - right.vertices_mm[:, 2].mean() < 25
    for kidney in (right, left):
        assert kidney.vertices_mm[:, 2].max() < bounds_mm(bones["vertebra-t12"])[1, 2]
        assert kidney.vertices_mm[:, 2].min() > bounds_mm(bones["vertebra-l3"])[0, 2] - 12
        assert np.abs(kidney.vertices_mm[:, 0]).min() > bounds_mm(bones["vertebra-l2"])[1, 0]


def test_the_bladder_lies_behind_the_pubic_symphysis(organs: Meshes, bones: Meshes) -> None:
    bladder = organs["bladder"].vertices_mm
    hip = bones["hip-bone"].vertices_mm
    symphysis = hip[(hip[:, 0] > -12) & (hip[:, 1] < 0)]
    assert bladder[:, 1].mean() > symphysis[:, 1].mean() + 20
    assert symphysis[:, 2].min() < bladder[:, 2].min() < symphysis[:, 2].max()
    assert bladder[:, 1].max() < bounds_mm(bones["coccyx"])[0, 1]


def test_the_thyroid_lies_before_c5_to_t1(organs: Meshes, bones: Meshes) -> None:
    thyroid = organs["thyroid-gland"].vertices_mm
    assert thyroid[:, 2].max() < bounds_mm(bones["vertebra-c5"])[1, 2]
    assert thyroid[:, 2].min() > bounds_mm(bones["vertebra-t1"])[0, 2]
    assert thyroid[:, 1].max() < bounds_mm(bones["vertebra-c6"])[0, 1]
    isthmus = thyroid[np.abs(thyroid[:, 0]) < 4]
    assert isthmus[:, 1].max() < thyroid[:, 1].mean()


def test_the_nodes_of_the_groin_lie_below_the_inguinal_ligament(organs: Meshes, baked: Baked) -> None:
    ligament = baked.meshes(["inguinal-ligament"])["inguinal-ligament"].vertices_mm
    for node in components(organs["lymph-nodes-inguinal"]):
        middle = node.vertices_mm.mean(axis=0)
        above_it = ligament[np.abs(ligament[:, 0] - middle[0]).argsort()[:6], 2].mean()
        assert middle[2] < above_it


@pytest.mark.parametrize("organ", NODES)
def test_lymph_nodes_are_baked_on_the_right(organs: Meshes, organ: str) -> None:
    assert organs[organ].vertices_mm[:, 0].max() < 0


def test_an_organ_that_keeps_off_one_that_is_not_there_is_said_by_name() -> None:
    with pytest.raises(PlaceError, match="lung: keeps off an organ that is not there"):
        making.build({"lung": {"pieces": [{"off": {"heart": 3}}]}}, {}, {})
