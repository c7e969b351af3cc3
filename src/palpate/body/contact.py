"""Contact sheets: every structure from four sides, so that a maintainer can look them over."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from palpate.body.bake import PROCESSES, Baked
from palpate.body.cache import meshes_from, sinews_from
from palpate.body.camera import view_of
from palpate.body.progress import Progress, silent, watched

VIEWS = ("anterior", "lateral-right", "posterior", "superior")
COLUMNS, ROWS = 3, 7
"""Structures on a sheet; each takes one cell for each of VIEWS."""

CELL = (200, 150)
CAPTION = 20
PAPER, INK = (250, 249, 246), (40, 40, 40)


def contact_sheets(
    baked: Baked, folder: Path, progress: Progress = silent, processes: int = PROCESSES
) -> list[Path]:
    """Writes sheets of all structures by kind and region, `sheet-01.png` onwards, and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    order = sorted(baked.index, key=lambda id: (baked.index[id]["kind"], str(baked.index[id]["region"])))
    jobs = [(id, baked.index[id], baked.mesh_files[id]) for id in order]
    with ProcessPoolExecutor(processes) as pool:
        strips = list(watched(pool.map(_strip, jobs), "contact sheet", len(jobs), progress))
    return [_sheet(strips[at : at + COLUMNS * ROWS], path) for at, path in _pages(len(strips), folder)]


def _pages(count: int, folder: Path) -> Iterator[tuple[int, Path]]:
    size = COLUMNS * ROWS
    return ((at, folder / f"sheet-{at // size + 1:02}.png") for at in range(0, count, size))


def _strip(job: tuple[str, Mapping[str, Any], Path]) -> Image.Image:
    """One structure from all VIEWS in a row, with its name and size."""
    id, line, path = job
    from palpate.body.poster import picture

    scene = {"structures": [{"id": id, "side": line["side"], "kind": line["kind"], "role": "show"}]}
    meshes, sinews = meshes_from(path), sinews_from(path)
    strip = Image.new("RGB", (CELL[0] * len(VIEWS), CELL[1] + CAPTION), PAPER)
    for number, name in enumerate(VIEWS):
        image = Image.fromarray(picture(scene, meshes, view_of(line["bounds"], name), *CELL, sinews))
        strip.paste(image, (number * CELL[0], CAPTION), image)
    label = f"{line['name']}   {line['triangles']:,} triangles, {line['bytes'] / 1000:.1f} KB"
    ImageDraw.Draw(strip).text((6, 3), label, INK, ImageFont.load_default(13))
    return strip


def _sheet(strips: Sequence[Image.Image], path: Path) -> Path:
    wide, high = strips[0].size
    sheet = Image.new("RGB", (wide * COLUMNS, high * int(np.ceil(len(strips) / COLUMNS))), PAPER)
    for number, strip in enumerate(strips):
        sheet.paste(strip, (number % COLUMNS * wide, number // COLUMNS * high))
    sheet.save(path, optimize=True)
    return path
