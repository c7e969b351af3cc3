"""What a check has to say: where, what was found, what was meant, what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches

RULE_PAGE = "https://palpate.github.io/rules/"


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A place in a file; lines and columns count from 1, as editors show them."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One thing that a rule found. Errors stop before rendering; warnings do not."""

    place: Place
    rule: str
    found: str
    remedy: str
    meant: str | None = None
    severity: str = "error"

    @property
    def page(self) -> str:
        """Where the rule is explained."""
        return f"{RULE_PAGE}#{self.rule}"


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that stop a build."""
    return [finding for finding in findings if finding.severity == "error"]


def did_you_mean(found: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a misspelt one, if any is near."""
    near = get_close_matches(found, list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def as_text(findings: Iterable[Finding]) -> str:
    """Findings for a terminal, sorted by place."""
    return "\n".join(_text(finding) for finding in sorted(findings, key=_order))


def _order(finding: Finding) -> tuple:
    return finding.place, finding.rule, finding.found


def _text(finding: Finding) -> str:
    meant = f" Did you mean '{finding.meant}'?" if finding.meant else ""
    said = f"{finding.place}: {finding.severity}: {finding.found}.{meant}"
    return f"{said}\n    {finding.remedy}. ({finding.rule}: {finding.page})"


def as_github(findings: Iterable[Finding]) -> str:
    """Findings as workflow commands, which GitHub shows beside the changed lines."""
    return "\n".join(_github(finding) for finding in sorted(findings, key=_order))


def _github(finding: Finding) -> str:
    meant = f" Did you mean '{finding.meant}'?" if finding.meant else ""
    place = finding.place
    where = f"file={_escaped(place.path, ':,')},line={place.line},col={place.column},title={finding.rule}"
    said = f"{finding.found}.{meant} {finding.remedy}. {finding.page}"
    return f"::{finding.severity} {where}::{_escaped(said)}"


def _escaped(text: str, more: str = "") -> str:
    """Workflow commands escape per cent, line ends and, in properties, separators as %XX."""
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


def as_json(findings: Iterable[Finding]) -> str:
    """Findings for other programs."""
    return json.dumps(
        [asdict(finding) | {"page": finding.page} for finding in sorted(findings, key=_order)], indent=1
    )


FORMATS = {"text": as_text, "github": as_github, "json": as_json}
