"""The text of one page: prose into HTML, with numbered sources, links and first uses of glossary words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from ..linking import Atlas
from ..model import Absent, Cite, Claim, Prose, Ref, Sourced, Word
from ..model.values import CITATION, INLINE_LINK, parse_ref
from .address import anchor_of, href, page_of

TOKEN = re.compile(f"{CITATION.pattern}|{INLINE_LINK.pattern}")


@dataclass
class Writer:
    """Writes the prose of one page; keeps which works it cited and which glossary words it explained."""

    atlas: Atlas
    page: str
    terms: tuple[tuple[re.Pattern[str], str, str], ...] = ()
    grade: str = "standard"
    cited: dict[str, int] = field(default_factory=dict)
    explained: set[str] = field(default_factory=set)

    def prose(self, text: object) -> Markup:
        """Prose as HTML: what an entry writes is text and stays text."""
        if isinstance(text, Absent):
            return self.absent(text)
        out, last = Markup(), 0
        for match in TOKEN.finditer(str(text)):
            out += self._words(str(text)[last : match.start()].rstrip() if match[1] else str(text)[last : match.start()])
            out += self.cite(Cite(match[1], match[2])) if match[1] else self.ref(parse_ref(match[3], ()), match[4])
            last = match.end()
        return out + self._words(str(text)[last:])

    def sentence(self, text: object) -> Markup:
        """Prose that ends with a full stop, for running text."""
        plain = str(text.plain if isinstance(text, Prose) else text)
        return self.prose(text) + ("" if plain.rstrip().endswith((".", "?", "!")) else ".")

    def _words(self, text: str) -> Markup:
        for pattern, id, definition in self.terms:
            if id not in self.explained and (match := pattern.search(text)):
                self.explained.add(id)
                before, after = self._words(text[: match.start()]), self._words(text[match.end() :])
                return before + self._term(match[0], id, definition) + after
        return escape(text)

    def _term(self, word: str, id: str, definition: str) -> Markup:
        target = href(self.page, page_of("term", id) + anchor_of("term", id, None))
        return Markup('<a class="term" href="{}" title="{}">{}</a>').format(target, definition, word)

    def cite(self, cite: Cite) -> Markup:
        """A numbered mark that leads to the work in the page's list of sources."""
        number = self.cited.setdefault(cite.key, len(self.cited) + 1)
        where = f", {cite.locator}" if cite.locator else ""
        return Markup('<sup class="cite"><a href="#source-{}" title="Source {}{}">{}{}</a></sup>').format(
            cite.key, number, where, number, where)

    def cite_key(self, key: str) -> Markup:
        """A mark for a key that stands in a field of its own."""
        return self.cite(Cite(key))

    def ref(self, ref: Ref, words: str | None = None) -> Markup:
        """A link to an entry by its title; an entry that is not written yet is plain text."""
        entry = None if ref.planned else self.atlas.get(ref.id)
        if entry is None:
            return Markup('<span class="planned" title="No page yet">{}</span>').format(words or self._planned_name(ref))
        target = href(self.page, page_of(entry.kind, entry.id) + anchor_of(entry.kind, entry.id, ref.part))
        return Markup('<a href="{}">{}</a>').format(target, words or self.name(ref))

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
        return Markup(' <span class="grade grade-{}" title="How sure this is: {}">{}</span>').format(
            word.replace(" ", "-"), word, word)

    def word(self, word: Word) -> Markup:
        """A word of a vocabulary, with its definition on hover."""
        definition = self.atlas.vocabularies.get(word.vocabulary, {}).get(word.word, "")
        return Markup('<span class="word" title="{}">{}</span>').format(definition, word.word.replace("-", " "))

    def absent(self, absent: Absent) -> Markup:
        """Why there is no value."""
        return Markup('<span class="absent">None: {}</span>').format(Prose(absent.none).plain)


def term_patterns(atlas: Atlas) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """The glossary as patterns with id and definition, longest words first so that they win."""
    found = []
    for term in atlas.of_kind("term"):
        for name in (term.title, *(alias.text for alias in term.aliases)) if term.tooltip else ():
            found.append((name, term.id, term.definition.plain))
    return tuple((re.compile(rf"\b{re.escape(name)}s?\b", re.IGNORECASE), id, definition)
                 for name, id, definition in sorted(found, key=lambda row: -len(row[0])))
