"""A scene in words: what it shows, what it lacks, and whom it is owed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..linking import Atlas
from ..model import Entry
from .casting import Cast, Index, named_by, structures_of

ROLE_WORDS = {
    "highlight": "highlighted",
    "source": "source of pain",
    "compressed": "compressed",
    "nogo": "keep off",
    "show": "shown",
    "ghost": "ghosted around it",
}
ABOUT = ("muscle", "nerve", "root", "plexus", "ligament", "vessel", "organ", "disc", "vertebra", "bone")
"""Kinds of entries that are structures themselves, so that a picture without them lacks something."""


def text_of(title: str, cast: Iterable[Cast], index: Index) -> list[str]:
    """What the picture shows in sentences; the bones around come last."""
    groups: dict[str, list[str]] = {}
    for one in cast:
        groups.setdefault(one.role, []).append(index[one.structure]["name"])
    words = [
        f"{ROLE_WORDS[role].capitalize()}: {', '.join(dict.fromkeys(groups[role]))}."
        for role in ROLE_WORDS
        if role in groups
    ]
    return [f"{title}.", *words]


def name_of(id: str, line: Mapping[str, Any], atlas: Atlas) -> str:
    """A structure by the title of its entry, a part with its own title behind it."""
    structure, _, part = id.partition(".")
    entry = atlas.get(structure)
    name = entry.title if entry else line["name"][0].upper() + line["name"][1:]
    parts = getattr(entry, "parts", {})
    return f"{name}, {parts[part].title if part in parts else part.replace('-', ' ')}" if part else name


def lacks(subject: Any, entry: Entry, atlas: Atlas, index: Index) -> list[str]:
    """What the picture is about and the body does not have yet."""
    named = [
        id.partition(".")[0]
        for ref, role, _ in named_by(subject, entry, ())
        if role != "show"
        for id in structures_of(ref, atlas)[:1]
    ]
    missing = [
        other.title
        for id in dict.fromkeys(named)
        if (other := atlas.get(id)) and other.kind in ABOUT and id not in index
    ]
    return [f"Not drawn yet: {', '.join(missing)}."] if missing else []


def faults_of(cast: Iterable[Cast], index: Index) -> list[str]:
    """The known faults of what is shown and not only a veil."""
    lines = (index[one.structure] for one in cast if one.role != "ghost")
    return [f"{line['name']}: {fault}" for line in lines for fault in line["faults"]]


def credits_of(structures: Iterable[str], index: Index) -> list[str]:
    """Where the structures come from, with the licence of each source."""
    return sorted({f"{index[id]['source']} ({index[id]['licence']})." for id in structures})
