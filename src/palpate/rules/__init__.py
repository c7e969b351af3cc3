"""The rules: each a small function whose docstring is its page in the guide.

A rule takes the atlas and yields findings. It is listed here under the name that findings carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..findings import Finding
from ..linking import Atlas
from . import codes, complete, identity, links, reading_grade, safety, scenes, sources, wording

Rule = Callable[[Atlas], Iterator[Finding]]

RULES: dict[str, Rule] = {
    "identity": identity.identity,
    "aliases": identity.aliases,
    "editor": identity.editor,
    "links": links.links,
    "planned": links.planned,
    "circles": links.circles,
    "words": links.words,
    "sources": sources.sources,
    "claims": sources.claims,
    "unused-references": sources.unused,
    "codes": codes.codes,
    "complete": complete.complete,
    "actions": complete.actions,
    "gate": safety.gate,
    "join": safety.join,
    "reach": safety.reach,
    "urgency": safety.urgency,
    "differentials": safety.differentials,
    "levels": safety.levels,
    "wording": wording.wording,
    "markup": wording.markup,
    "reading-grade": reading_grade.reading_grade,
    "scenes": scenes.scenes,
}

BEFORE = {
    "files": "Every file in content/ lies in a folder of an entry type, ends in .yml, is UTF-8 and no longer "
    "than a person writes.",
    "yaml": "A file is one YAML 1.2 document of mappings, lists and text: no tabs, no tags, no anchors, no "
    "key twice.",
    "model": "An entry has the fields of its type, those that are required, and values of the form that each "
    "field asks for.",
    "excuses": "content/excuses.yml excuses a finding by rule, file and reason; an excuse that excuses "
    "nothing is removed.",
    "body": "Every record in content/body and every landmark's place can be made into a mesh or a point; "
    "the files can be compressed.",
}
"""What is found before and after the rules, under the name that those findings carry."""

ALONE = (
    "identity",
    "editor",
    "words",
    "sources",
    "claims",
    "codes",
    "complete",
    "actions",
    "gate",
    "reach",
    "urgency",
    "levels",
    "wording",
    "markup",
    "reading-grade",
    "scenes",
)
"""Rules that look at each entry alone, beside the lists: what they found in an entry holds until it or a list
changes."""


def found_in(atlas: Atlas, before: Atlas | None = None, known: Sequence[Finding] = ()) -> list[Finding]:
    """What every rule finds; what was `known` of entries that are the same as in `before` is not looked for
    again."""
    same = (
        {id for id, filed in atlas.entries.items() if before and before.entries.get(id) is filed}
        if before and atlas.same_lists(before)
        else set()
    )
    changed = replace(
        atlas, entries={id: filed for id, filed in atlas.entries.items() if id not in same}, links=()
    )
    paths = {atlas.entries[id].document.path for id in same}
    kept = [finding for finding in known if finding.rule in ALONE and finding.place.path in paths]
    return kept + [
        finding for name, rule in RULES.items() for finding in rule(changed if name in ALONE else atlas)
    ]


def excused(atlas: Atlas, found: Sequence[Finding]) -> list[Finding]:
    """What was found less what is excused, plus excuses that nothing needs."""
    kept = [finding for finding in found if not any(_excused(finding, row) for row, _ in atlas.excuses)]
    return kept + list(_needless(atlas, found))


def _excused(finding: Finding, row: dict[str, str]) -> bool:
    return (
        row.get("rule") == finding.rule and row.get("file") == finding.place.path and bool(row.get("reason"))
    )


def _needless(atlas: Atlas, found: list[Finding]) -> Iterator[Finding]:
    for row, place in atlas.excuses:
        if not any(_excused(finding, row) for finding in found):
            yield Finding(
                place,
                "excuses",
                f"an excuse that excuses nothing ({row.get('rule')} in {row.get('file')})",
                "Remove it, or give it a rule, a file and a reason that match a finding",
            )
