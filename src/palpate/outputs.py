"""Files out: the only module that writes, and only below the folder it owns."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Outputs = Mapping[str, "bytes | Path"]
"""Path below the folder to the bytes that belong there, or to a file that they are taken from."""


@dataclass(frozen=True)
class Written:
    """What a write changed."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0


class Unsafe(Exception):
    """A path that leads out of the folder, or two files where one can lie."""


def write(outputs: Outputs, folder: Path) -> Written:
    """Make `folder` hold exactly `outputs`: touch only what changed, remove what is stale.

    Every file is written beside its place and moved there whole. Raises Unsafe before anything is written.
    """
    _refuse_unsafe(outputs)
    changed = [path for path, content in sorted(outputs.items()) if _put(folder / path, content)]
    stale = sorted(path for path in _existing(folder) if path not in outputs)
    for path in stale:
        (folder / path).unlink()
    _remove_empty(folder)
    return Written(tuple(changed), tuple(stale), len(outputs) - len(changed))


def _refuse_unsafe(outputs: Outputs) -> None:
    for path in outputs:
        parts = path.split("/")
        if path.startswith("/") or "\\" in path or any(part in ("", ".", "..") for part in parts):
            raise Unsafe(f"'{path}' is no path below the output folder")
    folded = {path.lower() for path in outputs}
    if len(folded) != len(outputs):
        raise Unsafe("two outputs differ only in capitals, which some disks cannot hold")


def _put(place: Path, content: bytes | Path) -> bool:
    if isinstance(content, Path):
        return _link(place, content)
    if (
        place.is_file()
        and not place.is_symlink()
        and place.stat().st_size == len(content)
        and place.read_bytes() == content
    ):
        return False
    _move_in(place, content)
    return True


def _link(place: Path, source: Path) -> bool:
    """A file whose name carries its hash is the same if it is there with the same size."""
    if place.is_file() and place.stat().st_size == source.stat().st_size:
        return False
    _move_in(place, source.read_bytes())
    return True


def _move_in(place: Path, content: bytes) -> None:
    beside = place.with_name(f".{place.name}.part")
    try:
        beside.write_bytes(content)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
    os.replace(beside, place)


def _existing(folder: Path) -> list[str]:
    found = ((Path(top).relative_to(folder).as_posix(), names) for top, _, names in os.walk(folder))
    return [name if top == "." else f"{top}/{name}" for top, names in found for name in names]


def _remove_empty(folder: Path) -> None:
    for top, _, names in os.walk(folder, topdown=False):
        if not names and Path(top) != folder and not any(os.scandir(top)):
            os.rmdir(top)
