"""The site on this machine, refreshed when an entry changes. What takes long goes on behind the first page."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .body.progress import terminal
from .body.stopped import BakeError
from .build import DOCS, Generated, generate
from .findings import as_text, errors

ADDRESS = "127.0.0.1:8000"
SETTLE_S = 0.05
"""Editors write a file in several steps; changes this close together are one."""


def serve(root: Path, address: str = ADDRESS) -> int:
    """Generate what is there, show it, bake the body behind it, and refresh on every change; returns an exit code."""
    if not (root / DOCS / "index.md").exists():
        _say(generate(root, drawn=False))
    builder = _mkdocs(root, address)
    changes: queue.Queue[str] = queue.Queue()
    changes.put("the start")
    observer = _watch(root, changes)
    threading.Thread(target=_refresh, args=(root, changes), daemon=True).start()
    try:
        return builder.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        observer.stop()
        builder.terminate()


def _mkdocs(root: Path, address: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", address]
    return subprocess.Popen(command, cwd=root, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})


class _Changes(FileSystemEventHandler):
    """Puts the path of every changed source file into a queue."""

    def __init__(self, changes: queue.Queue[str]) -> None:
        self.changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "moved", "deleted") and not event.is_directory:
            self.changes.put(str(event.src_path))


def _watch(root: Path, changes: queue.Queue[str]) -> Observer:
    observer = Observer()
    for folder in ("content", "docs"):
        observer.schedule(_Changes(changes), str(root / folder), recursive=True)
    observer.start()
    return observer


def _refresh(root: Path, changes: queue.Queue[str]) -> None:
    """Generate again after every change; runs until the program ends."""
    last: Generated | None = None
    while True:
        changes.get()
        _drain(changes)
        try:
            last = generate(root, terminal(), before=last)
            _say(last)
        except BakeError as stopped:
            print(stopped.told(), file=sys.stderr)


def _drain(changes: queue.Queue[str]) -> None:
    try:
        while True:
            changes.get(timeout=SETTLE_S)
    except queue.Empty:
        return


def _say(generated: Generated) -> None:
    wrong = errors(generated.findings)
    if wrong:
        print(as_text(wrong), file=sys.stderr)
        print("The site stays as it was until this is mended.", file=sys.stderr)
    elif generated.written:
        print(f"{len(generated.written.changed)} files changed, {len(generated.written.removed)} removed.", file=sys.stderr)
