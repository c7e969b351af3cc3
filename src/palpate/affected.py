"""Which pages a change of some entries can change, so that a refresh makes no more than those."""

from __future__ import annotations

from collections.abc import Iterator

from .linking import Atlas

COMPUTED = {"muscle": ("muscle", "root"), "technique": ("condition",), "landmark": ("bone", "vertebra"),
            "motion-segment": ("root",), "disc": ("motion-segment",), "joint": ("muscle",)}
"""Kinds whose pages compute something from all entries of another kind: synergists, supply, safety."""

EVERYWHERE = ("term", "region")
"""Kinds that any page may show without linking to them in an entry's own file."""


OWN = (
    "status",
    "summary",
    "sources",
    "grade",
    "review_due",
    "reviews",
    "latin",
    "etymology",
    "palpation",
    "surface_anatomy",
    "variants",
    "development",
    "clinical_notes",
    "find",
    "error",
    "purpose",
    "steps",
    "history",
    "symptoms",
    "observation",
    "prognosis",
    "education",
    "self_care",
    "patient_text",
    "patient_words",
    "instructions",
    "consent",
    "aftercare",
    "common_errors",
    "positive_if",
    "value_note",
    "bottom_line",
)
"""Fields that the entry's own page alone shows, beside the lists: while its links stay, no other page changes
with them."""


def affected(before: Atlas, after: Atlas) -> frozenset[str]:
    """The ids of the entries whose pages may differ between two atlases; all of them where a list changed."""
    changed = {
        id
        for id in before.entries.keys() | after.entries.keys()
        if before.entries.get(id) is not after.entries.get(id)
    }
    if not after.same_lists(before) or _kinds(changed, before, after) & set(EVERYWHERE):
        return frozenset(after.entries)
    seen = {id for id in changed if not _own(id, before, after)}
    near = {id for atlas in (before, after) for one in seen for id in _neighbours(atlas, one)}
    kinds = _kinds(seen, before, after)
    computed = {
        id
        for id, filed in after.entries.items()
        if any(filed.entry.kind in COMPUTED.get(kind, ()) for kind in kinds)
    }
    return frozenset((changed | near | computed) & after.entries.keys())


def _kinds(ids: set[str], *atlases: Atlas) -> set[str]:
    return {atlas.entries[id].entry.kind for atlas in atlases for id in ids if id in atlas.entries}


def _own(id: str, before: Atlas, after: Atlas) -> bool:
    """Whether an entry changed only in what no other page shows."""
    old, new = before.get(id), after.get(id)
    if old is None or new is None or type(old) is not type(new):
        return False
    links = [[(link.role, link.ref) for link in atlas.links_from(id)] for atlas in (before, after)]
    return links[0] == links[1] and all(
        name in OWN or getattr(old, name) == getattr(new, name) for name in type(old).model_fields
    )


def _neighbours(atlas: Atlas, id: str) -> Iterator[str]:
    yield from (link.ref.id for link in atlas.links_from(id))
    yield from (link.source.entry.id for link in atlas.links_to(id))
    yield from (link.source.entry.id for link in atlas.links if link.ref.planned and link.ref.id == id)
