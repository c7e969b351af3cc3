"""The tiny world of the viewer's tests: a ball between two blocks in a glass box, and pages that show it.

The ball stands in the middle of the first picture, so that what is under the middle is known. The blocks
are a right structure and its left twin, one file; the column comes in two parts; the glass is a ghost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import trimesh

from palpate.body.camera import views_for
from palpate.body.glb import Node, Provenance, write_glb
from palpate.body.mesh import Mesh
from palpate.body.poster import poster

MIDDLE_MM = (0, 0, 1400)
PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
"""As strict as a page can be: no inline style, no inline script, no WebAssembly."""

STRUCTURES = [
    {"id": "ball", "name": "Ball", "side": "midline", "kind": "muscle", "role": "highlight", "page": "ball/"},
    {"id": "block", "name": "Block", "side": "right", "kind": "bone", "role": "show", "page": "block/"},
    {"id": "block", "name": "Block", "side": "left", "kind": "bone", "role": "show", "page": "block/"},
    {"id": "column", "name": "Column", "side": "midline", "kind": "bone", "role": "nogo", "page": None},
    {
        "id": "glass",
        "name": "Glass",
        "side": "midline",
        "kind": "skin",
        "role": "ghost",
        "page": "index.html",
    },
]
LANDMARKS = [
    {"id": "front", "name": "Front of the ball", "at": [0, 1.4, 0.05]},
    {"id": "back", "name": "Back of the ball", "at": [0, 1.4, -0.05]},
]


def meshes() -> dict[str, Mesh]:
    """The world's meshes by node id, LPS millimetres; right and midline only."""
    solids = {
        "ball": (trimesh.creation.icosphere(subdivisions=3, radius=50), (0, 0, 0)),
        "block": (trimesh.creation.box((60, 60, 60)), (-130, 0, 0)),
        "column.upper": (trimesh.creation.cylinder(radius=15, height=50), (0, 0, 105)),
        "column.lower": (trimesh.creation.cylinder(radius=15, height=50), (0, 0, -105)),
        "glass": (trimesh.creation.box((200, 160, 160)), (0, 0, 0)),
    }
    return {
        node: Mesh(np.array(solid.vertices) + np.add(at, MIDDLE_MM), np.array(solid.faces))
        for node, (solid, at) in solids.items()
    }


def scene(id: str) -> dict:
    """The scene of all structures, named `id`."""
    box = [[-0.18, 1.27, -0.08], [0.18, 1.53, 0.08]]
    structures = [
        structure | {"file": f"{structure['id']}.0.glb", "bytes": 1, "layer": 0} for structure in STRUCTURES
    ]
    return {
        "id": id,
        "title": f"The {id}",
        "structures": structures,
        "views": views_for(box, ["anterior", "lateral-right", "superior"]),
        "landmarks": LANDMARKS,
        "poster": {"file": f"{id}.webp", "width": 960, "height": 720, "alt": f"{id} from the front"},
        "text": ["A ball between two blocks."],
        "credits": ["Made for this test."],
        "faults": ["The blocks have no corners rounded."],
    }


def build(site: Path) -> None:
    """Writes the pages, scenes, meshes and posters; the viewer's bundle is put beside them by the caller."""
    solids = meshes()
    for id in ("stones", "others"):
        _write(site / f"assets/scenes/{id}.json", json.dumps(scene(id)).encode())
        _write(site / f"assets/posters/{id}.webp", poster(scene(id), solids))
    for structure in {structure["id"] for structure in STRUCTURES}:
        parts = {node: mesh for node, mesh in solids.items() if node.split(".")[0] == structure}
        _write(site / f"assets/body/{structure}.0.glb", _glb(parts))
    _write(site / "index.html", page("Stones", "stones").encode())
    _write(site / "both.html", page("Both", "stones", "others").encode())
    _write(site / "missing.html", page("Missing", "nowhere").encode())
    _write(site / "page.css", PAGE_STYLE)


def page(title: str, *scenes: str) -> str:
    """A page as the generator writes it, in the colours of Material's two schemes, under a strict policy."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{PAGE_POLICY}">
<link rel="stylesheet" href="page.css">
<link rel="stylesheet" href="assets/viewer/anatomy-scene.css">
<script type="module" src="assets/viewer/anatomy-scene.js"></script></head>
<body data-md-color-scheme="default"><main><h1>{title}</h1><p><a href="#end">First link</a></p>
{"".join(map(_scene_on_page, scenes))}<p id="end">{"Words. " * 900}</p></main></body></html>"""


def _scene_on_page(scene: str) -> str:
    rows = "".join(
        f'<li data-structure="{each["id"]}"><a href="{each["page"] or ""}">{each["name"]}</a></li>'
        for each in STRUCTURES
    )
    picture = f'<img src="assets/posters/{scene}.webp" alt="{scene} from the front" width="960" height="720">'
    return f"""<p><anatomy-scene scene="{scene}">{picture}</anatomy-scene></p>
<ul class="scene-list" data-scene="{scene}">{rows}</ul>"""


PAGE_STYLE = b"""
[data-md-color-scheme=default] { --md-default-bg-color: #fff; --md-default-fg-color: rgba(0, 0, 0, .87);
  --md-typeset-a-color: #3b4bb0; color: #222; background: #fff; }
[data-md-color-scheme=slate] { --md-default-bg-color: #1e2129; --md-default-fg-color: #e2e4e9d1;
  --md-typeset-a-color: #8c9eff; color: #e2e4e9; background: #1e2129; }
a { color: var(--md-typeset-a-color); }
body { margin: 0; font: 16px/1.5 sans-serif; }
main { max-width: 688px; margin: 0 auto; padding: 0 16px; }
"""


def _glb(parts: Mapping[str, Mesh]) -> bytes:
    nodes = [Node(node, mesh, np.ones(len(mesh.vertices_mm))) for node, mesh in parts.items()]
    return write_glb(nodes, Provenance("Palpate's tests", "Apache-2.0"))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
