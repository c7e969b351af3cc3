"""What the pages of a built site weigh, as public hosts pack them: `python bench/pages.py [site]`.

First view: the page, its styles, scripts, fonts that they name, and the poster. For its 3D, after the tap:
the scene, the viewer and the meshes. Text is weighed gzipped; pictures, fonts and meshes as they are
(hosts do not pack them, but meshes are weighed packed too, since some do). Aims: 250 KB for the first
view, 150 KB for the meshes of a scene.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST_VIEW_AIM, SCENE_AIM = 250_000, 150_000
PACKED = (".html", ".css", ".js", ".json", ".svg", ".glb")
NEEDED = re.compile(
    r'<(?:link[^>]*?rel="?(?:stylesheet|icon)"?[^>]*?href|link[^>]*?href|'
    r'script[^>]*?src|img[^>]*?src)="?([^"> ]+)'
)
STYLES_OTHERS = re.compile(r"url\(['\"]?([^'\")]+\.woff2?)")


@cache
def weight(path: Path) -> int:
    """The bytes of a file on the wire."""
    raw = path.read_bytes()
    return len(gzip.compress(raw, 6)) if path.suffix in PACKED else len(raw)


def first_view(page: Path, site: Path) -> set[Path]:
    """The files that a page loads before anything is tapped."""
    text = page.read_text("utf-8")
    named = {
        (page.parent / href.partition("?")[0]).resolve()
        for href in NEEDED.findall(text)
        if not href.startswith(("http", "data:", "#"))
    }
    files = {
        path for path in named if path.is_file() and path.suffix in (".css", ".js", ".webp", ".png", ".svg")
    }
    fonts = {
        (path.parent / url).resolve()
        for path in files
        if path.suffix == ".css"
        for url in STYLES_OTHERS.findall(path.read_text("utf-8"))
    }
    worker = set(site.glob("assets/viewer/anatomy-scene.js"))
    return {page} | files | {font for font in fonts if font.is_file()} | worker


def scene_files(page: Path, site: Path) -> tuple[set[Path], set[Path]]:
    """What the first scene of a page loads after the tap: scene and viewer, and the meshes."""
    found = re.search(r'<anatomy-scene[^>]*?scene="?([\w.-]+)', page.read_text("utf-8"))
    scene = site / f"assets/scenes/{found[1]}.json" if found else None
    if scene is None or not scene.is_file():
        return set(), set()
    meshes = {
        site / "assets/body" / one["file"] for one in json.loads(scene.read_text("utf-8"))["structures"]
    }
    viewer = {path for path in (site / "assets/viewer").glob("*.js") if path.name != "anatomy-scene.js"}
    return {scene} | viewer, {path for path in meshes if path.is_file()}


def line(name: str, rows: list[tuple[int, str]], aim: int | None = None) -> None:
    """Prints the median and the worst page of a measure."""
    if not rows:
        return
    middle, (worst, page) = statistics.median(size for size, _ in rows), max(rows)
    over = f"; {sum(size > aim for size, _ in rows)} of {len(rows)} over {aim / 1000:.0f} KB" if aim else ""
    print(f"{name:34}{middle / 1000:8.1f} KB median{worst / 1000:9.1f} KB worst ({page}){over}")


def main(arguments: list[str]) -> None:
    """Weighs every entry page."""
    site = Path(arguments[0]).resolve() if arguments else ROOT / "site"
    pages = [
        path
        for path in sorted(site.glob("*/*/index.html"))
        if (site / "api/v1").is_dir() and "api/v1" in path.read_text("utf-8")
    ]
    if not pages:
        sys.exit(f"no entry pages in {site}: run `make site` first")
    names = {page: page.parent.relative_to(site).as_posix() for page in pages}
    views = {page: first_view(page, site) for page in pages}
    for suffixes in ((".html",), (".css",), (".js",), (".woff", ".woff2"), (".webp", ".png", ".svg")):
        line(
            f"  {' '.join(suffixes)}",
            [
                (sum(weight(one) for one in views[page] if one.suffix in suffixes), names[page])
                for page in pages
            ],
        )
    line("first view", [(sum(map(weight, views[page])), names[page]) for page in pages], FIRST_VIEW_AIM)
    scenes = {page: scene_files(page, site) for page in pages}
    line(
        "3D: scene and viewer",
        [(sum(map(weight, code)), names[page]) for page, (code, _) in scenes.items() if code],
    )
    line(
        "3D: meshes",
        [(sum(map(weight, meshes)), names[page]) for page, (_, meshes) in scenes.items() if meshes],
        SCENE_AIM,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
