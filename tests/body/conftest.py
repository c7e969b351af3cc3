"""The real bones, made once for all tests that look at them."""

from pathlib import Path

import pytest

from palpate.body import bones as maker
from palpate.body.mesh import Mesh
from palpate.body.records import read_records

BODY = Path(__file__).resolve().parents[2] / "content" / "body"


@pytest.fixture(scope="session")
def bones() -> dict[str, Mesh]:
    """Every bone and cartilage of the content."""
    hard = {name: one for name, one in read_records(BODY).items() if one["kind"] in ("bone", "cartilage")}
    return maker.build(hard)
