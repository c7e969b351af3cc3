"""Documents into typed entries; what does not fit the model becomes findings, all of them at once."""

from __future__ import annotations

import re
import types
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .findings import Finding, Place, did_you_mean
from .model import FOLDERS, Absent, Cite, Entry, Prose, Ref, Word
from .reading import Document, nearest

Loc = tuple[str | int, ...]


def walk(value: Any, path: Loc = ()) -> Iterator[tuple[Loc, Any]]:
    """Every value inside an entry with its path, models before what is in them."""
    yield path, value
    if value is None or isinstance(value, (str, Ref, Word)):
        return
    if isinstance(value, (tuple, list)):
        steps = enumerate(value)
    elif isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, BaseModel):
        steps = (
            (field_of.alias or name, getattr(value, name))
            for name, field_of in type(value).model_fields.items()
        )
    else:
        return
    for step, item in steps:
        yield from walk(item, (*path, step))


@dataclass(frozen=True)
class Filed:
    """An entry together with the document that it was read from."""

    entry: Entry
    document: Document

    def place(self, path: Loc = ()) -> Place:
        """The place of a value of the entry in its file."""
        return self.document.place(path)

    @cached_property
    def values(self) -> tuple[tuple[Loc, Any], ...]:
        """Every value inside the entry with its path: walked once for all the rules."""
        return tuple(walk(self.entry))

    def values_of(self, *kinds: type) -> Iterator[tuple[Loc, Any]]:
        """The values of some types with their paths."""
        return (item for kind, items in self._by_type.items() if issubclass(kind, kinds) for item in items)

    @cached_property
    def citations(self) -> tuple[tuple[Loc, Cite], ...]:
        """The source keys in `sources` fields and inside prose, with their paths."""
        inside = ((path, cite) for path, text in self.values_of(Prose) for cite in text.citations)
        return (*self.values_of(Cite), *inside)

    @cached_property
    def _by_type(self) -> dict[type, list[tuple[Loc, Any]]]:
        found: dict[type, list[tuple[Loc, Any]]] = defaultdict(list)
        for path, value in self.values:
            found[type(value)].append((path, value))
        return found


def parse_entries(
    documents: tuple[Document, ...], before: Iterable[Filed] = ()
) -> tuple[list[Filed], list[Finding]]:
    """All entries that fit their model, and a finding for everything that does not.

    An entry of `before` whose document is the same object is taken over as it is.
    """
    known = {id(one.document): one for one in before}
    filed: list[Filed] = []
    findings: list[Finding] = []
    for document in documents:
        if id(document) in known:
            filed.append(known[id(document)])
            continue
        entry = parse_as(FOLDERS[document.folder], document, with_id=True)
        if isinstance(entry, Entry):
            filed.append(Filed(entry, document))
        else:
            findings.extend(entry)
    return filed, findings


def parse_as(model: type[BaseModel], document: Document, with_id: bool = False) -> Any:
    """The document's value as an instance of `model`, or the list of findings."""
    if with_id and "id" in document.value:
        return [
            Finding(document.key_place(("id",)), "model", "an 'id'", "Remove it: the file name is the id")
        ]
    value = {"id": document.id, **document.value} if with_id else document.value
    return validate(model, value, document)


def validate(model: type[BaseModel], value: Any, document: Document, at: Loc = ()) -> Any:
    """`value`, which stands at `at` in the document, as an instance of `model`, or the list of findings."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        return [_finding(model, problem, document, at) for problem in error.errors(include_url=False)]


def _finding(model: type[BaseModel], problem: dict[str, Any], document: Document, at: Loc) -> Finding:
    loc = at + tuple(problem["loc"])
    kind, name = problem["type"], str(loc[-1]) if loc else ""
    if kind == "missing":
        return Finding(
            document.place(loc),
            "model",
            f"no '{name}'{_inside(loc, document)}",
            _meaning(model, problem["loc"]),
        )
    if kind == "extra_forbidden":
        return _unknown_key(model, problem, document, loc)
    return Finding(
        document.place(loc), "model", f"{_shown(problem['input'])} as '{_field(loc)}'", _expected(problem)
    )


def _unknown_key(model: type[BaseModel], problem: dict[str, Any], document: Document, loc: Loc) -> Finding:
    key = str(loc[-1])
    known = sorted(name for parent in models_at(model, problem["loc"][:-1]) for name in field_names(parent))
    written = (*nearest(document.value, loc[:-1]), key)
    remedy = f"Use one of: {', '.join(known)}" if known else "Remove it"
    return Finding(document.key_place(written), "model", f"a field '{key}' that does not exist here", remedy,
                   did_you_mean(key, known))


def _inside(loc: Loc, document: Document) -> str:
    parent = nearest(document.value, loc[:-1])
    return f" in '{_field(parent)}'" if parent else ""


def _field(loc: Loc) -> str:
    names = [str(step) for step in loc if isinstance(step, str) and step not in ("given", "none")]
    return names[-1] if names else "the entry"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list, tuple)):
        return "a mapping" if isinstance(value, dict) else "a list"
    return repr(value if len(str(value)) <= 60 else str(value)[:57] + "...")


def _meaning(model: type[BaseModel], loc: Loc) -> str:
    name = str(loc[-1])
    for parent in models_at(model, loc[:-1]):
        for key, field in parent.model_fields.items():
            if name in (key, field.alias) and field.description:
                return f"Add '{name}': {' '.join(field.description.split()).rstrip('.')}"
    return f"Add '{name}'"


EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list ('- item' lines)",
    "dict_type": "fields ('name: value' lines)",
    "model_type": "fields ('name: value' lines)",
    "int_parsing": "a whole number",
    "float_parsing": "a number",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
}


def _expected(problem: dict[str, Any]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return f"Write {_choices(context['pattern'])}"
    if kind == "enum":
        return f"Write one of {context['expected']}"
    if kind in EXPECTED:
        return f"Write {EXPECTED[kind]}"
    if kind == "string_too_long":
        return f"Shorten it to {context['max_length']} characters"
    message = re.sub(r"^Value error, ", "", problem["msg"])
    return message[0].upper() + message[1:].replace("Tuple should", "The list should")


def _choices(pattern: str) -> str:
    words = re.fullmatch(r"\^\(([^()]*)\)\$", pattern)
    return (
        "one of " + ", ".join(words[1].split("|"))
        if words
        else f"something of the form {pattern.strip('^$')}"
    )


def field_names(model: type[BaseModel]) -> list[str]:
    """The names that may be written in a mapping of this model."""
    return [field.alias or name for name, field in model.model_fields.items() if name != "id"]


def models_at(model: type[BaseModel], loc: Loc) -> list[type[BaseModel]]:
    """The models whose fields may stand at `loc`, found by following the types of the fields."""
    found: list[Any] = [model]
    for step in loc:
        if step in ("given", "none"):
            found = [one for one in found if (one is Absent) == (step == "none")] or found
        stepped = [inner for one in found for inner in _step(one, step)]
        found = stepped or found
    return [one for one in found if isinstance(one, type)]


def _step(model: Any, step: str | int) -> list[Any]:
    if isinstance(step, int) or not (isinstance(model, type) and issubclass(model, BaseModel)):
        return []
    for name, field in model.model_fields.items():
        if step in (name, field.alias):
            return list(_models_in(field.annotation))
    return []


def _models_in(annotation: Any) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, types.UnionType, tuple, list, dict) or hasattr(
        annotation, "__metadata__"
    ):
        for inner in get_args(annotation):
            yield from _models_in(inner)
