"""Repositories of any size for the measurements: real entries varied, with links among each other.

The first entries are the real ones. Each further round is a variant of them: ids, titles and other names
carry the round's number, links lead within the round where the variant is there, and `see_also` leads to
the round before. Regions, practices and glossary words are there once, as they would be.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import yaml  # noqa: E402

from palpate.check import check  # noqa: E402
from palpate.findings import errors  # noqa: E402
from palpate.linking import Atlas  # noqa: E402
from palpate.model.values import INLINE_LINK  # noqa: E402
from palpate.parsing import Filed  # noqa: E402
from palpate.reading import nearest  # noqa: E402
from palpate.schemas import schema_line  # noqa: E402

ONCE = ("region", "practice", "term")
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def real_repository(root: Path) -> Path:
    """A copy of the repository's content, documents and settings, without the records of the body."""
    for folder in ("content", "docs", "schema"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("body"))
    if (ROOT / "build/viewer").is_dir():
        shutil.copytree(ROOT / "build/viewer", root / "build/viewer")
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def synthetic_repository(root: Path, count: int) -> Path:
    """A repository of `count` entries; the lists and vocabularies are the real ones."""
    atlas = check(real_repository(root)).atlas
    for path, text in variants(atlas, count):
        (root / path).write_text(text, "utf-8")
    excuse_all(root)
    return root


def excuse_all(root: Path) -> None:
    """Excuse what is wrong: a round cut short leaves differentials one-sided, and content at work may have
    errors."""
    (root / "content/excuses.yml").unlink(missing_ok=True)
    wrong = {(one.rule, one.place.path) for one in errors(check(root).findings)}
    rows = [{"rule": rule, "file": path, "reason": "a measurement"} for rule, path in sorted(wrong)]
    (root / "content/excuses.yml").write_text(yaml.safe_dump({"excuses": rows}), "utf-8")


def variants(atlas: Atlas, count: int) -> Iterator[tuple[str, str]]:
    """The files that bring an atlas to `count` entries: (path, text)."""
    mix = [filed for filed in atlas.entries.values() if filed.entry.kind not in ONCE]
    missing, round = count - len(atlas.entries), 2
    while missing > 0:
        taken = evenly(mix, min(missing, len(mix)))
        here = {filed.entry.id: f"{filed.entry.id}-v{round}" for filed in taken}
        for filed in taken:
            path = Path(filed.document.path).with_name(f"{here[filed.entry.id]}.yml")
            yield str(path), varied(filed, atlas, here, round)
        missing, round = missing - len(taken), round + 1


def evenly(items: list[Filed], count: int) -> list[Filed]:
    """`count` of the items, spread over all of them so that the mix of kinds stays."""
    return [items[index * len(items) // count] for index in range(count)]


def varied(filed: Filed, atlas: Atlas, here: dict[str, str], round: int) -> str:
    """The text of an entry's variant."""
    value = copied(filed.document.value)
    for link in atlas.links_from(filed.entry.id):
        relink(value, nearest(filed.document.value, link.path), here)
    value["title"] = f"{value['title'][:82]} {round}"
    value["aliases"] = [f"{alias.text} {round}" for alias in filed.entry.aliases]
    value["see_also"] = [*value.get("see_also", ()), filed.entry.id + (f"-v{round - 1}" if round > 2 else "")]
    head = schema_line(filed.document.folder, filed.entry.kind)
    return f"{head}\n{yaml.dump(value, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=150)}"


def copied(value: Any) -> Any:
    """A copy that may be changed."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def relink(value: Any, path: tuple[str | int, ...], here: dict[str, str]) -> None:
    """Turn the link or the prose at `path` to the variants of what it names."""
    for step in path[:-1]:
        value = value[step]
    text = value[path[-1]]
    if isinstance(text, str):
        whole = re.sub(r"^([a-z0-9-]+)(?=$|\.[a-z0-9-]+$)", lambda match: here.get(match[1], match[1]), text)
        value[path[-1]] = INLINE_LINK.sub(lambda match: inline(match, here), whole)


def inline(match: re.Match[str], here: dict[str, str]) -> str:
    """A link inside prose, to the variant of what it names."""
    id, dot, part = match[1].partition(".")
    words = f"|{match[2]}" if match[2] else ""
    return f"[[{here.get(id, id)}{dot}{part}{words}]]"
