"""The real site as a visitor gets it: all entries, one picture, under a strict policy, on this machine's own
address."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from browser import stone_world
from browser.conftest import ROOT, Quiet
from palpate.build import hand_written, render
from palpate.check import check
from palpate.linking import Atlas
from palpate.model import SECTIONS
from palpate.outputs import write
from palpate.pages.address import ANCHORED
from palpate.picturing import Pictures

PICTURED = "levator-scapulae"
"""The entry whose page holds a picture: of stones, since real ones take long to make."""

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
"""Material starts with inline scripts (its palette among them), and writes inline styles; nothing else is let
in."""

SINGLE = {
    "home": "",
    "glossary": "terms/",
    "spine": "spine/",
    "anatomy": "anatomy/",
    "sources": "sources/",
    "coverage": "coverage/",
    "fields": "fields/",
    "rules": "rules/",
    "about": "about/",
    "conditions": "conditions/",
    "landmarks": "landmarks/",
}
"""Pages that are no entry's own; two sections stand for all."""


class Strict(Quiet):
    """A file server that sends the policy with every page."""

    def end_headers(self) -> None:
        """Adds the policy to what is sent."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


def build(root: Path, viewer: Path) -> tuple[Atlas, Path]:
    """The atlas of the real content and the folder of the site that MkDocs makes of it."""
    atlas = check(ROOT).atlas
    picture = stone_world.scene("stones") | {"caption": "Three stones"}
    own = {path: file for path, file in hand_written(ROOT).items() if not path.startswith("assets/viewer/")}
    write({**render(atlas, Pictures({PICTURED: [picture]})), **own}, root / "build/docs")
    stone_world.build(root / "stones")
    shutil.copytree(root / "stones/assets", root / "build/docs/assets", dirs_exist_ok=True)
    shutil.copytree(viewer, root / "build/docs/assets/viewer")
    shutil.copy(ROOT / "mkdocs.yml", root)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        check=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    return atlas, root / "site"


def page_types(atlas: Atlas, site: Path) -> dict[str, str]:
    """A page of every type, the longest there is of each: what breaks, breaks there first."""
    longest = {kind: _longest(site / SECTIONS[kind], [one.id for one in atlas.of_kind(kind)])
               for kind in SECTIONS if kind not in ANCHORED and atlas.of_kind(kind)}
    restricted = [one.id for one in atlas.of_kind("technique") if one.risk == "restricted"]
    pages = {kind: f"{SECTIONS[kind]}/{id}/" for kind, id in longest.items()}
    return (
        SINGLE
        | pages
        | {
            "restricted technique": f"techniques/{_longest(site / 'techniques', restricted)}/",
            "pictured": f"muscles/{PICTURED}/",
        }
    )


def _longest(section: Path, ids: list[str]) -> str:
    return max(ids, key=lambda id: (section / id / "index.html").stat().st_size)
