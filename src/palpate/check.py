"""The first half of the line: read, parse, link, examine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .findings import Finding
from .linking import Atlas, link
from .reading import Content, read_content
from .rules import excused, found_in


@dataclass(frozen=True)
class Checked:
    """An atlas, the content that it was made from, and everything that was found on the way to it."""

    content: Content
    atlas: Atlas
    findings: tuple[Finding, ...]
    found: tuple[Finding, ...] = ()
    """What the rules found, before anything was excused."""


def check(root: Path, before: Checked | None = None) -> Checked:
    """Read content/ below `root` and examine it; never raises for what stands in the content."""
    return check_content(read_content(root, before.content if before else None), before)


def check_content(content: Content, before: Checked | None = None) -> Checked:
    """Parse, link and examine what was read; what did not change since `before` is taken over."""
    if before and content == before.content:
        return before
    atlas, findings = link(content, before.atlas if before else None)
    found = found_in(atlas, before.atlas, before.found) if before else found_in(atlas)
    return Checked(content, atlas, (*content.findings, *findings, *excused(atlas, found)), tuple(found))
