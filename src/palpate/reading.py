"""Files in: the only module that reads content from the disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from .findings import Finding, Place
from .model import FOLDERS
from .yaml12 import Unreadable, parse

MAX_BYTES = 200_000
"""Ten times the longest entry; a larger file is a mistake."""
LISTS = ("references", "codes", "planned", "excuses")
"""The files that lie in content/ itself: works, codes in use, ids to come, excused findings."""


@dataclass(frozen=True)
class Document:
    """A file that was read: its text, its value, and the place of everything in it."""

    path: str
    text: str
    value: Any
    places: dict[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict, repr=False)
    keys: dict[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """The file name without its ending."""
        return PurePosixPath(self.path).stem

    @cached_property
    def folder(self) -> str:
        """The folder below content/."""
        return str(PurePosixPath(self.path).parent).partition("/")[2]

    def place(self, path: Iterable[str | int] = ()) -> Place:
        """The place of a value; where the path leads out of what is written, of its nearest parent."""
        found = nearest(self.value, tuple(path))
        return Place(self.path, *self.places.get(found, (1, 1)))

    def key_place(self, path: tuple[str | int, ...]) -> Place:
        """The place of a key."""
        return Place(self.path, *self.keys[path]) if path in self.keys else self.place(path)


def nearest(value: Any, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The written path that a model's path leads to: steps that are not in the text are left out."""
    taken: list[str | int] = []
    for step in path:
        inside = (isinstance(value, dict) and step in value) or \
                 (isinstance(value, list) and isinstance(step, int) and step < len(value))
        if inside:
            taken.append(step)
            value = value[step]
    return tuple(taken)


@dataclass(frozen=True)
class Content:
    """Everything that was read from content/, and what could not be."""

    entries: tuple[Document, ...] = ()
    vocabularies: tuple[Document, ...] = ()
    body: tuple[Document, ...] = ()
    lists: dict[str, Document] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document that was read."""
        return (*self.entries, *self.vocabularies, *self.body, *self.lists.values())


def read_content(root: Path, before: Content | None = None) -> Content:
    """Read content/ below `root`: entries, vocabularies, records of the body, and the lists.

    A file that says the same as in `before` is not parsed again: its document is the same object.
    """
    findings: list[Finding] = []
    known = {document.path: document for document in before.documents} if before else {}
    documents = [
        document for path in _files(root / "content") if (document := _read(path, root, known, findings))
    ]
    findings += [_misplaced(document) for document in documents if not _placed(document)]
    return Content(
        entries=tuple(d for d in documents if d.folder in FOLDERS),
        vocabularies=tuple(d for d in documents if d.folder == "vocabulary"),
        body=tuple(d for d in documents if _top(d) == "body"),
        lists={d.id: d for d in documents if d.folder == "" and d.id in LISTS},
        findings=tuple(findings),
    )


def _files(content: Path) -> list[Path]:
    return sorted(path for path in content.rglob("*") if path.is_file() and not path.name.startswith("."))


def _read(path: Path, root: Path, known: dict[str, Document], findings: list[Finding]) -> Document | None:
    name = path.relative_to(root).as_posix()
    if path.suffix != ".yml":
        return findings.append(Finding(Place(name), "files", f"a file that is no .yml ({path.name})",
                                       "Entries end in .yml; put other files elsewhere"))
    raw = path.read_bytes()
    if name in known and known[name].text.encode() == raw:
        return known[name]
    document = read_document(name, raw)
    if isinstance(document, Finding):
        return findings.append(document)
    return document


def read_document(path: str, raw: bytes) -> Document | Finding:
    """One file's bytes as a document, or the finding that says why it is none."""
    limit = MAX_BYTES * (
        10 if path.endswith(("references.yml", "codes.yml", "planned.yml")) or "/body/" in path else 1
    )
    if len(raw) > limit:
        return Finding(
            Place(path), "files", f"a file of {len(raw):,} bytes", f"Keep an entry under {limit:,} bytes"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Finding(
            _byte_place(path, raw, error.start), "files", "bytes that are not UTF-8", "Save the file as UTF-8"
        )
    return _parse(path, text)


def _byte_place(path: str, raw: bytes, at: int) -> Place:
    before = raw[:at]
    return Place(path, before.count(b"\n") + 1, at - before.rfind(b"\n"))


def _parse(path: str, text: str) -> Document | Finding:
    try:
        parsed = parse(text)
    except Unreadable as error:
        return Finding(Place(path, error.line, error.column), "yaml", error.found, error.remedy)
    if not isinstance(parsed.value, dict):
        return Finding(
            Place(path),
            "yaml",
            "no fields in the file",
            "Write 'name: value' lines, or start with `palpate new`",
        )
    return Document(path, text, parsed.value, parsed.places, parsed.keys)


def _top(document: Document) -> str:
    return document.folder.partition("/")[0]


def _placed(document: Document) -> bool:
    is_list = document.folder == "" and document.id in LISTS
    return document.folder in FOLDERS or _top(document) in ("vocabulary", "body") or is_list


def _misplaced(document: Document) -> Finding:
    return Finding(
        Place(document.path),
        "files",
        f"an entry in a folder that holds none (content/{document.folder})",
        "Move it to one of: " + ", ".join(FOLDERS),
    )
