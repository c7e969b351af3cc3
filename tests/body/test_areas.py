"""Areas of the skin: the key points of the neurological standard, the cover of the body, the axial lines."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from palpate.body.areas import OVERLAPS
from palpate.body.bake import Baked
from palpate.body.fascicles import direction, point
from palpate.body.fields import surface_points
from palpate.body.mesh import Mesh, bounds_mm, face_areas_mm2, is_watertight, vertex_normals
from palpate.body.rays import surface_of, trace, tracer
from palpate.body.records import read_landmarks

ANATOMY = Path(__file__).resolve().parents[2] / "content" / "anatomy"
LANDMARKS = ANATOMY / "landmarks"

FACING = {
    "front": "anterior",
    "back": "posterior",
    "side": "right",
    "inner": "left",
    "top": "superior",
    "sole": "inferior",
}
"""Which way the skin of a zone looks, by the aspect its entry names."""

ALL_ROUND = {"thumb", "big-toe", "index-middle-fingers", "ring-little-fingers"}
"""Zones that go round a finger or toe and so look every way."""

AGAINST_CHEST = {"upper-arm-inner", "upper-arm-front"}
"""The body's arm rests on the chest: of its inner side only the front edge has skin."""

LEAST_LOOK = 0.25
"""How much of a zone's mean normal points the way it should."""

UNDER_MM = 3.0
"""A point of the skin lies under an area when a point of its shell is this near."""

NAVEL = "spinous-process-l3"
MIDCLAVICLE = {"on": "shaft-of-clavicle", "at": 0.5}
LIGAMENT = {"between": ["asis", "pubic-tubercle"]}
KNEE = "medial-epicondyle-femur"

KEY_POINTS = {
    "c2": ("external-occipital-protuberance", {"right": 15}, "posterior"),
    "c3": (MIDCLAVICLE, {"superior": 12, "posterior": 15}, "superior"),
    "c4": ("acromial-end-of-clavicle", {}, "superior"),
    "c5": ("lateral-epicondyle-humerus", {"superior": 12, "left": 12}, "anterior"),
    "c6": ({"bone": "proximal-phalanx-hand-1", "near": [0.5, 0.5, 0.5]}, {}, ["posterior", "right"]),
    "c7": ({"bone": "proximal-phalanx-hand-3", "near": [0.5, 0.5, 0.5]}, {}, "posterior"),
    "c8": ({"bone": "proximal-phalanx-hand-5", "near": [0.5, 0.5, 0.5]}, {}, "posterior"),
    "l2": ({"between": [LIGAMENT, KNEE]}, {}, "anterior"),
    "l1": ({"between": [LIGAMENT, KNEE], "at": 0.25}, {}, "anterior"),
    "l3": (KNEE, {}, "left"),
    "l4": ("medial-malleolus", {"right": 15}, "left"),
    "l5": ({"bone": "metatarsal-3", "extreme": "anterior"}, {}, "superior"),
    "s1": ({"bone": "calcaneus", "near": [1, 0.6, 0.4]}, {}, "right"),
    "s2": ("popliteal-surface", {"inferior": 25}, "posterior"),
    "s3": ("ischial-tuberosity", {}, ["posterior", "inferior"]),
    "s4": ("tip-of-coccyx", {"anterior": 25, "right": 10}, "inferior"),
    "t12": (LIGAMENT, {}, "anterior"),
}
"""ISNCSCI key sensory points (2019 revision, rupp2021) by bone: a place, a way from it, and where the skin
lies.

The body's arm rests on the chest down to the elbow, so that the skin has neither armpit nor inner side of the
elbow: the points of T1 and T2 cannot be asked for. """

HEIGHTS = {
    "t3": {"between": ["costochondral-junction-3", "costochondral-junction-4"]},
    "t4": {"between": ["costochondral-junction-4", "costochondral-junction-5"]},
    "t5": {
        "between": [{"between": ["costochondral-junction-4", "costochondral-junction-5"]}, "xiphoid-process"]
    },
    "t6": "xiphoid-process",
    "t7": {"between": ["xiphoid-process", NAVEL], "at": 0.25},
    "t8": {"between": ["xiphoid-process", NAVEL], "at": 0.5},
    "t9": {"between": ["xiphoid-process", NAVEL], "at": 0.75},
    "t10": NAVEL,
    "t11": {"between": [NAVEL, LIGAMENT]},
}
"""The key points of the trunk lie in the midclavicular line at these heights."""


@pytest.fixture(scope="module")
def skin(baked: Baked) -> Mesh:
    return baked.meshes(["skin"])["skin"]


@pytest.fixture(scope="module")
def dermatomes(baked: Baked) -> dict[str, Mesh]:
    return baked.meshes(name for name, line in baked.index.items() if line["kind"] == "dermatome")


@pytest.fixture(scope="module")
def zones(baked: Baked) -> dict[str, Mesh]:
    return baked.meshes(name for name, line in baked.index.items() if line["kind"] == "zone")


@pytest.fixture(scope="module")
def key_points(baked: Baked, skin: Mesh) -> dict[str, np.ndarray]:
    """Each key point on the skin, from the bones alone."""
    bones = baked.meshes(name for name, line in baked.index.items() if line["kind"] in ("bone", "cartilage"))
    return key_points_on(skin, bones)


