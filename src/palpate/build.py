"""The whole line: read, parse, link, examine, render, write; then an ordinary site builder makes the site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .body.progress import Progress, silent
from .check import Checked, check
from .exports import exports
from .findings import Finding, errors
from .linking import Atlas
from .outputs import Outputs, Written, write
from .pages.address import ANCHORED, page_of, source_file
from .pages.entries import entry_page
from .pages.indexes import index_pages
from .pages.site import site_of
from .picturing import Pictures, pictures

DOCS, SITE, VIEWER = "build/docs", "site", "build/viewer"


@dataclass(frozen=True)
class Generated:
    """What a generation found and wrote; nothing is written when there are errors."""

    checked: Checked
    written: Written | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        return self.checked.findings


def generate(root: Path, progress: Progress = silent, rendered: int | None = None, drawn: bool = True) -> Generated:
    """Make build/docs from content/ and docs/, unless an error was found: then nothing is touched.

    `rendered` limits the posters, for tests; `drawn=False` leaves the body out, for a first quick look.
    """
    checked = check(root)
    if errors(checked.findings):
        return Generated(checked)
    made = pictures(root, checked.atlas, progress, rendered) if drawn else Pictures()
    outputs = render(checked.atlas, made) | hand_written(root)
    return Generated(checked, write(outputs, root / DOCS))


def render(atlas: Atlas, made: Pictures = Pictures()) -> dict[str, "bytes | Path"]:
    """Every generated file by its path below build/docs."""
    site = site_of(atlas, made.scenes)
    outputs: dict[str, bytes | Path] = {}
    for filed in atlas.entries.values():
        if filed.entry.kind not in ANCHORED:
            outputs[source_file(page_of(filed.entry.kind, filed.entry.id))] = entry_page(filed, site)
    outputs |= {source_file(page): content for page, content in index_pages(site)}
    return outputs | dict(made.files) | dict(exports(atlas))


def hand_written(root: Path) -> Outputs:
    """The files of docs/, of schema/ and of the viewer's bundle, which go into the site as they are."""
    schema = {f"schema/{path.name}": path for path in _files(root / "schema")}
    docs = {path.relative_to(root / "docs").as_posix(): path for path in _files(root / "docs")}
    viewer = {f"assets/viewer/{path.relative_to(root / VIEWER).as_posix()}": path for path in _files(root / VIEWER)}
    return {**docs, **schema, **viewer}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def build_site(root: Path) -> int:
    """Run MkDocs into a folder beside site/ and put it in its place only when it succeeded; returns its exit code."""
    fresh = root / "build" / "site-fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    code = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)], cwd=root,
                          env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}).returncode
    if code == 0:
        _exchange(fresh, root / SITE)
    return code


def _exchange(fresh: Path, place: Path) -> None:
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def pages_expected(atlas: Atlas) -> int:
    """How many pages the entries make: each its own, but for those that share one."""
    return sum(filed.entry.kind not in ANCHORED for filed in atlas.entries.values())
