"""Links between entries, and words of the closed vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, did_you_mean
from ..linking import Atlas, Link
from ..model import Entry, Word

LISTED = ("technique", "condition", "muscle", "assessment")
CHAINS = ("progression", "regression")


def parts_of(entry: Entry) -> set[str]:
    """What a link may name after the dot: a muscle's parts, a technique's applications."""
    if entry.kind == "technique":
        return {application.id for application in entry.applications}
    return set(getattr(entry, "parts", {}))


def links(atlas: Atlas) -> Iterator[Finding]:
    """A link names an entry that exists, of a kind that fits the field, and a part that the entry has.
    A technique that has applications is linked with one of them (technique.application) where it is used.
    Nothing is said of links to a file that cannot be read: its own finding stands for them."""
    for link in atlas.links:
        if not link.ref.planned and link.ref.id not in atlas.unread:
            yield from _resolve(atlas, link)


def _resolve(atlas: Atlas, link: Link) -> Iterator[Finding]:
    ref, target = link.ref, atlas.get(link.ref.id)
    if target is None:
        known = [id for id, filed in atlas.entries.items() if not ref.kinds or filed.entry.kind in ref.kinds]
        remedy = "Correct the id, write the entry, or write 'planned:' before an id of the lists"
        yield Finding(
            link.place,
            "links",
            f"a link to '{ref.id}', which does not exist",
            remedy,
            did_you_mean(ref.id, known),
        )
    elif ref.kinds and target.kind not in ref.kinds:
        yield Finding(link.place, "links", f"a link to '{ref.id}', which is a {target.kind}",
                      f"Link to a {' or '.join(ref.kinds)} here")
    elif ref.part and ref.part not in parts_of(target):
        yield Finding(
            link.place,
            "links",
            f"a link to '{ref}', but {target.id} has no part '{ref.part}'",
            f"Use one of: {', '.join(sorted(parts_of(target))) or 'no part'}",
            did_you_mean(ref.part, parts_of(target)),
        )
    elif link.role == "treatment.technique" and not ref.part and target.kind == "technique":
        yield Finding(
            link.place,
            "links",
            f"the technique '{ref.id}' without its target",
            f"Name an application: {', '.join(f'{ref.id}.{part}' for part in sorted(parts_of(target)))}",
        )


def planned(atlas: Atlas) -> Iterator[Finding]:
    """`planned:` marks an entry that is on the lists (content/planned.yml) and not written yet. Once it is
    written, the mark goes."""
    for link in atlas.links:
        ref = link.ref
        if ref.planned and atlas.get(ref.id):
            yield Finding(
                link.place, "planned", f"'planned:{ref.id}', which is written now", "Remove 'planned:'"
            )
        elif ref.planned and ref.kinds and set(ref.kinds) <= set(LISTED) and not _on_lists(atlas, ref):
            known = [id for kind in ref.kinds for id in atlas.planned.get(kind, {})]
            yield Finding(link.place, "planned", f"'planned:{ref.id}', which is on no list",
                          "Use an id of content/planned.yml", did_you_mean(ref.id, known))


def _on_lists(atlas: Atlas, ref) -> bool:
    return any(ref.id in atlas.planned.get(kind, {}) for kind in ref.kinds)


def circles(atlas: Atlas) -> Iterator[Finding]:
    """Progressions lead forward: following them never leads back to the start; no entry links to itself."""
    for link in atlas.links:
        if link.ref.id == link.source.entry.id and not link.ref.part and not link.ref.planned:
            yield Finding(link.place, "circles", f"a link of '{link.ref.id}' to itself", "Remove it")
        elif link.role in CHAINS and link.source.entry.id in _reached(atlas, link.ref.id, link.role):
            yield Finding(link.place, "circles", f"a {link.role} that leads back to '{link.source.entry.id}'",
                          f"Break the circle: one of these entries is no {link.role}")


def _reached(atlas: Atlas, start: str, role: str) -> set[str]:
    seen: set[str] = set()
    to_visit = [start]
    while to_visit:
        id = to_visit.pop()
        if id not in seen:
            seen.add(id)
            to_visit += [link.ref.id for link in atlas.links_from(id) if link.role == role]
    return seen


def words(atlas: Atlas) -> Iterator[Finding]:
    """Motions, directions, postures, hand surfaces and the like come from closed lists in
    content/vocabulary/, each word with its definition."""
    for filed in atlas.entries.values():
        for path, value in filed.values_of(Word):
            if value.vocabulary not in atlas.unread and value.word not in (
                known := atlas.vocabularies.get(value.vocabulary, {})
            ):
                yield Finding(filed.place(path), "words", f"the word '{value.word}'",
                              f"Use a word of content/vocabulary/{value.vocabulary}.yml: {', '.join(known)}",
                              did_you_mean(value.word, known))
