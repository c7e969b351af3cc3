"""Tiny worlds: a few literal files that make a content folder, and the smallest whole entry of some kinds."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

REGION = {"content/regions/neck.yml": """\
    # yaml-language-server: $schema=../../schema/region.json
    title: Neck
    status: draft
    summary: Between head and chest.
    order: 1
    patient_word: neck
"""}
REFERENCES = {"content/references.yml": """\
    drake2019: {type: book, title: "A book of anatomy", year: 2019, publisher: Press, status: verified}
"""}
VOCABULARY = {
    "content/vocabulary/layers.yml": "deep: Under muscle.\n",
    "content/vocabulary/motions.yml": "flexion: Bending.\n",
    "content/vocabulary/postures.yml": "supine: On the back.\n",
}
BONE = {"content/anatomy/bones/scapula.yml": """\
    # yaml-language-server: $schema=../../../schema/bone.json
    title: Scapula
    aliases: [shoulder blade]
    status: draft
    summary: The flat bone on the back of the ribs.
    region: [neck]
    sources: [drake2019]
"""}
FACTOR = {"content/factors/fever.yml": """\
    # yaml-language-server: $schema=../../schema/factor.json
    title: Fever
    status: draft
    summary: A raised body temperature.
    definition: More than 38 degrees.
    ask: Do you feel hot or ill?
    act: Send the patient to a doctor.
"""}
WORLD = REGION | REFERENCES | VOCABULARY | BONE | FACTOR


def make_world(root: Path, *files: dict[str, str]) -> Path:
    """Write the files below `root`, later ones over earlier ones; text may be indented as in a test."""
    for path, text in {k: v for one in files for k, v in one.items()}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(dedent(text), "utf-8")
    return root


def changed(files: dict[str, str], old: str, new: str) -> dict[str, str]:
    """The files with one text put in place of another, which must be there."""
    assert any(old in text for text in files.values()), f"{old!r} is nowhere in {list(files)}"
    return {path: text.replace(old, new) for path, text in files.items()}
