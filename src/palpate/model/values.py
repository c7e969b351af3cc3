"""The small values that fields are made of: links, words, prose, ranges, codes.

Each is made from one YAML scalar, keeps what the scalar said, and is found again by walking an entry:
linking looks for `Ref`, `Word` and `Prose` values and never needs to know the fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
REF_PATTERN = rf"(?:planned:)?{SLUG}(?:\.{SLUG})?"
KEY_PATTERN = r"[a-zA-Z][a-zA-Z0-9_]*"
CITATION = re.compile(rf"\[@({KEY_PATTERN})(?:,\s*([^\]]+))?\]")
INLINE_LINK = re.compile(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
RANGE = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*(?:-|to)\s*(-?\d+(?:\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to another entry: its id, the part of it that is meant, and the kinds it may be of.

    `planned` links name an entry that is on the lists but not written yet.
    """

    kinds: tuple[str, ...]
    id: str
    part: str | None = None
    planned: bool = False

    def __str__(self) -> str:
        return f"{'planned:' if self.planned else ''}{self.id}{'.' + self.part if self.part else ''}"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one of the closed vocabularies in content/vocabulary/."""

    vocabulary: str
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Cite:
    """A source key, with the place in the work where it says so."""

    key: str
    locator: str | None = None

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Range:
    """A number or a span of numbers as written: `5`, `30-60`, `30 to 60`."""

    low: float
    high: float

    def __str__(self) -> str:
        low, high = f"{self.low:g}", f"{self.high:g}"
        return low if low == high else f"{low} to {high}"


class Prose(str):
    """Text for people, with citations `[@key, p. 12]` and links `[[id|words]]` inside."""

    __slots__ = ()

    @property
    def citations(self) -> list[Cite]:
        """The works that the text cites, in order."""
        return [Cite(key, locator) for key, locator in CITATION.findall(self)]

    @property
    def links(self) -> list[Ref]:
        """The entries that the text links to, of whatever kind."""
        return [parse_ref(target, ()) for target, _ in INLINE_LINK.findall(self)]

    @property
    def plain(self) -> str:
        """The text as it is read aloud: no citations, links replaced by their words."""
        uncited = re.sub(r"\s*" + CITATION.pattern, "", self)
        return INLINE_LINK.sub(lambda m: m[2] or m[1].removeprefix("planned:").replace("-", " "), uncited)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(_prose, core_schema.str_schema(min_length=1))


def _prose(text: str) -> Prose:
    prose = Prose(text)
    for target, _ in INLINE_LINK.findall(text):
        if not re.fullmatch(REF_PATTERN, target):
            raise ValueError(f"'[[{target}]]' is no id of an entry (write [[some-id]] or [[some-id|words]])")
    return prose


def parse_ref(text: str, kinds: tuple[str, ...]) -> Ref:
    """A link as written: `levator-scapulae`, `trapezius.upper`, `planned:rhomboid-major`."""
    planned, rest = text.startswith("planned:"), text.removeprefix("planned:")
    entry, _, part = rest.partition(".")
    return Ref(kinds, entry, part or None, planned)


@dataclass(frozen=True, eq=False)
class _Scalar:
    """A field type made from one scalar that must match a pattern."""

    pattern: str
    make: Any
    says: str
    schema: dict[str, Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)

    def _read(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ValueError(f"expected {self.says}")
        return self.make(value)


def to(*kinds: str) -> Any:
    """The type of a field that links to entries of these kinds."""
    says = "the id of " + " or ".join(_article(kind) for kind in kinds)
    schema = {"type": "string", "pattern": f"^{REF_PATTERN}$", "description": says.capitalize() + "."}
    return Annotated[Ref, _Scalar(REF_PATTERN, lambda text: parse_ref(text, kinds), says, schema)]


def word(vocabulary: str) -> Any:
    """The type of a field whose value is a word of content/vocabulary/<vocabulary>.yml."""
    says = f"a word of content/vocabulary/{vocabulary}.yml"
    schema = {"type": "string", "x-vocabulary": vocabulary, "description": says.capitalize() + "."}
    return Annotated[Word, _Scalar(SLUG, lambda text: Word(vocabulary, text), says, schema)]


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _read_range(text: str) -> Range:
    low, high = RANGE.fullmatch(text).groups()
    return Range(float(low), float(high or low))


def _read_cite(text: str) -> Cite:
    key, _, locator = text.partition(",")
    return Cite(key.strip(), locator.strip() or None)


def _read_bool(value: Any) -> Any:
    words = {"true": True, "false": False}
    if isinstance(value, str) and value not in words:
        raise ValueError("expected true or false")
    return words.get(value, value)


NumberRange = Annotated[
    Range,
    _Scalar(RANGE.pattern, _read_range, "a number or a range such as 30-60",
            {"type": ["string", "number"], "description": "A number or a range such as 30-60."}),
]
SourceKey = Annotated[
    Cite,
    _Scalar(
        rf"{KEY_PATTERN}(?:,\s*\S.*)?",
        _read_cite,
        "a key of content/references.yml",
        {"type": "string", "description": "A key of content/references.yml, with ', p. 12' where it helps."},
    ),
]
Truth = Annotated[bool, BeforeValidator(_read_bool)]
