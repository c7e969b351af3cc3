"""The whole line: read, parse, link, examine, render, write; then an ordinary site builder makes the site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment

from .affected import affected
from .check import Checked, check
from .exports import entry_exports, list_exports
from .findings import Finding, errors
from .linking import Atlas
from .outputs import Outputs, Written, write
from .pages.address import ANCHORED, page_of, source_file
from .pages.entries import entry_page
from .pages.explorer import explorer_page
from .pages.indexes import index_pages
from .pages.site import Site, environment, site_of
from .parsing import Filed
from .picturing import NO_PICTURES, Draw, Pictures, undrawn

DOCS, SITE, VIEWER = "build/docs", "site", "build/viewer"


@dataclass(frozen=True)
class Generated:
    """One generation: what was checked, drawn, made and written; nothing is written when there are errors."""

    checked: Checked
    made: Pictures = NO_PICTURES
    outputs: Outputs = field(default_factory=dict)
    written: Written | None = None
    good: Generated | None = None
    """The last generation that was written, where errors kept this one from it."""
    templates: Environment = field(default_factory=environment)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        return self.checked.findings


def generate(root: Path, draw: Draw = undrawn, before: Generated | None = None) -> Generated:
    """Make build/docs from content/ and docs/, unless an error was found: then nothing is touched.

    `draw` gives the pictures; what did not change since `before` is taken over.
    """
    checked = check(root, before.checked if before else None)
    good = before if before is None or before.written else before.good
    if errors(checked.findings):
        return replace(good, checked=checked, written=None, good=good) if good else Generated(checked)
    return _refreshed(root, checked, draw, good) if good else _first(root, checked, draw)


def _first(root: Path, checked: Checked, draw: Draw) -> Generated:
    everything, templates = frozenset(checked.atlas.entries), environment()
    made = draw(checked.atlas, NO_PICTURES, everything)
    outputs = render(checked.atlas, made, everything, templates=templates)
    return Generated(checked, made, outputs, _written(root, outputs), templates=templates)


def _refreshed(root: Path, checked: Checked, draw: Draw, good: Generated) -> Generated:
    atlas = checked.atlas
    fresh = affected(good.checked.atlas, atlas)
    made = draw(atlas, good.made, fresh)
    redrawn = {id for id in atlas.entries if made.scenes.get(id) != good.made.scenes.get(id)}
    if checked is good.checked and not redrawn:
        return replace(good, made=made, written=_written(root, good.outputs))
    outputs = render(atlas, made, fresh | redrawn, good.outputs, good.templates)
    return Generated(checked, made, outputs, _written(root, outputs), templates=good.templates)


def _written(root: Path, outputs: Outputs) -> Written:
    return write({**outputs, **hand_written(root)}, root / DOCS)


def render(
    atlas: Atlas,
    made: Pictures = NO_PICTURES,
    fresh: frozenset[str] | None = None,
    known: Outputs = MappingProxyType({}),
    templates: Environment | None = None,
) -> Outputs:
    """Every generated file by its path below build/docs; entries not `fresh` are taken from `known`."""
    site = _site(atlas, made, templates or environment())
    outputs: dict[str, bytes | Path] = {}
    for id, filed in atlas.entries.items():
        for path, make in (*_own_page(filed, site), *entry_exports(filed.entry, atlas)):
            outputs[path] = known[path] if fresh is not None and id not in fresh and path in known else make()
    pages = (*index_pages(site), explorer_page(site))
    outputs |= {source_file(page): content for page, content in pages}
    return outputs | dict(made.files) | dict(list_exports(atlas))


def _site(atlas: Atlas, made: Pictures, templates: Environment) -> Site:
    if made.body is None:
        return site_of(atlas, made.scenes, {}, templates)
    site = site_of(atlas, made.scenes, made.body.baked.index, templates)
    return replace(site, packs=made.body.baked.packs, chart=made.body.chart, survey=made.body.survey,
                   times=made.body.times)


def _own_page(filed: Filed, site: Site) -> Iterator[tuple[str, Callable[[], bytes]]]:
    if filed.entry.kind not in ANCHORED:
        yield source_file(page_of(filed.entry.kind, filed.entry.id)), lambda: entry_page(filed, site)


def hand_written(root: Path) -> Outputs:
    """The files of docs/, of schema/ and of the viewer's bundle, which go into the site as they are."""
    schema = {f"schema/{path.name}": path for path in _files(root / "schema")}
    docs = {path.relative_to(root / "docs").as_posix(): path for path in _files(root / "docs")}
    viewer = {
        f"assets/viewer/{path.relative_to(root / VIEWER).as_posix()}": path for path in _files(root / VIEWER)
    }
    return {**docs, **schema, **viewer}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def build_site(root: Path) -> int:
    """Run MkDocs into a folder beside site/ and put it in its place only when it succeeded; returns its exit
    code."""
    fresh = root / "build" / "site-fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    code = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    ).returncode
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
