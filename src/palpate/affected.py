"""Which pages a change of some entries can change, so that a refresh makes no more than those."""

from __future__ import annotations

from collections.abc import Iterator

from .linking import Atlas

COMPUTED = {"muscle": ("muscle", "root"), "technique": ("condition",), "landmark": ("bone", "vertebra"),
            "motion-segment": ("root",), "disc": ("motion-segment",), "joint": ("muscle",)}
"""Kinds whose pages compute something from all entries of another kind: synergists, supply, the safety join."""

EVERYWHERE = ("term", "region")
"""Kinds that any page may show without linking to them in an entry's own file."""


def affected(before: Atlas, after: Atlas) -> frozenset[str]:
    """The ids of the entries whose pages may differ between two atlases; all of them where a list changed."""
    changed = {id for id in before.entries.keys() | after.entries.keys() if before.entries.get(id) is not after.entries.get(id)}
    kinds = {atlas.entries[id].entry.kind for atlas in (before, after) for id in changed if id in atlas.entries}
    if _lists_differ(before, after) or kinds & set(EVERYWHERE):
        return frozenset(after.entries)
    near = {id for atlas in (before, after) for one in changed for id in _neighbours(atlas, one)}
    computed = {id for id, filed in after.entries.items() if any(filed.entry.kind in COMPUTED.get(kind, ()) for kind in kinds)}
    return frozenset((changed | near | computed) & after.entries.keys())


def _neighbours(atlas: Atlas, id: str) -> Iterator[str]:
    yield from (link.ref.id for link in atlas.links_from(id))
    yield from (link.source.entry.id for link in atlas.links_to(id))
    yield from (link.source.entry.id for link in atlas.links if link.ref.planned and link.ref.id == id)


def _lists_differ(before: Atlas, after: Atlas) -> bool:
    names = ("vocabularies", "references", "codes", "planned", "records")
    return any(getattr(before, name) != getattr(after, name) for name in names)
