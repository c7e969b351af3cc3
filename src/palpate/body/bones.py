"""The bones: taken from the source piece by piece, mended, shaped, named and thinned.

What makes each bone out of its piece is a recipe in bone_recipes.yml; what the source lacks is authored there
or, for sacrum, coccyx and hyoid, in authored.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import partial
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from palpate.body import authored, chest, myosim
from palpate.body.carving import carve, keep_off
from palpate.body.made import Each
from palpate.body.mesh import Mesh, bounds_mm, boxes_meet, is_watertight
from palpate.body.pieces import bone_pieces
from palpate.body.records import Record
from palpate.body.remesh import PAD_MM, field_of, fill_holes, surface_of, taubin, thin
from palpate.body.subdivision import smooth

NEAR_MM = 15.0
"""Bones whose boxes, this much wider, do not meet have nothing to do with each other."""

FINE_FACES = 1200
"""Pieces with more faces are smooth already; coarser ones are subdivided until they have as many."""

CUTS_MM = 12.0
"""Room around a bone for what is added to it."""

JOINT_GAP_MM = 0.6
"""Least room between two bones that meet: about the cartilage of one side of a small joint."""


def build(records: Mapping[str, Record], each: Each = map) -> dict[str, Mesh]:
    """The mesh of every bone and cartilage in the records, by id, right-sided and midline, in LPS mm.

    `each` works like `map`: bones that do not wait for one another are shaped side by side.
    """
    source = myosim.load()
    raw = bone_pieces(myosim.surfaces(source), source.settings["pieces"])
    recipes = read_recipes()
    wanted = {bone: raw[bone] for bone in raw if bone in records and bone not in authored.BONES}
    before = neighbours({bone: recipe_for(bone, recipes).get("keep_off", ()) for bone in wanted}, wanted)
    made: dict[str, Mesh] = {}
    chests = iter(each(partial(chest.split, records=records), [raw["sternum-and-cartilages"]]))
    for wave in waves(before):
        near = {bone: [made[other] for other in before[bone]] for bone in wave}
        jobs = [
            (raw[bone], recipe_for(bone, recipes), records[bone]["triangles"], near[bone]) for bone in wave
        ]
        made |= zip(wave, each(_shaped, jobs), strict=True)
    made |= next(chests)
    made |= authored.build(records, made)
    return {bone: made[bone] for bone in records if bone in made}


def neighbours(kept_off: Mapping[str, Sequence[str]], pieces: Mapping[str, Mesh]) -> dict[str, list[str]]:
    """For each bone those before it that it must stay clear of: named by its patterns and near it."""
    boxes = {bone: bounds_mm(piece) + np.array([[-NEAR_MM], [NEAR_MM]]) for bone, piece in pieces.items()}
    found: dict[str, list[str]] = {}
    for bone, patterns in kept_off.items():
        named = [other for other in found if any(fnmatchcase(other, name) for name in patterns)]
        found[bone] = [other for other in named if boxes_meet(boxes[bone], boxes[other])]
    return found


def waves(before: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The bones in the order in which they can be shaped: those of a wave wait for none of it."""
    turn: dict[str, int] = {}
    for bone, others in before.items():
        turn[bone] = max((turn[other] + 1 for other in others), default=0)
    return [[bone for bone in turn if turn[bone] == k] for k in range(max(turn.values(), default=-1) + 1)]


def _shaped(job: tuple[Mesh, Mapping[str, Any], int, Sequence[Mesh]]) -> Mesh:
    return shape(*job)


def read_recipes() -> dict[str, dict[str, Any]]:
    """How each bone is made out of its piece, by bone id."""
    text = files(__package__).joinpath("bone_recipes.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text) or {}


def recipe_for(bone: str, recipes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the recipes say of a bone: patterns such as `vertebra-*` first, its own recipe over them."""
    found: dict[str, Any] = {}
    for pattern, recipe in sorted(recipes.items(), key=lambda entry: len(entry[0])):
        if fnmatchcase(bone, pattern):
            found |= recipe
    return found


def shape(piece: Mesh, recipe: Mapping[str, Any], triangles: int, near: Sequence[Mesh] = ()) -> Mesh:
    """One bone from its raw piece: smoothed, remeshed where it leaks or is carved, thinned."""
    piece = Mesh(piece.vertices_mm + recipe.get("shift_mm", (0, 0, 0)), piece.faces)
    fine = smooth(fill_holes(piece), rounds_for(piece), recipe.get("hold", 0.8))
    if recipe.get("remesh_mm") or not is_watertight(fine):
        cuts = recipe.get("cuts", ())
        field, grid = field_of(
            fine, recipe.get("remesh_mm", 0.8), recipe.get("plate_mm", 0.0), CUTS_MM if cuts else PAD_MM
        )
        field = keep_off(carve(field, grid, cuts), grid, near, JOINT_GAP_MM)
        fine = taubin(surface_of(field, grid, recipe.get("blur_mm", 0.5)), 8)
    return thin(fine, triangles)


def rounds_for(piece: Mesh) -> int:
    """How often a piece is subdivided: each round makes four faces of one."""
    faces, rounds = len(piece.faces), 0
    while faces < FINE_FACES:
        faces, rounds = faces * 4, rounds + 1
    return rounds
