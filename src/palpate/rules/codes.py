"""Codes of public classifications."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, did_you_mean
from ..linking import Atlas
from ..model import Entry

SYSTEMS = ("icd10cm", "icd11", "fma", "uberon", "ta2", "mesh")
NEED_CODES = {"muscle": ("fma", "ta2"), "condition": ("icd10cm",)}


def codes(atlas: Atlas) -> Iterator[Finding]:
    """A code stands in content/codes.yml, the table of the codes in use with their official titles, which a
    maintainer makes from the public tables. Muscles carry FMA and TA2, conditions ICD-10-CM, or `none`
    with a reason."""
    for filed in atlas.entries.values():
        for system, path, code in _written(filed.entry):
            known = atlas.codes.get(system, {})
            if code not in known and "codes" not in atlas.unread:
                yield Finding(
                    filed.place(path),
                    "codes",
                    f"the {system} code '{code}', which is not in content/codes.yml",
                    "Correct it, or add it to the table with its title: "
                    "run scripts/import_reference.py REFERENCE LISTS",
                    did_you_mean(code, known),
                )
        for system in NEED_CODES.get(filed.entry.kind, ()):
            if not getattr(filed.entry.codes, system) and not filed.entry.codes.none:
                yield Finding(
                    filed.place(("codes",)),
                    "codes",
                    f"no {system} code",
                    f"Add codes: {{{system}: ...}} or codes: {{none: reason}}",
                )


def _written(entry: Entry) -> Iterator[tuple[str, tuple, str]]:
    for system in SYSTEMS:
        value = getattr(entry.codes, system)
        if isinstance(value, str):
            yield system, ("codes", system), value
        for index, code in enumerate(value if isinstance(value, tuple) else ()):
            yield system, ("codes", system, index), code
