"""One YAML document into plain values, each with its place: mappings, sequences and scalars, nothing more.

PyYAML's own resolver reads YAML 1.1 (`1:2` becomes 62, `no` becomes False). Here every scalar stays the text
that was written, to be read by the declared type of its field; only an empty value or `null` is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

LOADER = getattr(yaml, "CLoader", yaml.Loader)
MAX_DEPTH = 24
Path = tuple[str | int, ...]
Value = Any


class Unreadable(Exception):
    """The text is no document that we read: what is wrong, what to do, and where (from 1)."""

    def __init__(self, found: str, remedy: str, line: int, column: int) -> None:
        super().__init__(found)
        self.found, self.remedy, self.line, self.column = found, remedy, line, column


@dataclass
class Parsed:
    """A value with the place (line, column) of every value and of every key, by path."""

    value: Value = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)


def parse(text: str) -> Parsed:
    """Read one document; raises `Unreadable` with the place of the first thing that cannot be read."""
    parsed = Parsed()
    try:
        events = yaml.parse(text, Loader=LOADER)
        parsed.value = _document(events, parsed)
    except yaml.MarkedYAMLError as error:
        raise _from_yaml(error, text) from None
    except yaml.reader.ReaderError as error:
        raise _from_reader(error, text) from None
    return parsed


def _document(events: Iterator[yaml.Event], parsed: Parsed) -> Value:
    next(events)
    start = next(events)
    if isinstance(start, yaml.StreamEndEvent):
        return None
    value = _value(next(events), events, (), parsed)
    next(events)
    more = next(events)
    if not isinstance(more, yaml.StreamEndEvent):
        raise _at(
            more, "a second document in the file", "Keep one entry a file: remove '---' and what follows"
        )
    return value


def _value(event: yaml.Event, events: Iterator[yaml.Event], path: Path, parsed: Parsed) -> Value:
    _refuse(event, path)
    parsed.places[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, path, parsed)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, path, parsed)
    return _scalar(event)


def _refuse(event: yaml.Event, path: Path) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _at(
            event, "an anchor or alias (& or *)", "Write the value out; quote text that begins with & or *"
        )
    if getattr(event, "tag", None):
        raise _at(event, f"a tag ({event.tag})", "Remove it; quote text that begins with !")
    if len(path) > MAX_DEPTH:
        raise _at(
            event, f"values nested more than {MAX_DEPTH} deep", "No entry needs this: check the indentation"
        )


def _scalar(event: yaml.ScalarEvent) -> str | None:
    plain = event.implicit[0] and not event.style
    return None if plain and event.value in ("", "~", "null", "Null", "NULL") else event.value


def _sequence(events: Iterator[yaml.Event], path: Path, parsed: Parsed) -> list[Value]:
    items: list[Value] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        items.append(_value(event, events, (*path, len(items)), parsed))
    return items


def _mapping(events: Iterator[yaml.Event], path: Path, parsed: Parsed) -> dict[str, Value]:
    mapping: dict[str, Value] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _key(event, mapping)
        parsed.keys[(*path, key)] = (event.start_mark.line + 1, event.start_mark.column + 1)
        mapping[key] = _value(next(events), events, (*path, key), parsed)
    return mapping


def _key(event: yaml.Event, mapping: dict[str, Value]) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise _at(event, "a key that is not a word", "Write 'name: value'")
    _refuse(event, ())
    if event.value in mapping:
        raise _at(
            event, f"the key '{event.value}' a second time", "Keep one of the two and merge what they say"
        )
    return event.value


def _at(event: yaml.Event, found: str, remedy: str) -> Unreadable:
    return Unreadable(found, remedy, event.start_mark.line + 1, event.start_mark.column + 1)


def _from_yaml(error: yaml.MarkedYAMLError, text: str) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here:
        return Unreadable("a tab", "Indent with spaces", line, here.index("\t") + 1)
    return Unreadable(
        f"YAML that cannot be read: {error.problem}", _remedy(error.problem or ""), line, column
    )


def _remedy(problem: str) -> str:
    if "mapping values" in problem or "cannot start any token" in problem:
        return "Put the text in quotes: it holds ': ' or begins with a sign that YAML keeps for itself"
    if "did not find expected" in problem or "could not find expected" in problem:
        return (
            "Check the indentation of this line and the ones above, and that quotes and brackets are closed"
        )
    return "Check the indentation, quotes and colons of this line and the one above"


def _from_reader(error: yaml.reader.ReaderError, text: str) -> Unreadable:
    before = text[: error.position]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Unreadable(
        f"a character that YAML does not allow ({error.character!r})", "Remove it", line, column
    )
