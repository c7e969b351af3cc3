"""Ligaments, fasciae, menisci and bursae of the content reach their bones, on the right side of them."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from palpate.body.fields import surface_points
from palpate.body.ground import above, ground_of
from palpate.body.mesh import Mesh, bounds_mm, components, is_watertight, volume_cm3
from palpate.body.places import locate
from palpate.body.records import read_landmarks, read_records

pytestmark = [pytest.mark.body, pytest.mark.slow]

CONTENT = Path(__file__).resolve().parents[2] / "content"
LANDMARKS = read_landmarks(CONTENT / "anatomy" / "landmarks")
RECORDS = read_records(CONTENT / "body")
KINDS = ("ligament", "tendon", "meniscus", "fascia", "bursa")
NAMES = [name for name, one in RECORDS.items() if one["kind"] in KINDS]
Meshes = Mapping[str, Mesh]

JOINS = {
    "iliolumbar-ligament": ("vertebra-l4", "vertebra-l5", "hip-bone"),
    "interosseous-sacroiliac-ligament": ("sacrum", "hip-bone"),
    "anterior-sacroiliac-ligament": ("sacrum", "hip-bone"),
    "posterior-sacroiliac-ligament": ("sacrum", "hip-bone"),
    "sacrotuberous-ligament": ("sacrum", "hip-bone"),
    "sacrospinous-ligament": ("sacrum", "coccyx", "hip-bone"),
    "iliofemoral-ligament": ("hip-bone", "femur"),
    "inguinal-ligament": ("hip-bone",),
    "iliotibial-band": ("hip-bone", "tibia"),
    "alar-ligament": ("vertebra-c2", "skull"),
    "transverse-ligament-of-atlas": ("vertebra-c1",),
    "nuchal-ligament": ("skull", "vertebra-c7"),
    "anterior-cruciate-ligament": ("femur", "tibia"),
    "posterior-cruciate-ligament": ("femur", "tibia"),
    "medial-collateral-ligament": ("femur", "tibia"),
    "lateral-collateral-ligament": ("femur", "fibula"),
    "patellar-tendon": ("patella", "tibia"),
    "anterior-talofibular-ligament": ("fibula", "talus"),
    "calcaneofibular-ligament": ("fibula", "calcaneus"),
    "posterior-talofibular-ligament": ("fibula", "talus"),
    "deltoid-ligament": ("tibia", "talus", "navicular", "calcaneus"),
    "spring-ligament": ("calcaneus", "navicular"),
    "plantar-fascia": ("calcaneus",),
    "achilles-tendon": ("calcaneus",),
    "coracoacromial-ligament": ("scapula",),
    "coracoclavicular-ligament": ("scapula", "clavicle"),
    "acromioclavicular-ligament": ("scapula", "clavicle"),
    "glenohumeral-ligaments": ("scapula", "humerus"),
    "coracohumeral-ligament": ("scapula", "humerus"),
    "ulnar-collateral-ligament-of-elbow": ("humerus", "ulna"),
    "radial-collateral-ligament-of-elbow": ("humerus", "ulna"),
    "annular-ligament-of-radius": ("ulna", "radius"),
    "ulnar-collateral-ligament-of-wrist": ("ulna", "triquetrum"),
    "radial-collateral-ligament-of-wrist": ("radius", "scaphoid"),
    "triangular-fibrocartilage-complex": ("radius", "ulna"),
    "transverse-carpal-ligament": ("scaphoid", "trapezium", "pisiform", "hamate"),
    "medial-meniscus": ("femur", "tibia"),
    "lateral-meniscus": ("femur", "tibia"),
    "trochanteric-bursa": ("femur",),
    "olecranon-bursa": ("ulna",),
    "prepatellar-bursa": ("patella",),
    "pes-anserine-bursa": ("tibia",),
    "retrocalcaneal-bursa": ("calcaneus",),
    "subacromial-bursa": ("scapula", "humerus"),
}
"""What each joins; it must come within three millimetres of every one."""


def gap_mm(one: Mesh, bone: Mesh) -> float:
    return float(above(ground_of([bone]), surface_points(one, 2.0))[0].min())


def landmark(name: str, hard: Meshes) -> np.ndarray:
    return locate(name, hard, LANDMARKS)


def depth_at(spots: np.ndarray, z_mm: float) -> float:
    """How far back points (N, 3) of a structure lie at a height, in mm."""
    return float(spots[np.abs(spots[:, 2] - z_mm) < 3, 1].mean())


def end_near(mesh: Mesh, spot: np.ndarray) -> float:
    return float(np.linalg.norm(surface_points(mesh, 2.0) - spot, axis=1).min())


def test_every_entry_has_its_structure():
    assert {path.stem for path in (CONTENT / "anatomy" / "ligaments").glob("*.yml")} - set(RECORDS) == set()


def test_all_are_closed_and_wind_outward(soft_meshes: Meshes):
    for name in NAMES:
        assert is_watertight(soft_meshes[name]), name
        assert min(volume_cm3(piece) for piece in components(soft_meshes[name])) > 0, name


@pytest.mark.parametrize("name", JOINS)
def test_a_ligament_reaches_the_bones_that_it_joins(name: str, soft_meshes: Meshes, hard: Meshes):
    gaps = {bone: gap_mm(soft_meshes[name], hard[bone]) for bone in JOINS[name]}
    assert {bone: gap for bone, gap in gaps.items() if gap > 3} == {}


@pytest.mark.parametrize(
    "level", [f"c{n}" for n in range(3, 8)] + [f"t{n}" for n in range(1, 13)] + [f"l{n}" for n in range(1, 6)]
)
def test_the_long_ligaments_run_before_and_behind_each_vertebral_body(
    level: str, soft_meshes: Meshes, hard: Meshes
):
    middle = bounds_mm(hard[f"vertebra-{level}"]).mean(axis=0)[2]
    before, behind = (
        depth_at(surface_points(soft_meshes[f"{side}-longitudinal-ligament"], 2.0), middle)
        for side in ("anterior", "posterior")
    )
    assert before < behind - 9


@pytest.mark.parametrize("level", [f"c{n}" for n in range(3, 8)] + [f"t{n}" for n in range(1, 13)])
def test_the_cord_lies_between_the_posterior_and_the_yellow_ligament(
    level: str, soft_meshes: Meshes, hard: Meshes
):
    middle = bounds_mm(hard[f"vertebra-{level}"]).mean(axis=0)[2]
    yellow, cord, posterior = (
        surface_points(soft_meshes[name], 2.0)
        for name in ("ligamentum-flavum", "spinal-cord", "posterior-longitudinal-ligament")
    )
    heights = middle + np.array([-4, 0, 4])
    assert min(depth_at(cord, z) - depth_at(posterior, z) for z in heights) > 2
    near = yellow[(np.abs(yellow[:, 2] - middle) < 12) & (np.abs(yellow[:, 0]) < 5)]
    assert np.mean([spot[1] - depth_at(cord, spot[2]) for spot in near[::10]]) > 3


def test_the_transverse_ligament_holds_the_dens_and_keeps_it_off_the_cord(soft_meshes: Meshes, hard: Meshes):
    band = surface_points(soft_meshes["transverse-ligament-of-atlas"], 1.0)
    middle = band[np.abs(band[:, 0]) < 2]
    dens = hard["vertebra-c2"].vertices_mm
    dens = dens[(np.abs(dens[:, 2] - middle[:, 2].mean()) < 3) & (dens[:, 1] < middle[:, 1].mean() + 3)]
    cord = surface_points(soft_meshes["spinal-cord"], 1.0)
    assert 0 <= middle[:, 1].min() - dens[:, 1].max() < 4
    assert middle[:, 1].max() < cord[np.abs(cord[:, 2] - middle[:, 2].mean()) < 2, 1].min() + 1


def test_the_cruciate_ligaments_cross(soft_meshes: Meshes):
    def lean(name: str) -> np.ndarray:
        spots = soft_meshes[name].vertices_mm
        return spots[spots[:, 2].argmax()] - spots[spots[:, 2].argmin()]

    anterior, posterior = lean("anterior-cruciate-ligament"), lean("posterior-cruciate-ligament")
    assert anterior[0] < -5, "up and outward"
    assert anterior[1] > 10, "and back"
    assert posterior[0] > 3, "up and inward"
    assert posterior[1] < -15, "and forward"


def test_the_sacral_ligaments_make_the_two_sciatic_foramina(soft_meshes: Meshes, hard: Meshes):
    assert end_near(soft_meshes["sacrotuberous-ligament"], landmark("ischial-tuberosity", hard)) < 9
    assert end_near(soft_meshes["sacrospinous-ligament"], landmark("ischial-spine", hard)) < 5
    above_it, behind_it = (
        soft_meshes[f"{name}-ligament"].vertices_mm.mean(axis=0) for name in ("sacrospinous", "sacrotuberous")
    )
    assert above_it[2] > behind_it[2]


def test_the_inguinal_ligament_goes_from_iliac_spine_to_pubic_tubercle(soft_meshes: Meshes, hard: Meshes):
    for name in ("asis", "pubic-tubercle"):
        assert end_near(soft_meshes["inguinal-ligament"], landmark(name, hard)) < 5, name


def test_the_iliotibial_band_covers_the_greater_trochanter_and_ends_on_gerdys_tubercle(
    soft_meshes: Meshes, hard: Meshes
):
    band = surface_points(soft_meshes["iliotibial-band"], 4.0)
    trochanter = landmark("greater-trochanter", hard)
    beside = band[np.abs(band[:, 2] - trochanter[2]) < 6]
    assert beside[:, 0].max() < trochanter[0]
    assert end_near(soft_meshes["iliotibial-band"], landmark("gerdys-tubercle", hard)) < 5


def test_the_median_nerve_lies_between_the_transverse_carpal_ligament_and_the_wrist(
    soft_meshes: Meshes, hard: Meshes
):
    roof = surface_points(soft_meshes["transverse-carpal-ligament"], 1.0)
    nerve = surface_points(soft_meshes["median-nerve"], 1.0)
    inside = nerve[np.abs(nerve[:, 2] - roof[:, 2].mean()) < 4]
    over = roof[np.abs(roof[:, 0] - inside[:, 0].mean()) < 3]
    assert over[:, 1].max() < inside[:, 1].min()
    assert inside[:, 1].max() < hard["capitate"].vertices_mm[:, 1].min() + 3


def test_the_plantar_fascia_spans_the_arch_below_the_tarsal_bones(soft_meshes: Meshes, hard: Meshes):
    fascia = bounds_mm(soft_meshes["plantar-fascia"])
    assert fascia[1, 2] < bounds_mm(hard["navicular"])[0, 2]
    assert fascia[0, 1] < bounds_mm(hard["metatarsal-2"])[0, 1] + 12


def test_the_menisci_lie_on_their_own_halves_of_the_tibia(soft_meshes: Meshes, hard: Meshes):
    ridge = landmark("intercondylar-eminence", hard)[0]
    assert bounds_mm(soft_meshes["medial-meniscus"])[0, 0] > ridge - 3
    assert bounds_mm(soft_meshes["lateral-meniscus"])[1, 0] < ridge - 8
