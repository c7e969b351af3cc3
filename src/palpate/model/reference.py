"""Works that claims rest on, with the state of their verification."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from .base import Frozen
from .values import Truth


class Verification(StrEnum):
    """verified: identifier seen together with the title. partial: publish without the doubtful part."""

    VERIFIED = "verified"
    PARTIAL = "partial"
    UNVERIFIED = "unverified"


class Reference(Frozen):
    """One work of the bibliography, under its key in content/references.yml."""

    type: str = Field(pattern="^(article|review|guideline|report|book)$")
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int
    container: str | None = None
    volume: str | None = None
    pages: str | None = None
    publisher: str | None = None
    edition: str | None = None
    doi: str | None = Field(None, pattern=r"^10\.\d{4,9}/\S+$")
    pmid: str | None = Field(None, pattern=r"^\d+$")
    isbn: str | None = None
    url: str | None = Field(None, pattern=r"^https://\S+$")
    covers: str | None = None
    status: Verification
    doubtful: str | None = None
    """For partial records: which part is left out."""
    retracted: Truth = False
