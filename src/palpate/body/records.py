"""Reads the records of structures and landmarks: the one place in the body that touches YAML files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Record = Mapping[str, Any]

TRUTH = "tag:yaml.org,2002:bool"


class Loader(yaml.CSafeLoader):
    """Reads only true and false as truths, as YAML 1.2 does: `on` is the key of a place."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != TRUTH]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver(TRUTH, re.compile(r"true|false"), list("tf"))


def read_records(folder: Path) -> dict[str, Record]:
    """All structure records under a folder such as content/body, by structure id, in file order."""
    records: dict[str, Record] = {}
    for path in sorted(folder.rglob("*.yml")):
        records.update(_load(path))
    return records


def read_landmarks(folder: Path) -> dict[str, Record]:
    """The landmark entries of content/anatomy/landmarks by id, which is the file's name."""
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yml"))}


def _load(path: Path) -> Record:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader) or {}
