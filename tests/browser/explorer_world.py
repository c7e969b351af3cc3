"""The tiny whole body of the explorer's tests: a knee under a muscle, a head, and a skin around all of it.

The front of the knee is covered by its muscle and both by the skin, so that what lies on top is known at
each depth.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import trimesh

from browser.stone_world import PAGE_POLICY, PAGE_STYLE
from palpate.body.camera import views_for
from palpate.body.glb import Node, Provenance, write_glb
from palpate.body.mesh import Mesh

PACKS = {
    "head": {"skull": ((120, 120, 120), (0, 0, 1300))},
    "knee": {"patella": ((90, 60, 90), (-140, 0, 800)), "vastus": ((140, 60, 140), (-140, -80, 800))},
    "skin": {"skin": ((600, 60, 800), (0, -160, 1050))},
}
"""By pack the boxes in it: sizes and middles in LPS millimetres."""

SYSTEMS = [
    {"id": "bones", "name": "Bones", "on": True, "always": True},
    {"id": "muscles", "name": "Muscles", "on": True, "always": False},
    {"id": "skin", "name": "Skin", "on": True, "always": False},
]


def structure(id: str, name: str, kind: str, system: str, pack: str, layer: int, **more: str) -> dict:
    side = "right" if pack == "knee" else "midline"
    line = {"id": id, "name": name, "kind": kind, "system": system, "pack": pack, "layer": layer}
    return line | {"side": side, "page": None} | more


STRUCTURES = [
    structure("skull", "Skull", "bone", "bones", "head", 0, page="bones/skull/"),
    structure("patella", "Patella", "bone", "bones", "knee", 0, words="kneecap", page="bones/patella/"),
    structure("vastus", "Vastus medialis", "muscle", "muscles", "knee", 3),
    structure("skin", "Skin", "skin", "skin", "skin", 6),
]


def scene() -> dict:
    """The scene of the explorer."""
    over = {"skin": {"over": True}}
    packs = [
        {"id": id, "name": id.capitalize(), "file": f"pack-{id}.0.glb", "bytes": 1, **over.get(id, {})}
        for id in PACKS
    ]
    return {
        "id": "explore",
        "title": "The whole body",
        "aspect": 0.62,
        "packs": packs,
        "systems": SYSTEMS,
        "structures": STRUCTURES,
        "views": views_for([[-0.3, 0.65, -0.1], [0.3, 1.45, 0.2]], ["anterior", "posterior", "superior"]),
        "landmarks": [],
        "poster": None,
        "text": ["A tiny body."],
        "credits": ["Made for this test."],
        "faults": [],
    }


def build(site: Path) -> None:
    """Writes the page, its scene and its packs; the viewer's bundle is put beside them by the caller."""
    _write(site / "assets/scenes/explore.json", json.dumps(scene()).encode())
    for pack, boxes in PACKS.items():
        nodes = [Node(id, box(*shape), np.ones(8)) for id, shape in boxes.items()]
        _write(site / f"assets/body/pack-{pack}.0.glb", write_glb(nodes, Provenance("Tests", "Apache-2.0")))
    _write(site / "index.html", PAGE.encode())
    _write(site / "page.css", PAGE_STYLE)


def box(size_mm: tuple[float, float, float], at_mm: tuple[float, float, float]) -> Mesh:
    solid = trimesh.creation.box(size_mm)
    return Mesh(np.array(solid.vertices) + at_mm, np.array(solid.faces))


PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Explore</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{PAGE_POLICY}">
<link rel="stylesheet" href="page.css">
<link rel="stylesheet" href="assets/viewer/anatomy-scene.css">
<script type="module" src="assets/viewer/anatomy-scene.js"></script></head>
<body data-md-color-scheme="default"><main><h1>Explore</h1>
<anatomy-scene scene="explore" explorer></anatomy-scene>
<div data-scene="explore"><ul class="scene-list"><li><a href="bones/skull/">Skull</a></li></ul></div>
</main></body></html>"""


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
