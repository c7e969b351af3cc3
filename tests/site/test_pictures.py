"""The real body and forty pictures of it, made in the cache of the repository, where a build finds them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from PIL import Image

from palpate.bodies import LANDMARKS, baked_body, landmark_points
from palpate.body.bake import Baked
from palpate.body.gallery import posters
from palpate.body.progress import terminal
from palpate.body.records import read_landmarks
from palpate.check import check
from palpate.scenes import WITHOUT, scenes_of

pytestmark = [pytest.mark.body, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]

MUSCLES = (
    "levator-scapulae", "trapezius", "sternocleidomastoid", "scalenus-medius", "obliquus-capitis-inferior",
    "splenius-capitis", "multifidus", "longissimus-thoracis", "quadratus-lumborum", "psoas-major",
    "gluteus-maximus", "gluteus-medius", "piriformis", "biceps-femoris", "rectus-abdominis",
)  # fmt: skip
SPINE = (
    "vertebra-c1", "vertebra-c2", "vertebra-t6", "vertebra-l4", "sacrum", "motion-c5-c6", "motion-l4-l5",
    "disc-l4-l5",
)  # fmt: skip
BONES = ("hip-joint", "scapula", "hip-bone")
CONDITIONS = ("non-specific-low-back-pain", "sacroiliac-joint-pain", "lumbar-disc-herniation")
CARE = ("met-pir", "suboccipital-release", "levator-scapulae-stretch")
PLACES = ("root-c6", "root-l5", "cpa", "straight-leg-raise", "spurling", "bridge", "asis")
COLOURED = (*MUSCLES, *SPINE, *BONES, *CONDITIONS, *CARE)
"""Those whose subject is drawn in the colour of a role."""

HIDDEN = ("cervical-radiculopathy",)
"""Vertebrae that are shown as solid leave only slits of its discs in sight."""

FORTY = (*COLOURED, *PLACES, *HIDDEN)

SCENE_BYTES = 150_000
"""Budget of a page's meshes at the median."""

WHOLE_BYTES = 1_500_000
"""Budget of the whole body, in the packs that the explorer loads."""

ON_DEMAND = ("skin", "dermatomes", "zones")
"""Packs that are loaded only when they are asked for."""

POSTER_BYTES, WORST_POSTER_BYTES = 40_000, 80_000
"""Budgets of a poster at the median and at most, so that a page with its poster stays below 250 KB."""


@pytest.fixture(scope="module")
def atlas():
    return check(ROOT).atlas


@pytest.fixture(scope="module")
def body() -> Baked:
    return baked_body(ROOT, terminal())


@pytest.fixture(scope="module")
def scenes(atlas, body) -> dict[str, list[dict]]:
    made = {id: scenes_of(filed.entry, atlas, body.index) for id, filed in atlas.entries.items()}
    return {id: scenes for id, scenes in made.items() if scenes}


@pytest.fixture(scope="module")
def drawn(body, scenes) -> Mapping[str, Path]:
    wanted = [scenes[id][0] | {"landmarks": []} for id in FORTY]
    return posters(wanted, body, ROOT / ".cache" / "posters", terminal())


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGBA")).astype(int)


def test_there_are_forty_pictures():
    assert len(set(FORTY)) == 40


def test_every_entry_that_speaks_of_a_place_on_the_body_has_a_picture(atlas, scenes):
    placed = {id for id, filed in atlas.entries.items() if filed.entry.kind not in WITHOUT}
    assert placed - set(scenes) == set()


def test_every_structure_of_every_scene_has_its_file(body, scenes):
    files = {path.rsplit("/", 1)[-1] for path in body.files}
    needed = {one["file"] for made in scenes.values() for scene in made for one in scene["structures"]}
    assert needed - files == set()


def test_the_slice_is_drawn(body):
    kinds = [line["kind"] for line in body.index.values()]
    assert kinds.count("disc") == 23
    assert kinds.count("muscle") >= 23
    assert kinds.count("bone") >= 105


def test_every_landmark_is_placed_inside_the_box_of_its_bone(body):
    landmarks = read_landmarks(ROOT / LANDMARKS)
    points = landmark_points(body, landmarks)
    assert len(points) >= 150
    for id, point in points.items():
        low, high = np.array(body.index[landmarks[id]["bone"]]["bounds"])
        assert (point >= low - 0.002).all(), id
        assert (point <= high + 0.002).all(), id


def test_meshes_of_scenes_and_body_keep_to_their_bytes(body, scenes):
    weights = [{one["file"]: one["bytes"] for one in made[0]["structures"]} for made in scenes.values()]
    assert median(sum(files.values()) for files in weights) <= SCENE_BYTES
    regions = [pack["bytes"] for name, pack in body.packs.items() if name not in ON_DEMAND]
    assert sum(regions) <= WHOLE_BYTES


def test_posters_keep_to_their_bytes(drawn):
    sizes = {id: drawn[id].stat().st_size for id in FORTY}
    assert median(sizes.values()) <= POSTER_BYTES
    assert {id: size for id, size in sizes.items() if size > WORST_POSTER_BYTES} == {}


@pytest.mark.parametrize("id", FORTY)
def test_a_picture_shows_its_subject_on_a_transparent_ground(drawn, id):
    image = pixels(drawn[id])
    assert image.shape == (720, 960, 4)
    solid = image[..., 3] > 128
    assert 0.005 < solid.mean() < 0.9
    frame = np.concatenate([image[[0, -1], :, 3].ravel(), image[:, [0, -1], 3].ravel()])
    assert frame.max() < 16, "what runs out of the frame fades away"
    assert image[solid][:, :3].std(axis=0).max() > 12, "shaded, not flat"


@pytest.mark.parametrize("id", COLOURED)
def test_what_the_page_is_about_stands_out_in_colour(drawn, id):
    red, _, blue, cover = np.moveaxis(pixels(drawn[id]), -1, 0)
    coloured = (cover > 200) & (abs(red - blue) > 50)
    assert coloured.mean() > 0.003
