"""The bones: taken from the source piece by piece, mended, shaped, named and thinned.

What makes each bone out of its piece is a recipe in bone_recipes.yml; what the source lacks is authored there
or, for sacrum, coccyx and hyoid, in authored.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import Any

import yaml

from palpate.body import authored, chest, myosim
from palpate.body.carving import carve, keep_off
from palpate.body.mesh import Mesh, is_watertight
from palpate.body.pieces import bone_pieces
from palpate.body.records import Record
from palpate.body.remesh import PAD_MM, field_of, fill_holes, surface_of, taubin, thin
from palpate.body.subdivision import smooth

FINE_FACES = 1200
"""Pieces with more faces are smooth already; coarser ones are subdivided until they have as many."""

CUTS_MM = 12.0
"""Room around a bone for what is added to it."""

JOINT_GAP_MM = 0.6
"""Least room between two bones that meet: about the cartilage of one side of a small joint."""


def build(records: Mapping[str, Record]) -> dict[str, Mesh]:
    """The mesh of every bone and cartilage in the records, by id, right-sided and midline, in LPS mm."""
    source = myosim.load()
    raw = bone_pieces(myosim.surfaces(source), source.settings["pieces"])
    recipes = read_recipes()
    made: dict[str, Mesh] = {}
    for bone in (one for one in raw if one in records and one not in authored.BONES):
        recipe = recipe_for(bone, recipes)
        near = [
            made[other]
            for other in made
            if any(fnmatchcase(other, name) for name in recipe.get("keep_off", ()))
        ]
        made[bone] = shape(raw[bone], recipe, records[bone]["triangles"], near)
    made |= chest.split(raw["sternum-and-cartilages"], records)
    made |= authored.build(records, made)
    return {bone: made[bone] for bone in records if bone in made}


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
