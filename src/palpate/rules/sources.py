"""Sources: every claim has one, and only works whose identity was verified are cited."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, did_you_mean
from ..linking import Atlas, walk
from ..model import Cite, Claim, Prose, Sourced, Verification
from ..parsing import Filed


def citations(filed: Filed) -> Iterator[tuple[tuple, Cite]]:
    """Every source key of an entry with its path: in `sources` fields and inside prose."""
    yield from filed.citations
    for index, guideline in enumerate(getattr(filed.entry, "guidelines", ())):
        yield ("guidelines", index, "key"), Cite(guideline.key)


def sources(atlas: Atlas) -> Iterator[Finding]:
    """A cited key stands in content/references.yml with the state verified or partial. Unverified works and
    retracted ones are never cited for a claim."""
    for filed in atlas.entries.values():
        for path, cite in citations(filed):
            reference = atlas.references.get(cite.key)
            if reference is None and "references" not in atlas.unread:
                yield Finding(
                    filed.place(path),
                    "sources",
                    f"the source '{cite.key}', which is not in content/references.yml",
                    "Correct the key, or add the work: "
                    "scripts/import_reference.py REFERENCE LISTS carries it over from the tables",
                    did_you_mean(cite.key, atlas.references),
                )
            elif reference and (reference.status is Verification.UNVERIFIED or reference.retracted):
                state = "retracted" if reference.retracted else "unverified"
                yield Finding(filed.place(path), "sources", f"the source '{cite.key}', which is {state}",
                              "Cite a verified work that says the same, or leave the claim out")


def claims(atlas: Atlas) -> Iterator[Finding]:
    """Every claim names its source: in the text as [@key], or in `sources`. Plain facts rest on the entry's
    own `sources`; a dose without a source is shown as convention."""
    for filed in atlas.entries.values():
        for path, value in filed.values_of(Claim):
            if not value.sources and not value.text.citations:
                yield Finding(filed.place(path), "claims", f"a claim without a source: '{value.text[:60]}'",
                              "Add [@key] to the text or `sources: [key]`; what has no source is left out")
        yield from _facts(filed)


def _facts(filed: Filed) -> Iterator[Finding]:
    if filed.entry.sources:
        return
    for path, value in filed.values:
        plain = isinstance(value, Sourced) and not isinstance(value, Claim) and type(value).__name__ != "Dose"
        cited = plain and (value.sources or any(v.citations for _, v in walk(value) if isinstance(v, Prose)))
        if plain and not cited:
            yield Finding(filed.place(path), "claims", "a statement without a source",
                          "Give the entry `sources:` for its plain facts, or this statement its own")
            return


def unused(atlas: Atlas) -> Iterator[Finding]:
    """The bibliography holds what is cited: a work that no entry cites is taken out."""
    cited = {cite.key for filed in atlas.entries.values() for _, cite in citations(filed)}
    document = atlas.files.get("content/references.yml")
    for key in atlas.references:
        if key not in cited and document:
            yield Finding(
                document.key_place((key,)),
                "unused-references",
                f"the work '{key}', which nothing cites",
                "Cite it or remove it",
                severity="warning",
            )
