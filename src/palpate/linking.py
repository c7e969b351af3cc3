"""Entries into an atlas: links found, resolved and turned round. Back-links are computed, never written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from .findings import Finding, Place, did_you_mean
from .model import Entry, Prose, Ref, Reference
from .parsing import Filed, parse_entries, validate, walk
from .reading import Content, Document

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Link:
    """A link as written: from which entry and field to which entry."""

    source: Filed
    path: Path
    ref: Ref

    @cached_property
    def role(self) -> str:
        """The field it stands in, without list positions: `treatment.technique`."""
        return ".".join(step for step in self.path if isinstance(step, str))

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.source.place(self.path)


def _by_title(entry: Entry) -> tuple[str, str]:
    return entry.title.lower(), entry.id


@dataclass(frozen=True)
class Atlas:
    """All entries by id with their links, and the lists that they refer to."""

    entries: Mapping[str, Filed] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    vocabularies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    planned: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    excuses: tuple[tuple[Mapping[str, str], Place], ...] = ()
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[str, Document] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    """The names of files that are there but could not be read or do not fit their model: what they say is not
    known."""

    def of_kind(self, *kinds: str) -> list[Entry]:
        """The entries of these kinds by title."""
        if len(kinds) == 1:
            return list(self._kinds.get(kinds[0], ()))
        return sorted((entry for kind in kinds for entry in self._kinds.get(kind, ())), key=_by_title)

    def get(self, id: str) -> Entry | None:
        """The entry with this id."""
        filed = self.entries.get(id)
        return filed.entry if filed else None

    def same_lists(self, other: Atlas) -> bool:
        """Whether both refer to the same lists: vocabularies, works, codes, ids to come, records of the body,
        files unread."""
        names = ("unread", "vocabularies", "references", "codes", "planned", "records")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    @cached_property
    def _kinds(self) -> dict[str, list[Entry]]:
        kinds: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted((filed.entry for filed in self.entries.values()), key=_by_title):
            kinds[entry.kind].append(entry)
        return kinds

    @cached_property
    def _to(self) -> dict[str, list[Link]]:
        links: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if not link.ref.planned:
                links[link.ref.id].append(link)
        return links

    @cached_property
    def _from(self) -> dict[str, list[Link]]:
        links: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            links[link.source.entry.id].append(link)
        return links

    def links_to(self, id: str) -> list[Link]:
        """The links of other entries to this one."""
        return self._to.get(id, [])

    def links_from(self, id: str) -> list[Link]:
        """The links that this entry writes."""
        return self._from.get(id, [])


def links_of(filed: Filed) -> Iterator[Link]:
    """The links of one entry: in its fields and in its prose."""
    for path, value in filed.values:
        if isinstance(value, Ref):
            yield Link(filed, path, value)
        elif isinstance(value, Prose):
            for ref in value.links:
                yield Link(filed, path, ref)


def link(content: Content, before: Atlas | None = None) -> tuple[Atlas, list[Finding]]:
    """The atlas of all entries that could be parsed, and what was wrong with the others.

    What did not change since `before` is taken over: entries and the links that they write.
    """
    filed, findings = parse_entries(content.entries, before.entries.values() if before else ())
    references, more = _references(content.lists.get("references"))
    entries, twice = _by_id(filed)
    atlas = Atlas(
        entries=entries,
        links=tuple(one for item in entries.values() for one in _links(item, before)),
        vocabularies={d.id: {str(k): str(v) for k, v in d.value.items()} for d in content.vocabularies},
        references=references,
        codes=_table(content.lists.get("codes")),
        planned=_table(content.lists.get("planned")),
        excuses=_excuses(content.lists.get("excuses")),
        records={
            id: record for d in content.body for id, record in d.value.items() if isinstance(record, dict)
        },
        files={
            d.path: d
            for d in (*content.entries, *content.vocabularies, *content.body, *content.lists.values())
        },
        unread=frozenset(PurePosixPath(one.place.path).stem for one in (*content.findings, *findings, *more)),
    )
    return atlas, findings + more + twice


def _links(filed: Filed, before: Atlas | None) -> Iterable[Link]:
    if before and before.entries.get(filed.entry.id) is filed:
        return before.links_from(filed.entry.id)
    return links_of(filed)


def _by_id(filed: list[Filed]) -> tuple[dict[str, Filed], list[Finding]]:
    entries: dict[str, Filed] = {}
    findings: list[Finding] = []
    for item in filed:
        first = entries.setdefault(item.entry.id, item)
        if first is not item:
            findings.append(Finding(item.place(), "identity", f"the id '{item.entry.id}' a second time",
                                    f"Rename this file: {first.document.path} has that id already"))
    return entries, findings


def _references(document: Document | None) -> tuple[dict[str, Reference], list[Finding]]:
    references: dict[str, Reference] = {}
    findings: list[Finding] = []
    for key, value in (document.value if document else {}).items():
        reference = validate(Reference, value, document, (key,))
        if isinstance(reference, Reference):
            references[key] = reference
        else:
            findings.extend(reference)
    return references, findings


def _table(document: Document | None) -> dict[str, dict[str, str]]:
    value = document.value if document else {}
    return {
        name: {str(k): str(v) for k, v in rows.items()}
        for name, rows in value.items()
        if isinstance(rows, dict)
    }


def _excuses(document: Document | None) -> tuple[tuple[dict[str, str], Place], ...]:
    rows = document.value.get("excuses") or [] if document else []
    return tuple((row, document.place(("excuses", i))) for i, row in enumerate(rows) if isinstance(row, dict))


__all__ = ["Atlas", "Link", "did_you_mean", "link", "links_of", "walk"]
