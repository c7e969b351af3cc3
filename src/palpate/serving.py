"""The site on this machine, refreshed when an entry changes. What takes long is made behind it, by a process
of its own."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .build import DOCS, Generated, generate
from .findings import as_text, errors
from .picturing import Draw, drawn_before

ADDRESS = "127.0.0.1:8000"
SETTLE_S = 0.05
"""Editors write a file in several steps; changes this close together are one."""
LOOK_S = 15.0
"""How often the site takes in what was drawn meanwhile: each time the pages in the browser load again."""
PATIENCE_S = 5.0
"""How long a process that is told to end may take."""

Process = subprocess.Popen[bytes]
Changes = queue.Queue[str]


@dataclass(frozen=True)
class Drawing:
    """How pictures come to the site: `there` takes those that are made, `make` begins to make the others."""

    there: Draw
    make: Callable[[], Process]
    look_s: float = LOOK_S


def serve(root: Path, address: str = ADDRESS) -> int:
    """Show what is there, draw the body behind it, and refresh on every change until it is stopped; returns
    an exit code."""
    changes: Changes = queue.Queue()
    observer = _watch(root, changes)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    builder = _mkdocs(root, address, changes) if _generated(root) else None
    try:
        with closing(refreshed(root, changes, Drawing(drawn_before(root), lambda: _draw(root)))) as refreshes:
            for _ in refreshes:
                builder = builder or (_mkdocs(root, address, changes) if _generated(root) else None)
                if builder and builder.poll() is not None:
                    return builder.returncode
    except KeyboardInterrupt:
        return 0
    finally:
        observer.stop()
        _end(builder)


def refreshed(root: Path, changes: Changes, drawing: Drawing) -> Iterator[Generated]:
    """Generates now and after every change, for ever; what `drawing` makes is taken in as it comes."""
    last: Generated | None = None
    asked = drawer = None
    try:
        while True:
            last = _say(generate(root, drawing.there, before=last), last)
            yield last
            if not drawer and last.written and last.made.waiting and last.checked is not asked:
                drawer, asked = drawing.make(), last.checked
                print(
                    "The body and its pictures are being made; pages show them as they are ready.",
                    file=sys.stderr,
                )
            _wait(changes, drawing.look_s if drawer else None)
            drawer = _still_drawing(drawer)
    finally:
        _end(drawer)


def _wait(changes: Changes, most_s: float | None) -> None:
    """Until something changed and nothing more does; no longer than `most_s`."""
    with suppress(queue.Empty):
        changes.get(timeout=most_s)
        while True:
            changes.get(timeout=SETTLE_S)


def _still_drawing(drawer: Process | None) -> Process | None:
    """The process if it is at work; why it failed is said by itself."""
    if drawer is None or drawer.poll() is None:
        return drawer
    if drawer.returncode:
        print(
            f"Drawing stopped (exit code {drawer.returncode}). The site is served without the new pictures; "
            "they are tried again after the next change.",
            file=sys.stderr,
        )
    return None


def _say(generated: Generated, last: Generated | None) -> Generated:
    wrong = errors(generated.findings)
    if wrong and not (last and generated.checked is last.checked):
        print(as_text(wrong), file=sys.stderr)
        print("The site stays as it was until this is mended.", file=sys.stderr)
    elif last and errors(last.findings) and not wrong:
        print("Mended: no errors.", file=sys.stderr)
    if generated.written and (generated.written.changed or generated.written.removed):
        print(
            f"{len(generated.written.changed)} files changed, {len(generated.written.removed)} removed.",
            file=sys.stderr,
        )
    return generated


# --- the processes ------------------------------------------------------------------------------------------


def _generated(root: Path) -> bool:
    return (root / DOCS / "index.md").exists()


def _mkdocs(root: Path, address: str, changes: Changes) -> Process:
    """The site builder's server; when it ends, that is a change."""
    builder = _begin(root, "mkdocs", "serve", "--dirty", "--dev-addr", address)
    threading.Thread(
        target=lambda: changes.put(f"the site builder ended ({builder.wait()})"), daemon=True
    ).start()
    return builder


def _draw(root: Path) -> Process:
    return _begin(root, "palpate", "draw", "--behind")


def _begin(root: Path, *command: str) -> Process:
    """A module of ours in a group of processes of its own: who began it ends it with all that it began."""
    settings = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=root,
        env=settings,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(process: Process | None) -> None:
    """End a process and all that it began."""
    if process is None:
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# --- the changes --------------------------------------------------------------------------------------------


class _Watcher(FileSystemEventHandler):
    """Puts the path of every changed source file into a queue."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "moved", "deleted") and not event.is_directory:
            self.changes.put(str(event.src_path))


def _watch(root: Path, changes: Changes) -> Observer:
    observer = Observer()
    for folder in ("content", "docs"):
        observer.schedule(_Watcher(changes), str(root / folder), recursive=True)
    observer.start()
    return observer
