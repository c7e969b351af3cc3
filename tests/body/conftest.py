"""The real bones, made once for all tests that look at them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from palpate.body import soft
from palpate.body.bake import Baked, bake
from palpate.body.ground import ground_of
from palpate.body.making import HARD, SOFT
from palpate.body.mesh import Mesh
from palpate.body.records import read_landmarks, read_records

ROOT = Path(__file__).resolve().parents[2]
BODY = ROOT / "content" / "body"
LANDMARKS = ROOT / "content" / "anatomy" / "landmarks"


@pytest.fixture(scope="session")
def baked() -> Baked:
    """The whole body, from the bake's cache as far as it is there."""
    return bake(read_records(BODY), read_landmarks(LANDMARKS), ROOT / ".cache" / "body")


@pytest.fixture(scope="session")
def bones(baked: Baked) -> dict[str, Mesh]:
    """Every bone and cartilage of the content."""
    return baked.meshes(name for name, line in baked.index.items() if line["kind"] in HARD)


@pytest.fixture(scope="session")
def hard(baked: Baked) -> dict[str, Mesh]:
    """Every bone, cartilage and disc."""
    return baked.meshes(name for name, line in baked.index.items() if line["kind"] in (*HARD, "disc"))


@pytest.fixture(scope="session")
def soft_meshes(baked: Baked) -> dict[str, Mesh]:
    """Every cord, root, nerve, vessel, ligament, fascia and bursa."""
    return baked.meshes(name for name, line in baked.index.items() if line["kind"] in SOFT)


@pytest.fixture(scope="session")
def course(hard: dict[str, Mesh]) -> Callable[[str], np.ndarray]:
    """The centre line (N, 3) in mm of a structure's tube: the first one, or that of a number."""
    records, landmarks = read_records(BODY), read_landmarks(LANDMARKS)
    ground = ground_of(hard.values())

    def line(structure: str, tube: int = 0) -> np.ndarray:
        return soft.centre_line(records[structure]["tubes"][tube], hard, landmarks, ground)[0]

    return line