def key_points_on(skin: Mesh, bones: Mapping[str, Mesh]) -> dict[str, np.ndarray]:
    landmarks = read_landmarks(LANDMARKS)
    scene = tracer(surface_of([skin]))

    def outside(start: np.ndarray, way: str | list[str]) -> np.ndarray:
        hits = trace(scene, start[None], direction(way)[None])
        return start + hits.distance[0] * direction(way)

    def shifted(place: object, shift: Mapping[str, float]) -> np.ndarray:
        return point(place, bones, landmarks) + sum(
            (mm * direction(word) for word, mm in shift.items()), np.zeros(3)
        )

    found = {level: outside(shifted(place, shift), way) for level, (place, shift, way) in KEY_POINTS.items()}
    line = point(MIDCLAVICLE, bones, landmarks)[0]
    for level, place in HEIGHTS.items():
        start = np.array([line, 40.0, point(place, bones, landmarks)[2]])
        found[level] = outside(start, "anterior")
    return found


def under(areas: Mapping[str, Mesh], spots: np.ndarray) -> dict[str, np.ndarray]:
    """For each area which of the spots (N,) lie under it."""
    trees = {name: cKDTree(surface_points(mesh, UNDER_MM)) for name, mesh in areas.items()}
    return {name: tree.query(spots)[0] < UNDER_MM for name, tree in trees.items()}


@pytest.fixture(scope="module")
def areas_over(key_points: dict[str, np.ndarray], dermatomes: dict[str, Mesh]) -> dict[str, list[str]]:
    """For each level the areas over its key point."""
    lying = under(dermatomes, np.array(list(key_points.values())))
    return {level: [name for name in lying if lying[name][i]] for i, level in enumerate(key_points)}


@pytest.mark.parametrize("level", [*KEY_POINTS, *HEIGHTS])
def test_a_key_point_lies_in_its_dermatome_and_outside_the_overlap(
    level: str, areas_over: dict[str, list[str]]
) -> None:
    assert areas_over[level] == [f"dermatome-{level}"]


def test_dermatomes_cover_the_skin(skin: Mesh, dermatomes: dict[str, Mesh]) -> None:
    right = skin.vertices_mm[skin.vertices_mm[:, 0] < -3]
    covered = np.any(list(under(dermatomes, right).values()), axis=0)
    assert covered.mean() > 0.98


def test_every_dermatome_is_there_and_closed(dermatomes: dict[str, Mesh]) -> None:
    wanted = [f"c{n}" for n in range(2, 9)] + [f"t{n}" for n in range(1, 13)]
    wanted += [f"l{n}" for n in range(1, 6)] + [f"s{n}" for n in range(1, 6)] + ["v1", "v2", "v3"]
    assert set(dermatomes) == {f"dermatome-{level}" for level in wanted} | {OVERLAPS}
    assert [name for name, mesh in dermatomes.items() if not is_watertight(mesh)] == []


def test_dermatomes_stay_on_the_right_half(dermatomes: dict[str, Mesh]) -> None:
    assert max(bounds_mm(mesh)[1, 0] for mesh in dermatomes.values()) < 1.0


def shared_cm2(one: Mesh, other: Mesh) -> float:
    """How much of an area's outer face lies under or over another area, edges that touch included."""
    near = cKDTree(surface_points(other, 1.5)).query(one.triangles_mm.mean(axis=1))[0] < 1.2
    return float(face_areas_mm2(one)[near].sum() / 200)


@pytest.mark.parametrize(
    ("one", "other"),
    [("c5", "t1"), ("c5", "t2"), ("c4", "t2"), ("c6", "c8"), ("l3", "s2"), ("l2", "s2"), ("v3", "c2")],
)
def test_dermatomes_do_not_overlap_across_axial_lines(
    one: str, other: str, dermatomes: dict[str, Mesh]
) -> None:
    assert shared_cm2(dermatomes[f"dermatome-{one}"], dermatomes[f"dermatome-{other}"]) < 5


@pytest.mark.parametrize(
    ("one", "other"), [("c3", "c4"), ("t4", "t5"), ("c5", "c6"), ("l2", "l3"), ("s1", "s2")]
)
def test_dermatomes_that_follow_each_other_overlap(one: str, other: str, dermatomes: dict[str, Mesh]) -> None:
    assert shared_cm2(dermatomes[f"dermatome-{one}"], dermatomes[f"dermatome-{other}"]) > 15


def test_every_zone_entry_has_its_area(zones: dict[str, Mesh]) -> None:
    assert set(zones) == {path.stem for path in (ANATOMY / "zones").glob("*.yml")}
    assert [name for name, mesh in zones.items() if not is_watertight(mesh)] == []


def test_a_zone_looks_the_way_its_entry_says(skin: Mesh, zones: dict[str, Mesh]) -> None:
    entries = read_landmarks(ANATOMY / "zones")
    normals, lying = vertex_normals(skin), under(zones, skin.vertices_mm)
    looks = {
        name: float(normals[found].mean(axis=0) @ direction(FACING[entries[name]["aspect"]]))
        for name, found in lying.items()
        if name not in ALL_ROUND | AGAINST_CHEST
    }
    assert {name: look for name, look in looks.items() if look < LEAST_LOOK} == {}


def test_a_zone_is_as_large_as_two_fingertips_and_no_larger_than_a_chest(zones: dict[str, Mesh]) -> None:
    """The shell has two faces: half its area is the zone's."""
    cm2 = {name: face_areas_mm2(mesh).sum() / 200 for name, mesh in zones.items()}
    assert {name: size for name, size in cm2.items() if not 5 < size < 500} == {}
