"""The scene of the whole body: every structure once, in packs, for the explorer and its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..body.camera import views_for
from ..linking import Atlas
from ..pages.address import page_of
from .casting import Index
from .wording import credits_of, name_of

ID = "explore"
"""Of the scene, and the folder of its page."""

VIEWS = ("anterior", "posterior", "lateral-right", "lateral-left", "superior")
ASPECT = 0.62
"""Width by height of what must be in the picture: a standing body."""


@dataclass(frozen=True)
class System:
    """A group of kinds that are shown and hidden together.

    `on` are those that are shown first; `always` those that stay when the body is peeled.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    on: bool = True
    always: bool = False


SYSTEMS = (
    System("bones", "Bones", ("bone", "cartilage", "skull-bone"), always=True),
    System("muscles", "Muscles", ("muscle",)),
    System("ligaments", "Ligaments, fascia", ("ligament", "tendon", "meniscus", "fascia", "bursa")),
    System("discs", "Discs", ("disc",)),
    System("nerves", "Nerves", ("nerve", "root", "plexus", "cord")),
    System("vessels", "Vessels", ("artery", "vein", "vessel")),
    System("organs", "Organs", ("organ",)),
    System("skin", "Skin", ("skin",)),
    System("dermatomes", "Dermatomes", ("dermatome",), on=False, always=True),
    System("zones", "Skin zones", ("zone",), on=False, always=True),
)
OTHER = System("other", "Other", ())
"""Kinds that no system names yet."""

OVER_ALL = ("skin", "dermatomes", "zones")
"""Systems that lie over all regions: their packs are none."""

VEILS = ("dermatome-overlaps",)
"""Shade over others that they belong to."""

SKIN_LAYER = 6

Packs = Mapping[str, Mapping[str, Any]]
"""The packs of the body that was made (body/packs)."""


def whole_body(atlas: Atlas, index: Index, packs: Packs) -> dict[str, Any]:
    """The whole body as the viewer reads it; of each pair the right one, which the viewer doubles."""
    lines = [_line(id, pack, index, atlas) for pack, one in packs.items() for id in one["structures"]]
    there = {line["system"] for line in lines}
    return {
        "id": ID,
        "body": "adult-male",
        "title": "The whole body",
        "aspect": ASPECT,
        "packs": [_pack(pack, packs[pack], atlas) for pack in _from_the_head_down(packs, index)],
        "systems": [
            {"id": one.id, "name": one.name, "on": one.on, "always": one.always}
            for one in (*SYSTEMS, OTHER)
            if one.id in there
        ],
        "structures": lines,
        "views": views_for(_box(index), VIEWS),
        "landmarks": [],
        "text": ["The whole body, standing in anatomical position."],
        "caption": "The whole body",
        "credits": credits_of((line["id"] for line in lines), index),
        "faults": [],
    }


def pictured(scene: Mapping[str, Any]) -> Mapping[str, Any]:
    """The scene as its poster is drawn: of the whole body what is seen first, on both sides; any other as it
    is."""
    if "packs" not in scene:
        return scene
    first = {one["id"] for one in scene["systems"] if one["on"]}
    shown = [
        line for line in scene["structures"] if line["system"] in first and line["layer"] < SKIN_LAYER
    ]
    sides = {"right": ("right", "left"), "midline": ("midline",)}
    doubled = [line | {"side": side, "role": "show"} for line in shown for side in sides[line["side"]]]
    return {**scene, "structures": doubled}


def system_of(kind: str) -> System:
    """The system of a kind of structure."""
    return next((system for system in SYSTEMS if kind in system.kinds), OTHER)


def _line(id: str, pack: str, index: Index, atlas: Atlas) -> dict[str, Any]:
    line, entry = index[id], atlas.get(id)
    names = [alias.text.lower() for alias in entry.aliases] if entry else []
    return {
        "id": id,
        "name": name_of(id, line, atlas),
        "side": line["side"],
        "kind": line["kind"],
        "layer": line["layer"],
        "system": system_of(line["kind"]).id,
        "pack": pack,
        "page": page_of(entry.kind, entry.id) if entry else None,
        **({"words": " ".join(names)} if names else {}),
        **({"role": "ghost"} if id in VEILS else {}),
    }


def _pack(pack: str, one: Mapping[str, Any], atlas: Atlas) -> dict[str, Any]:
    entry = atlas.get(pack)
    name = entry.title if entry and entry.kind == "region" else pack.replace("-", " ").capitalize()
    over = {"over": True} if pack in OVER_ALL else {}
    return {"id": pack, "name": name, "file": one["file"], "bytes": one["bytes"], **over}


def _from_the_head_down(packs: Packs, index: Index) -> list[str]:
    """Pack ids as a person reads a body; what lies over all comes last."""

    def height(pack: str) -> float:
        ends = [end[1] for id in packs[pack]["structures"] for end in index[id]["bounds"]]
        return sum(ends) / len(ends)

    return sorted(packs, key=lambda pack: (pack in OVER_ALL, -height(pack)))


def _box(index: Index) -> list[list[float]]:
    """The box around both sides of all structures, in glTF metres."""
    lows, highs = zip(*(line["bounds"] for line in index.values()), strict=True)
    low = [min(values) for values in zip(*lows, strict=True)]
    high = [max(values) for values in zip(*highs, strict=True)]
    wide = max(-low[0], high[0])
    return [[-wide, *low[1:]], [wide, *high[1:]]]
