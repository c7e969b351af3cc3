"""Shows which pictures a change changes: picture_diff.py BEFORE AFTER, two folders that `palpate build` made.

Posters are drawn without chance, so a picture that differs, differs because of the change. Those in which
the eye could see it are laid side by side on one page, the most changed first; new and gone ones are listed.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from palpate.body.progress import Progress, terminal, watched

SEEN = 24
"""Of 255: a pixel that differs by less looks the same; WebP alone may shift it by half of this."""

SHARE = 0.0005
"""Share of the pixels that must differ: a spot of 19 by 19 in a poster of 960 by 720."""

SHEETS = 200
"""So many pictures are shown at most; of a change that touches more, the rest is listed."""

PANEL = (480, 360)
CAPTION = 22
PAPER, INK, PALE, MARK = (250, 249, 246), (40, 40, 40), 0.25, (206, 38, 38)
SUMMARY = "summary.md"
TEMPLATE = Path(__file__).with_name("picture_diff.html.j2")


@dataclass(frozen=True)
class Picture:
    """The poster of one scene."""

    id: str
    title: str
    path: Path


@dataclass(frozen=True)
class Change:
    """One scene whose picture looks different, and in what share of its pixels."""

    before: Picture
    after: Picture
    share: float

    @property
    def percent(self) -> str:
        """The share as it is read."""
        return f"{100 * self.share:.1f} %"


@dataclass(frozen=True)
class Comparison:
    """All scenes of two builds: those that look different, the most changed first, new and gone ones."""

    changed: Sequence[Change]
    new: Sequence[Picture]
    gone: Sequence[Picture]
    alike: int

    @property
    def said(self) -> str:
        """The result in one sentence."""
        if not (self.changed or self.new or self.gone):
            return f"No picture changed: all {self.alike} look the same."
        numbers = f"{len(self.changed)} changed, {len(self.new)} new, {len(self.gone)} gone"
        return f"Pictures: {numbers}, {self.alike} look the same."


def main(arguments: list[str]) -> int:
    """Compare two builds and write the page; 0 also when pictures differ, 2 where a build has none."""
    asked = _parser().parse_args(arguments)
    for folder in (asked.before, asked.after):
        if not (folder / "assets" / "scenes").is_dir():
            print(f"{folder} has no scenes: name a folder that `palpate build` made.", file=sys.stderr)
            return 2
    found = compare(pictures_of(asked.before), pictures_of(asked.after), terminal())
    write(found, asked.into, terminal())
    print(found.said)
    print(asked.into / "index.html")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Show the pictures in which two builds differ.")
    parser.add_argument("before", type=Path, help="pages of the revision to compare with, such as build/docs")
    parser.add_argument("after", type=Path, help="pages with the change")
    parser.add_argument("--into", type=Path, default=Path("build/picture-diff"), help="folder of the result")
    return parser


def pictures_of(docs: Path) -> dict[str, Picture]:
    """The posters of a build by scene id."""
    scenes = (json.loads(path.read_bytes()) for path in sorted((docs / "assets" / "scenes").glob("*.json")))
    return {
        scene["id"]: Picture(
            scene["id"], scene["title"], docs / "assets" / "posters" / scene["poster"]["file"]
        )
        for scene in scenes
        if scene.get("poster")
    }


def compare(before: Mapping[str, Picture], after: Mapping[str, Picture], progress: Progress) -> Comparison:
    """Which of the pictures look different; those of one name are the same without a look (see gallery)."""
    both = [id for id in after if id in before]
    other = [id for id in both if before[id].path.name != after[id].path.name]
    shares = {id: share_changed(before[id].path, after[id].path)
              for id in watched(other, "compare pictures", len(other), progress)}  # fmt: skip
    changed = [Change(before[id], after[id], share) for id, share in shares.items() if share > SHARE]
    return Comparison(
        sorted(changed, key=lambda change: -change.share),
        [picture for id, picture in after.items() if id not in before],
        [picture for id, picture in before.items() if id not in after],
        len(both) - len(changed),
    )


def share_changed(before: Path, after: Path) -> float:
    """The share of pixels that look different."""
    return 0.0 if before.read_bytes() == after.read_bytes() else float(_changed(before, after).mean())


def _changed(before: Path, after: Path) -> np.ndarray:
    """Which pixels look different (H, W); pictures of two sizes are compared from their upper left corner."""
    images = [Image.open(path).convert("RGBA").convert("RGBa") for path in (before, after)]
    size = tuple(max(image.size[axis] for image in images) for axis in range(2))
    one, other = (np.asarray(image.crop((0, 0, *size)), np.int16) for image in images)
    return (np.abs(one - other) > SEEN).any(axis=-1)


def write(found: Comparison, folder: Path, progress: Progress) -> None:
    """The page, a picture for each change, and a summary in Markdown for a log, in place of earlier ones."""
    if (folder / SUMMARY).exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shown = found.changed[:SHEETS]
    for change in watched(shown, "lay side by side", len(shown), progress):
        sheet(change).save(folder / f"{change.after.id}.png", optimize=True)
    for picture in (*found.new, *found.gone):
        _panel(_on_paper(picture.path)).save(folder / f"{picture.id}.png", optimize=True)
    page = Environment(autoescape=True, trim_blocks=True).from_string(TEMPLATE.read_text("utf-8"))
    (folder / "index.html").write_text(page.render(found=found, shown=shown), "utf-8")
    (folder / SUMMARY).write_text("\n".join(_summary(found)) + "\n", "utf-8")


def sheet(change: Change) -> Image.Image:
    """Before, after, and after in grey with what changed marked in red, side by side with captions."""
    before, after = _on_paper(change.before.path), _on_paper(change.after.path)
    panels = {"Before": before, "After": after, f"Difference: {change.percent}": _marked(change, after)}
    wide, high = PANEL
    paper = Image.new("RGB", (wide * len(panels), high + CAPTION), PAPER)
    for number, (caption, image) in enumerate(panels.items()):
        paper.paste(_panel(image), (number * wide, CAPTION))
        ImageDraw.Draw(paper).text((number * wide + 6, 4), caption, INK, ImageFont.load_default(13))
    return paper


def _marked(change: Change, after: Image.Image) -> Image.Image:
    """What changed in red, a little widened so that a moved line is seen in the small."""
    mask = Image.fromarray(_changed(change.before.path, change.after.path)).convert("L")
    mask = mask.filter(ImageFilter.MaxFilter(5))
    grey = Image.blend(Image.new("RGB", after.size, PAPER), after.convert("L").convert("RGB"), PALE)
    base = Image.new("RGB", mask.size, PAPER)
    base.paste(grey)
    base.paste(MARK, mask=mask)
    return base


def _on_paper(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGBA")
    paper = Image.new("RGBA", image.size, (*PAPER, 255))
    paper.alpha_composite(image)
    return paper.convert("RGB")


def _panel(image: Image.Image) -> Image.Image:
    """A picture fitted into a panel of the sheet."""
    image.thumbnail(PANEL, Image.Resampling.LANCZOS)
    panel = Image.new("RGB", PANEL, PAPER)
    panel.paste(image)
    return panel


def _summary(found: Comparison) -> Iterator[str]:
    """The result as Markdown."""
    yield f"**{found.said}**\n"
    yield from (f"- {change.after.title} (`{change.after.id}`): {change.percent}" for change in found.changed)
    yield from (f"- new: {picture.title} (`{picture.id}`)" for picture in found.new)
    yield from (f"- gone: {picture.title} (`{picture.id}`)" for picture in found.gone)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
