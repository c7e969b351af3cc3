"""Where pages lie. Each page is an index.md in its own folder, so that a link in raw HTML means the same to
every site engine: some shift relative links of other pages, none shift those of an index."""

from __future__ import annotations

from ..model import SECTIONS

ANCHORED = ("term",)
"""Kinds whose entries share one page: the glossary."""


def page_of(kind: str, id: str) -> str:
    """The page of an entry: `muscles/levator-scapulae/`."""
    return f"{SECTIONS[kind]}/" if kind in ANCHORED else f"{SECTIONS[kind]}/{id}/"


def anchor_of(kind: str, id: str, part: str | None) -> str:
    """The anchor of an entry, or of a part of it, on its page."""
    anchor = id if kind in ANCHORED else part
    return f"#{anchor}" if anchor else ""


def href(page: str, target: str) -> str:
    """A link from one page to another (or to a file), relative so that the site works under any address."""
    path, hash_, anchor = target.partition("#")
    if path == page:
        return "./" + hash_ + anchor
    return ("../" * page.count("/") + path or "./") + hash_ + anchor


def source_file(page: str) -> str:
    """The Markdown file of a page below the docs folder."""
    return f"{page}index.md"
