"""The first half of the line: read, parse, link, examine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .findings import Finding
from .linking import Atlas, link
from .reading import Content, read_content
from .rules import examine


@dataclass(frozen=True)
class Checked:
    """An atlas and everything that was found on the way to it."""

    atlas: Atlas
    findings: tuple[Finding, ...]


def check(root: Path) -> Checked:
    """Read content/ below `root` and examine it; never raises for what stands in the content."""
    return check_content(read_content(root))


def check_content(content: Content) -> Checked:
    """Parse, link and examine what was read."""
    atlas, findings = link(content)
    return Checked(atlas, (*content.findings, *findings, *examine(atlas)))
