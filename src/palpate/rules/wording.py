"""Wording: what text may not say, and what may not stand in text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import Finding
from ..linking import Atlas
from ..parsing import Filed

PLACEHOLDER = re.compile(r"\b(TODO|TBD|FIXME|XXX|lorem ipsum|placeholder|coming soon)\b", re.IGNORECASE)
PROMISES = re.compile(
    r"\b(cures?|guarantees?d?|miracle|100 ?% safe|no risk at all|always works|detox\w*|toxins?)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|javascript:|&[a-z]+;|\]\(")


def texts(filed: Filed) -> Iterator[tuple[tuple, str]]:
    """Every text of an entry with its path, ids and codes left out."""
    for path, value in filed.values_of(str):
        if path and path[0] not in ("id", "codes") and " " in value:
            yield path, value


def wording(atlas: Atlas) -> Iterator[Finding]:
    """Text is finished (no TODO) and promises nothing: nothing cures, nothing is guaranteed, nothing removes
    toxins. Quoted doubts ("there is no cure") are excused by saying so in content/excuses.yml."""
    for filed in atlas.entries.values():
        for path, text in texts(filed):
            if match := PLACEHOLDER.search(text):
                yield Finding(
                    filed.place(path), "wording", f"'{match[0]}'", "Finish the text or leave the field out"
                )
            if (match := PROMISES.search(text)) and not _denied(text, match):
                yield Finding(
                    filed.place(path),
                    "wording",
                    f"the promise '{match[0]}'",
                    "Say what was found, in whom and how sure",
                )


def _denied(text: str, match: re.Match[str]) -> bool:
    return bool(
        re.search(r"\b(no|not|never|without|cannot|nor)\b[^.]{0,40}$", text[: match.start()], re.IGNORECASE)
    )


def markup(atlas: Atlas) -> Iterator[Finding]:
    """Text is text: HTML, scripts and Markdown links are shown as written, never run. Links are written
    [[id]], sources [@key]."""
    for filed in atlas.entries.values():
        for path, text in texts(filed):
            if match := MARKUP.search(text):
                yield Finding(filed.place(path), "markup", f"markup in a text: '{match[0][:40]}'",
                              "Write plain text; link with [[id]], cite with [@key]", severity="warning")


