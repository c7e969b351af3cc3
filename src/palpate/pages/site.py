"""What all pages of one build share: the atlas, its scenes, the templates, the glossary."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from markupsafe import Markup, escape

from ..linking import Atlas
from ..model import Absent, Entry
from .address import href, page_of
from .writer import Terms, terms_of

TEMPLATES = Path(__file__).parent.parent / "templates"
REPOSITORY = "https://github.com/palpate/palpate"
LABELS = {
    "technique": "Technique",
    "condition": "Condition",
    "muscle": "Muscle",
    "root": "Spinal root",
    "vertebra": "Vertebra",
    "motion-segment": "Motion segment",
    "disc": "Disc",
    "bone": "Bone",
    "joint": "Joint",
    "nerve": "Nerve",
    "plexus": "Plexus",
    "ligament": "Ligament, fascia or bursa",
    "vessel": "Vessel",
    "organ": "Organ",
    "landmark": "Landmark",
    "zone": "Skin zone",
    "assessment": "Assessment",
    "exercise": "Exercise",
    "outcome": "Outcome measure",
    "factor": "Safety factor",
    "practice": "Practice",
    "region": "Region",
    "term": "Term",
}
PLURALS = {
    "technique": "Techniques",
    "condition": "Conditions",
    "muscle": "Muscles",
    "root": "Spinal roots",
    "vertebra": "Vertebrae",
    "motion-segment": "Motion segments",
    "disc": "Discs",
    "bone": "Bones",
    "joint": "Joints",
    "nerve": "Nerves",
    "plexus": "Plexuses",
    "ligament": "Ligaments, fascia and bursae",
    "vessel": "Vessels",
    "organ": "Organs",
    "landmark": "Landmarks",
    "zone": "Skin zones",
    "assessment": "Assessments",
    "exercise": "Exercises",
    "outcome": "Outcome measures",
    "factor": "Safety factors",
    "practice": "Practices",
    "region": "Regions",
    "term": "Glossary",
}


@dataclass(frozen=True)
class Site:
    """One build: everything that a page may look at."""

    atlas: Atlas
    scenes: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    environment: Environment = field(default_factory=lambda: environment())
    terms: Terms | None = None
    body: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    packs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    chart: Mapping[str, Any] = field(default_factory=dict)
    """The body chart by view, as body.chart makes it."""
    survey: Any = None
    """What was measured on the body (body.survey.Survey), if it was."""
    times: Any = None
    """How long a bake from nothing took (body.timing.Times), if that was measured."""

    def href(self, page: str, entry: Entry, anchor: str = "") -> str:
        """A link from a page to an entry's page."""
        return href(page, page_of(entry.kind, entry.id) + (f"#{anchor}" if anchor else ""))

    def link(self, page: str, entry: Entry) -> dict[str, str]:
        """A link as templates use it."""
        return {"href": self.href(page, entry), "title": entry.title, "kind": entry.kind}

    def render(self, template: str, **context: Any) -> bytes:
        """A template as the bytes of a file, with runs of blank lines closed up."""
        parts = self.environment.get_template("_parts.j2").make_module(context)
        text = self.environment.get_template(template).render(context, parts=parts)
        return (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode()


def site_of(
    atlas: Atlas,
    scenes: Mapping[str, Sequence[Mapping[str, Any]]],
    body: Mapping[str, Mapping[str, Any]],
    templates: Environment,
) -> Site:
    """The shared values for the pages of this atlas; `body` is the body index."""
    return Site(atlas, scenes, templates, terms_of(atlas), body)


def environment() -> Environment:
    """The templates, with HTML escaped everywhere and fields of other kinds empty; each is read once."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=ChainableUndefined, auto_reload=False
    )
    made.tests["absent"] = lambda value: isinstance(value, Absent)
    made.filters["markdown"] = escaped_markdown
    made.filters["tojson"] = front_matter
    return made


def front_matter(text: object) -> Markup:
    """Text for a page's front matter; the theme puts it into HTML as it is, so it is escaped here."""
    return Markup(json.dumps(str(escape(str(text))), ensure_ascii=False))


def escaped_markdown(text: object) -> str:
    """Text for a Markdown heading or picture: its own signs are shown, not obeyed."""
    plain = " ".join(str(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|!])", r"\\\1", plain)


__all__ = ["LABELS", "PLURALS", "REPOSITORY", "Site", "environment", "escaped_markdown", "site_of"]
