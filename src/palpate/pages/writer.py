"""The text of one page: prose into HTML, with numbered sources, links and first uses of glossary words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from ..linking import Atlas
from ..model import Absent, Cite, Claim, Prose, Ref, Sourced, Word
from ..model.values import CITATION, INLINE_LINK, parse_ref
from .address import anchor_of, href, page_of

TOKEN = re.compile(f"{CITATION.pattern}|{INLINE_LINK.pattern}")


@dataclass(frozen=True)
class Terms:
    """The glossary as one pattern, and what each of its words leads to."""

    pattern: re.Pattern[str]
    by_word: Mapping[str, tuple[str, str]]

    def within(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words of the glossary stand in a text; in small letters, as a pattern blind to case is four
        times slower."""
        low = text.lower()
        return (match.span() for match in self.pattern.finditer(low if len(low) == len(text) else text))

    def of(self, word: str) -> tuple[str, str]:
        """The id and the definition of a word that the pattern found, in the singular or with an s."""
        low = word.lower()
        return self.by_word.get(low) or self.by_word[low.removesuffix("s")]


def terms_of(atlas: Atlas) -> Terms | None:
    """The words of the glossary that are explained in running text, longest first so that they win."""
    by_word = {
        name.lower(): (term.id, term.definition.plain)
        for term in atlas.of_kind("term")
        if term.tooltip
        for name in (term.title, *(alias.text for alias in term.aliases))
    }
    words = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    return Terms(re.compile(rf"\b(?:{words})s?\b"), by_word) if words else None


@dataclass
class Writer:
    """Writes the prose of one page; keeps which works it cited and which glossary words it explained."""

    atlas: Atlas
    page: str
    terms: Terms | None = None
    own: frozenset[str] = frozenset()
    grade: str = "standard"
    cited: dict[str, int] = field(default_factory=dict)
    explained: set[str] = field(default_factory=set)

    def prose(self, text: object) -> Markup:
        """Prose as HTML: what an entry writes is text and stays text."""
        if isinstance(text, Absent):
            return self.absent(text)
        out, last = Markup(), 0
        for match in TOKEN.finditer(str(text)):
            out += self._words(
                str(text)[last : match.start()].rstrip() if match[1] else str(text)[last : match.start()]
            )
            out += (
                self.cite(Cite(match[1], match[2]))
                if match[1]
                else self.ref(parse_ref(match[3], ()), match[4])
            )
            last = match.end()
        return out + self._words(str(text)[last:])

    def sentence(self, text: object) -> Markup:
        """Prose that ends with a full stop, for running text."""
        plain = str(text.plain if isinstance(text, Prose) else text)
        return self.prose(text) + ("" if plain.rstrip().endswith((".", "?", "!")) else ".")

    def _words(self, text: str) -> Markup:
        """Plain text as HTML, with the first use of each glossary word explained."""
        out, last = Markup(), 0
        for start, end in self.terms.within(text) if self.terms else ():
            id, definition = self.terms.of(text[start:end])
            if id not in self.explained and id not in self.own:
                self.explained.add(id)
                out += escape(text[last:start]) + self._term(text[start:end], id, definition)
                last = end
        return out + escape(text[last:])

    def _term(self, word: str, id: str, definition: str) -> Markup:
        target = href(self.page, page_of("term", id) + anchor_of("term", id, None))
        return Markup(
            f'<a class="term" href="{escape(target)}" title="{escape(definition)}">{escape(word)}</a>'
        )

    def cite(self, cite: Cite) -> Markup:
        """A numbered mark that leads to the work in the page's list of sources."""
        number = self.cited.setdefault(cite.key, len(self.cited) + 1)
        where = f", {cite.locator}" if cite.locator else ""
        return Markup(
            f'<sup class="cite"><a href="#source-{escape(cite.key)}" title="Source {number}{escape(where)}">'
            f"{number}{escape(where)}</a></sup>"
        )

    def cite_key(self, key: str) -> Markup:
        """A mark for a key that stands in a field of its own."""
        return self.cite(Cite(key))

    def ref(self, ref: Ref, words: str | None = None) -> Markup:
        """A link to an entry by its title; an entry that is not written yet is plain text."""
        entry = None if ref.planned else self.atlas.get(ref.id)
        if entry is None:
            return Markup(
                f'<span class="planned" title="No page yet">{escape(words or self._planned_name(ref))}</span>'
            )
        target = href(self.page, page_of(entry.kind, entry.id) + anchor_of(entry.kind, entry.id, ref.part))
        return Markup(f'<a href="{escape(target)}">{escape(words or self.name(ref))}</a>')

    def name(self, ref: Ref) -> str:
        """The words for a link: the entry's title, with its part."""
        entry = self.atlas.get(ref.id)
        if entry is None:
            return self._planned_name(ref)
        part = getattr(entry, "parts", {}).get(ref.part) if ref.part else None
        application = next((a for a in getattr(entry, "applications", ()) if a.id == ref.part), None)
        if application:
            return f"{entry.title}: {application.title}"
        return f"{entry.title}, {part.title}" if part else entry.title

    def _planned_name(self, ref: Ref) -> str:
        names = (self.atlas.planned.get(kind, {}).get(ref.id) for kind in self.atlas.planned)
        return next((name for name in names if name), ref.id.replace("-", " "))

    def sourced(self, item: Sourced) -> Markup:
        """The marks of an item's own sources and the badge of its grade."""
        marks = Markup("").join(self.cite(cite) for cite in item.sources)
        return marks + (self.badge(item.grade) if item.grade else Markup())

    def claim(self, claim: Claim) -> Markup:
        """A claim with its sources and how sure it is."""
        marks = Markup("").join(self.cite(cite) for cite in claim.sources)
        who = Markup(' <span class="who">({})</span>').format(claim.population) if claim.population else ""
        return self.prose(claim.text) + marks + who + self.badge(claim.grade or self.grade)

    def badge(self, grade: object) -> Markup:
        """A grade as a small badge in words."""
        word = str(grade)
        return Markup(
            f' <span class="grade grade-{escape(word.replace(" ", "-"))}" '
            f'title="How sure this is: {escape(word)}">{escape(word)}</span>'
        )

    def word(self, word: Word) -> Markup:
        """A word of a vocabulary, with its definition on hover."""
        definition = self.atlas.vocabularies.get(word.vocabulary, {}).get(word.word, "")
        return Markup(
            f'<span class="word" title="{escape(definition)}">{escape(word.word.replace("-", " "))}</span>'
        )

    def absent(self, absent: Absent) -> Markup:
        """Why there is no value."""
        return Markup('<span class="absent">None: {}</span>').format(Prose(absent.none).plain)
