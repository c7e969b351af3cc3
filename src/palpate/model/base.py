"""What all entries share: frozen fields, claims with their sources, absent fields with their reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from .values import Prose, SourceKey, to

T = TypeVar("T")


class Frozen(BaseModel):
    """A mapping with known fields only, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True,
                              use_attribute_docstrings=True, allow_inf_nan=False)


class Short(Frozen):
    """A mapping that may be written as its main field alone: `text` stands for `{text: text}`."""

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_short(cls, value: Any) -> Any:
        return {cls.short: value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = handler(schema)
        return {"anyOf": [{"type": "string"}, full], "description": (cls.__doc__ or "").split("\n")[0]}


class Grade(StrEnum):
    """How sure a statement is: the first three for plain anatomy, the rest for effects, accuracy and dose."""

    STANDARD = "standard"
    VARIABLE = "variable"
    DISPUTED = "disputed"
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    CONVENTION = "convention"
    CONTESTED = "contested"


class Status(StrEnum):
    """Review state: `draft` until a licensed clinician has reviewed the entry."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    DEPRECATED = "deprecated"


class Risk(StrEnum):
    """How much harm a mistake could do: sets banners and the number of reviews."""

    ROUTINE = "routine"
    CAUTION = "caution"
    RESTRICTED = "restricted"


class Absent(Frozen):
    """A field that rightly has no value, with the reason: `none: C1 has no dermatome`."""

    none: str = Field(min_length=3)


def _given_or_none(value: Any) -> str:
    absent = isinstance(value, Absent) or (isinstance(value, Mapping) and "none" in value)
    return "none" if absent else "given"


Maybe = Annotated[
    Annotated[T, Tag("given")] | Annotated[Absent, Tag("none")], Discriminator(_given_or_none)
]
"""A required field: a value, or `none: <reason>`."""


class Sourced(Frozen):
    """A statement that names the works it rests on."""

    sources: tuple[SourceKey, ...] = ()
    """Works this rests on; plain facts without their own rest on the entry's `sources`."""
    grade: Grade | None = None
    """How sure this is, where it differs from the entry's `grade`."""


class Claim(Short, Sourced):
    """A claim in words that cites its source: inside the text as [@key], or in `sources`."""

    short: ClassVar[str] = "text"
    text: Prose
    """The claim, with citations [@key] and links [[id]]."""
    stance: str | None = Field(None, pattern="^(supports|against|mixed)$")
    """Whether the cited works support it, speak against it, or are mixed."""
    population: str | None = None
    """In whom it was found."""


class Alias(Short):
    """Another name under which people look for this."""

    short: ClassVar[str] = "text"
    text: str
    kind: str = Field("synonym", pattern="^(synonym|eponym|abbreviation|patient word|obsolete|latin)$")
    """synonym, eponym, abbreviation, patient word, obsolete or latin."""
    lang: str = "en"


class Codes(Frozen):
    """Codes in public classifications; each must stand in the committed table of codes."""

    icd10cm: tuple[str, ...] = ()
    icd11: tuple[str, ...] = ()
    fma: str | None = Field(None, pattern=r"^FMA:\d+$")
    uberon: str | None = Field(None, pattern=r"^UBERON:\d{7}$")
    ta2: str | None = Field(None, pattern=r"^\d+$")
    mesh: str | None = Field(None, pattern=r"^D\d+$")
    none: str | None = None
    """Why there is no code, where there is none."""


class Contested(Frozen):
    """A banner for ideas that the field disputes."""

    level: str = Field(pattern="^(disputed|rejected)$")
    text: Prose


class Review(Frozen):
    """One review by a named person."""

    who: str
    role: str
    on: date
    scope: str
    verdict: str


class Practice(Frozen):
    """What a jurisdiction says about who may do this."""

    jurisdiction: str
    note: Prose


ANY_KIND = (
    "technique",
    "condition",
    "muscle",
    "root",
    "vertebra",
    "motion-segment",
    "bone",
    "joint",
    "nerve",
    "plexus",
    "ligament",
    "vessel",
    "organ",
    "disc",
    "landmark",
    "zone",
    "assessment",
    "exercise",
    "outcome",
    "factor",
    "practice",
    "region",
    "term",
)


class Entry(Frozen):
    """One record of the reference: one file, whose name is its id and its URL."""

    kind: ClassVar[str]
    id: SkipJsonSchema[str]
    """Made from the file name; never written in the file."""
    title: str = Field(min_length=2, max_length=90)
    """The name by which the field knows it, first letter upper case."""
    aliases: tuple[Alias, ...] = ()
    """Other names: synonyms, eponyms, abbreviations, patients' words. They feed search."""
    status: Status
    """draft, reviewed or deprecated."""
    summary: Annotated[Prose, Field(max_length=280)]
    """What it is in at most 280 characters; must stand alone."""
    region: tuple[to("region"), ...] = ()
    """Body regions it belongs to."""
    sources: tuple[SourceKey, ...] = ()
    """Works that the plain facts of this entry rest on."""
    grade: Grade = Grade.STANDARD
    """How sure the entry's claims are where they do not say otherwise."""
    codes: Codes = Codes()
    contested: Contested | None = None
    see_also: tuple[to(*ANY_KIND), ...] = ()
    reviews: tuple[Review, ...] = ()


class Reviewed(Entry):
    """An entry that people act on: it has a risk and a date by which it is read again."""

    region: tuple[to("region"), ...] = Field(min_length=1)
    sources: tuple[SourceKey, ...] = Field(min_length=1)
    risk: Risk
    """routine, caution or restricted."""
    review_due: Annotated[
        date, BeforeValidator(lambda v: v if isinstance(v, date) else date.fromisoformat(v))
    ]
    """The date by which someone must read this entry again."""
    scope_of_practice: tuple[Practice, ...] = ()
