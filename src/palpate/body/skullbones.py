"""The bones of the skull: thin shells over its surface, cut along the sutures, so that each can be picked.

The source's skull is one piece. A record of kind `skull-bone` says in `shapes` where its bone lies: each
shape is inside all the outlines that it names, and a bone is all of its shapes together.

| outline | corners |
|---|---|
| `side` | [posterior, superior] |
| `front` | [right, superior] |
| `below` | [right, posterior] |

Corners are fractions of the skull's box, as in the places of landmarks. The left is taken as the mirror of
the right. Bones share out the surface: one of a higher `order` lies over those below it. What no bone claims
stays the skull's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, identity
from skimage.measure import points_in_poly

from palpate.body.mesh import Mesh
from palpate.body.patches import (
    Sheet,
    cut,
    edges_of,
    lengths,
    right_half,
    sheet_of,
    shell,
    split,
    without_crumbs,
)
from palpate.body.places import PlaceError, said_of, to_box

Record = Mapping[str, Any]

SKULL = "skull"
AXES = {"side": [1, 2], "front": [0, 2], "below": [0, 1]}
"""Which fractions of the box (right, posterior, superior) an outline is drawn in."""

FINE_MM = 2.5
"""Longest edges of the surface that is marked; what is cut along the marks are the skull's own triangles."""
ROUNDS = 14
"""Rounds of evening out the marks: a suture straightens over about a centimetre."""
CRUMB_MM2 = 60.0
"""Pieces smaller than this are left out."""
LIFT_MM, THICK_MM = 0.4, 0.3
"""Height of a bone's outer face over the skull, and the thickness of its shell."""


def build(records: Mapping[str, Record], bones: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """The shell of every bone of the skull by id, in LPS mm: midline bones whole, paired ones right."""
    if SKULL not in bones:
        raise PlaceError("bones of the skull need the structure skull")
    skull = bones[SKULL]
    sheet = sheet_of(skull, np.full(len(skull.vertices_mm), FINE_MM))
    fine = split(sheet)
    shares = _shares(records, fine, skull)
    own = {name: share[: len(sheet.points_mm)] for name, share in shares.items()}
    return {name: _bone(name, records[name], sheet, own) for name in records}


def _shares(records: Mapping[str, Record], sheet: Sheet, skull: Mesh) -> dict[str, np.ndarray]:
    """For each bone its share (N,) of the points, evened out; what is left over is the skull's."""
    on_the_right = np.column_stack([-np.abs(sheet.points_mm[:, 0]), sheet.points_mm[:, 1:]])
    places = to_box(skull, on_the_right)
    names = sorted(records, key=lambda name: float(records[name]["order"]))
    owner = np.zeros(len(places), int)
    for i, name in enumerate(names, 1):
        owner[said_of(name, taken, records[name]["shapes"], places)] = i
    marks = (owner[:, None] == np.arange(len(names) + 1)).astype(float)
    even = _evening(sheet)
    for _ in range(ROUNDS):
        marks = even @ marks
    return dict(zip([SKULL, *names], marks.T, strict=True))


def taken(shapes: Sequence[Record], places: np.ndarray) -> np.ndarray:
    """Which places (N, 3), in fractions of the box, any of the shapes takes in."""
    found = np.zeros(len(places), bool)
    for shape in shapes:
        inside = np.ones(len(places), bool)
        for view, outline in shape.items():
            if view not in AXES:
                raise PlaceError(f"a bone of the skull is outlined from {', '.join(AXES)}; found {view}")
            inside &= points_in_poly(places[:, AXES[view]], np.array(outline, float))
        found |= inside
    return found


def _evening(sheet: Sheet) -> csr_matrix:
    """The matrix that takes each point's value half way to the mean of its neighbours."""
    edges, _ = edges_of(sheet.faces)
    near = (lengths(sheet, edges) > 0).astype(float)
    mean = diags(1 / np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1)) @ near
    return csr_matrix(0.5 * identity(near.shape[0]) + 0.5 * mean)


def _bone(name: str, record: Record, sheet: Sheet, shares: Mapping[str, np.ndarray]) -> Mesh:
    """The shell of where a bone has the largest share."""
    rest = np.max([share for other, share in shares.items() if other != name], axis=0)
    field = shares[name] - rest
    if not (field > 0).any():
        raise PlaceError(f"the shapes of {name} take in nothing of the skull")
    patch = cut(sheet, field)
    if record.get("side") == "right":
        patch = right_half(patch)
    patch = without_crumbs(patch, CRUMB_MM2)
    return shell(patch, patch, LIFT_MM - THICK_MM, LIFT_MM)
