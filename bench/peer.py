"""The same text for MkDocs alone: every page of ours as plain Markdown, no HTML blocks, with the same
settings."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

BLOCKS = {
    "p",
    "div",
    "section",
    "ul",
    "ol",
    "dl",
    "table",
    "thead",
    "tbody",
    "details",
    "summary",
    "nav",
    "h2",
    "h3",
    "h4",
    "figure",
    "form",
}
ITEMS = {"li": "- ", "tr": "- ", "dt": "- ", "dd": "    - "}
MARKS = {"strong": "**", "b": "**", "em": "*"}
LINE = re.compile(r"^(#|---|title:|description:|search:)")


class Plain(HTMLParser):
    """Collects the text of HTML blocks as Markdown: paragraphs, lists, bold words and links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a paragraph, an item, a link or bold words."""
        self.out.append(
            "\n\n" if tag in BLOCKS else f"\n{ITEMS[tag]}" if tag in ITEMS else MARKS.get(tag, "")
        )
        if tag in ("td", "th"):
            self.out.append(" ")
        if tag == "a":
            self.targets.append(dict(attrs).get("href") or "")
            self.out.append("[")

    def handle_endtag(self, tag: str) -> None:
        """Ends what was begun."""
        self.out.append("\n\n" if tag in BLOCKS else MARKS.get(tag, ""))
        if tag == "a":
            self.out.append(f"]({as_source(self.targets.pop())})")

    def handle_data(self, data: str) -> None:
        """Text on one line."""
        self.out.append(re.sub(r"\s+", " ", data))


def as_source(target: str) -> str:
    """A link as an author of Markdown writes it: to the source file of the page."""
    path, hash_, anchor = target.partition("#")
    inside = path.endswith("/") and not path.startswith(("http", "/"))
    return (path + "index.md" if inside else path) + hash_ + anchor


def as_markdown(page: str) -> str:
    """A page of ours without its HTML: front matter and headings stay as they are."""
    head, front, body = re.match(r"(---\n.*?\n---\n)?()(.*)", page, re.DOTALL).groups()
    text = "\n".join(line if LINE.match(line) else line and f"\x01{line}" for line in body.split("\n"))
    parts = re.split(r"(\x01[^\n]*(?:\n\x01[^\n]*)*)", text)
    return (
        (head or "")
        + front
        + re.sub(r"\n{3,}", "\n\n", "".join(plain(part) if part[:1] == "\x01" else part for part in parts))
    )


def plain(block: str) -> str:
    """One HTML block as Markdown."""
    parser = Plain()
    parser.feed(block.replace("\x01", ""))
    return "\n" + re.sub(r"[ \t]*\n[ \t]*(?=\n|$)", "\n", "".join(parser.out)).strip() + "\n"


def peer_repository(ours: Path, peer: Path) -> tuple[int, int, int]:
    """A folder with the same settings and pages for MkDocs alone; how many pages, our bytes, theirs."""
    pages = sorted((ours / "build/docs").rglob("*.md"))
    sizes = [write_page(path, peer / path.relative_to(ours)) for path in pages]
    shutil.copytree(
        ours / "docs", peer / "build/docs", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.md")
    )
    if (ours / "build/viewer").is_dir():
        shutil.copytree(ours / "build/viewer", peer / "build/docs/assets/viewer", dirs_exist_ok=True)
    shutil.copy(ours / "mkdocs.yml", peer)
    return len(pages), sum(size for size, _ in sizes), sum(size for _, size in sizes)


def write_page(source: Path, place: Path) -> tuple[int, int]:
    """Writes one page as plain Markdown; the bytes of both forms."""
    text = source.read_text("utf-8")
    made = as_markdown(text)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(made, "utf-8")
    return len(text.encode()), len(made.encode())
