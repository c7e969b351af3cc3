"""Tendons: where a part's profile says so, its vertices are tendon; a part without is left out."""

import numpy as np

from palpate.body.fascicles import Band, Part
from palpate.body.mesh import Mesh
from palpate.body.sheets import Profile
from palpate.body.sinews import has_tendon, sinew

PATH = np.array([[0.0, 0, 0], [0, 0, 50], [0, 0, 100]])
HEIGHTS = np.array([0.0, 10, 50, 90, 100])
LADDER = Mesh(np.stack([HEIGHTS * 0, HEIGHTS * 0 + 8, HEIGHTS], axis=1), np.array([[0, 1, 2], [2, 3, 4]]))


def part(**profile: float) -> Part:
    return Part("muscle", (Band((PATH,), (1.0,), Profile(**profile)),), 10.0)


def test_the_ends_that_are_tendon_are_pale_and_the_belly_is_not():
    share = sinew(part(tendon_from=0.2, tendon_to=0.05), LADDER)
    assert share.tolist() == [1, 1, 0, 0, 1]


def test_an_end_without_tendon_stays_flesh():
    assert sinew(part(tendon_to=0.3), LADDER)[:2].tolist() == [0, 0]


def test_only_parts_that_have_a_tendon_are_asked():
    assert has_tendon(part(tendon_from=0.1))
    assert not has_tendon(part())
