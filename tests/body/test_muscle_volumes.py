"""The muscles of the content, shaped and settled together: whole, of their size, in place, side by side."""

from pathlib import Path

import pytest
import yaml

from palpate.body.bake import Baked, bake
from palpate.body.fascicles import Part, parts_of
from palpate.body.measures import Measures, measure
from palpate.body.mesh import Mesh, bounds_mm
from palpate.body.records import read_landmarks, read_records

ROOT = Path(__file__).resolve().parents[2]
RECORDS = read_records(ROOT / "content" / "body")
LANDMARKS = read_landmarks(ROOT / "content" / "anatomy" / "landmarks")
MUSCLES = [muscle for muscle, record in RECORDS.items() if record["kind"] == "muscle"]
HARD = [bone for bone, record in RECORDS.items() if record["kind"] in ("bone", "cartilage")]

SHORT = yaml.safe_load((Path(__file__).parent / "muscles_that_fall_short.yml").read_text("utf-8"))
"""Parts known to miss a claim, by claim: a looser bound holds for them, and their records name the fault."""

pytestmark = [pytest.mark.body, pytest.mark.slow]


@pytest.fixture(scope="module")
def baked() -> Baked:
    return bake(RECORDS, LANDMARKS, ROOT / ".cache" / "body")


@pytest.fixture(scope="module")
def measured(baked: Baked) -> dict[str, list[tuple[Part, Mesh, Measures]]]:
    """Every muscle's parts with their meshes and measures."""
    hard = baked.meshes(HARD)
    soft = {muscle: baked.meshes([muscle]) for muscle in MUSCLES}
    parts = {muscle: parts_of(muscle, RECORDS[muscle], hard, LANDMARKS) for muscle in MUSCLES}
    return {muscle: [_measured(part, soft, hard) for part in own] for muscle, own in parts.items()}


def _measured(
    part: Part, soft: dict[str, dict[str, Mesh]], hard: dict[str, Mesh]
) -> tuple[Part, Mesh, Measures]:
    every = {node: mesh for meshes in soft.values() for node, mesh in meshes.items()}
    mesh = every.pop(part.node)
    return part, mesh, measure(part, mesh, _near(mesh, hard), _near(mesh, every))


def _near(mesh: Mesh, others: dict[str, Mesh]) -> list[Mesh]:
    low, high = bounds_mm(mesh)
    boxes = [(other, bounds_mm(other)) for other in others.values()]
    return [other for other, box in boxes if (box[0] < high + 5).all() and (box[1] > low - 5).all()]


@pytest.mark.parametrize("muscle", MUSCLES)
def test_each_part_is_closed_and_of_one_piece_unless_it_is_many_in_a_row(measured, muscle):
    for part, _, one in measured[muscle]:
        assert one.closed, one.node
        assert one.pieces <= (len(part.bands) if part.serial else 1), one.node


@pytest.mark.parametrize("muscle", MUSCLES)
def test_each_part_is_within_a_quarter_of_its_volume(measured, muscle):
    for _, _, one in measured[muscle]:
        off = 0.6 if one.node in SHORT["volume"] else 0.25
        assert one.volume_cm3 == pytest.approx(one.target_cm3, rel=off), one.node


@pytest.mark.parametrize("muscle", MUSCLES)
def test_each_part_reaches_its_attachments(measured, muscle):
    for _, _, one in measured[muscle]:
        assert one.ends_mm < (35 if one.node in SHORT["ends"] else 5), one.node


@pytest.mark.parametrize("muscle", MUSCLES)
def test_each_part_stays_out_of_bone_and_of_its_neighbours(measured, muscle):
    for _, _, one in measured[muscle]:
        assert one.in_bone_mm < (3 if one.node in SHORT["bone"] else 1), one.node
        share = 0.5 if one.node in SHORT["shared"] else 0.02
        assert one.in_neighbours_cm3 < share * one.target_cm3 + 0.02, one.node


MOST = {"volume": 0.95, "ends": 0.88, "bone": 0.98, "shared": 0.7}
"""The share of all parts that meets each claim without leave: it may only rise."""


@pytest.mark.parametrize("claim", MOST)
def test_leave_is_given_to_few_and_to_none_that_is_gone(claim):
    nodes = {f"{m}.{part}" for m in MUSCLES for part in RECORDS[m].get("parts", ())}
    nodes |= {m for m in MUSCLES if "parts" not in RECORDS[m]}
    assert set(SHORT[claim]) <= nodes
    assert 1 - len(SHORT[claim]) / len(nodes) >= MOST[claim]


def test_right_sided_muscles_stay_on_the_right(measured):
    right = [own for muscle, own in measured.items() if RECORDS[muscle].get("side", "right") == "right"]
    every = [(part.node, mesh) for own in right for part, mesh, _ in own]
    assert [node for node, mesh in every if mesh.vertices_mm[:, 0].max() > 0] == []


# What a student sees at a glance


def span_mm(measured, node: str) -> list[float]:
    """Breadth, depth and height of a part."""
    mesh = next(mesh for own in measured.values() for part, mesh, _ in own if part.node == node)
    low, high = bounds_mm(mesh)
    return [float(side) for side in high - low]


def test_trapezius_is_a_sheet_from_the_skull_to_the_twelfth_thoracic_vertebra(measured, baked):
    tops = baked.meshes(["skull", "vertebra-t12"])
    parts = baked.meshes(["trapezius"])
    assert bounds_mm(parts["trapezius.upper"])[1, 2] > bounds_mm(tops["skull"])[0, 2] + 20
    assert bounds_mm(parts["trapezius.lower"])[0, 2] < bounds_mm(tops["vertebra-t12"])[1, 2]
    assert span_mm(measured, "trapezius.middle")[0] > 120


def test_the_short_head_of_biceps_femoris_starts_below_the_long_head(baked):
    heads = baked.meshes(["biceps-femoris"])
    long, short = (bounds_mm(heads[f"biceps-femoris.{head}"]) for head in ("long-head", "short-head"))
    assert long[1, 2] > short[1, 2] + 80


def test_psoas_lies_before_quadratus_lumborum(baked):
    psoas = baked.meshes(["psoas-major"])["psoas-major"].vertices_mm
    quadratus = baked.meshes(["quadratus-lumborum"])["quadratus-lumborum.iliocostal"].vertices_mm
    level = 1070.0
    slices = [points[abs(points[:, 2] - level) < 15] for points in (psoas, quadratus)]
    assert slices[0][:, 1].mean() < slices[1][:, 1].mean() - 5
