"""What a machine can mend in the text of an entry, with every comment kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from .check import check
from .findings import Finding
from .model import FOLDERS
from .reading import Document
from .schemas import schema_line

SCHEMA_LINE = re.compile(r"^# yaml-language-server: \$schema=.*$")


def fix(root: Path) -> list[str]:
    """Mend every file of content/ that can be mended; returns the paths of those that changed."""
    checked = check(root)
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        by_path[finding.place.path].append(finding)
    mended = {path: fixed(document, by_path[path]) for path, document in checked.atlas.files.items()}
    changed = [path for path, text in mended.items() if text != checked.atlas.files[path].text]
    for path in changed:
        (root / path).write_bytes(mended[path].encode())
    return sorted(changed)


def fixed(document: Document, findings: Iterable[Finding]) -> str:
    """The document's text with its mendable findings mended: first line, needless `planned:`, stray white
    space."""
    lines = document.text.replace("\r\n", "\n").split("\n")
    for finding in findings:
        if finding.rule == "planned" and finding.meant is None and "written now" in finding.found:
            _unplan(lines, finding)
    return _tidy(_first_line(lines, document))


def _unplan(lines: list[str], finding: Finding) -> None:
    target = finding.found.split("'")[1]
    for number in range(finding.place.line - 1, len(lines)):
        if target in lines[number]:
            lines[number] = re.sub(
                re.escape(target) + r"(?![a-z0-9-])", target.removeprefix("planned:"), lines[number]
            )
            return


def _first_line(lines: list[str], document: Document) -> list[str]:
    if document.folder not in FOLDERS:
        return lines
    line = schema_line(document.folder, FOLDERS[document.folder].kind)
    return [line, *(lines[1:] if SCHEMA_LINE.match(lines[0]) else lines)]


def _tidy(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
