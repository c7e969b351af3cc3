"""Names: ids, titles, aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..findings import Finding
from ..linking import Atlas
from ..model.values import SLUG
from ..schemas import schema_line


def identity(atlas: Atlas) -> Iterator[Finding]:
    """The file name is the id and the URL: lower-case words joined by hyphens. Two entries never share an id,
    and titles begin with a capital letter or a digit."""
    for filed in atlas.entries.values():
        entry = filed.entry
        if not re.fullmatch(SLUG, entry.id):
            yield Finding(filed.place(), "identity", f"the file name '{entry.id}.yml'",
                          "Use lower-case letters, digits and single hyphens: levator-scapulae.yml")
        if entry.title[0].islower():
            yield Finding(filed.place(("title",)), "identity", f"the title '{entry.title}'",
                          "Begin it with a capital letter")


def aliases(atlas: Atlas) -> Iterator[Finding]:
    """An alias leads to one entry of a kind: two entries of the same kind never share a name, and an entry
    does not repeat its own."""
    owners: dict[tuple[str, str], list[tuple[str, object]]] = defaultdict(list)
    for filed in atlas.entries.values():
        entry = filed.entry
        owners[entry.kind, entry.title.lower()].append((entry.id, filed.place(("title",))))
        for index, alias in enumerate(entry.aliases):
            owners[entry.kind, alias.text.lower()].append((entry.id, filed.place(("aliases", index))))
    for (_, name), where in owners.items():
        for _, place in where[1:]:
            yield Finding(place, "aliases", f"the name '{name}' a second time",
                          f"Keep it in one entry: {where[0][0]} has it already", severity="error")


def editor(atlas: Atlas) -> Iterator[Finding]:
    """The first line of an entry names its schema, so that an editor with the YAML language server completes
    and validates while you type. `palpate fix` writes it."""
    for filed in atlas.entries.values():
        line = schema_line(filed.document.folder, filed.entry.kind)
        if not filed.document.text.startswith(line + "\n"):
            yield Finding(
                filed.place(),
                "editor",
                "a first line that names no schema, or another one",
                f"Run `palpate fix`, or write '{line}'",
                severity="warning",
            )
