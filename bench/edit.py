"""From an edited entry to the refreshed page, under the command that a maintainer uses: `python bench/edit.py
[rounds]`.

`palpate serve` runs on the real content without its body, and on 1,000 entries. Two edits are timed from
the moment the file is saved until the server answers with the change: a word of an entry's text, on its
own page; and a title, on a page that links to it. The parts are timed too, in this process: what is
generated again, and what MkDocs builds again. The aim is 0.7 s. The program polls, as a browser would not:
its figures hold the time that watching takes.
"""

from __future__ import annotations

import logging
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build import python
from mkdocs.commands.build import build
from mkdocs.config import load_config
from synthetic import ROOT, excuse_all, real_repository, synthetic_repository

from palpate.build import Generated, generate
from palpate.findings import as_text, errors

ROUNDS, ENTRIES, AIM_S, PATIENCE_S = 3, 1000, 0.7, 300.0
ENTRY, PAGE, LINKING = (
    "content/anatomy/joints/scapulothoracic-joint.yml",
    "joints/scapulothoracic-joint/",
    "muscles/trapezius/",
)
ADDRESS = "127.0.0.1:8765"


def main(arguments: list[str]) -> None:
    """Measures the real content and the synthetic one."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as made:
        for name, root in (("real content", real_repository(Path(made) / "real")),
                           (f"{ENTRIES} entries", synthetic_repository(Path(made) / "many", ENTRIES))):
            excuse_all(root)
            measure_parts(name, root, rounds)
            measure_served(name, root, rounds)


def measure_parts(name: str, root: Path, rounds: int) -> None:
    """Times the two halves of a refresh in this process."""
    last = generate(root)
    if errors(last.findings):
        sys.exit(as_text(errors(last.findings)))
    python(root, "-m", "mkdocs", "build", "--quiet")
    for kind, change in (("text", new_text), ("title", new_title)):
        rows = []
        for round in range(rounds):
            change(root / ENTRY, f"{round}{kind}")
            last, row = refreshed(root, last)
            rows.append(row)
        clock, own, built, pages = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"{name}, {kind}: generated in {clock:.2f} s ({own:.2f} s of the processor), "
              f"MkDocs {built:.2f} s of the processor, {pages:.0f} pages changed", flush=True)


def refreshed(root: Path, last: Generated) -> tuple[Generated, tuple[float, float, float, int]]:
    """One refresh; seconds of the generator, of its processor time and of MkDocs', and how many pages
    changed."""
    clock, own = time.perf_counter(), time.process_time()
    made = generate(root, before=last)
    row = (time.perf_counter() - clock, time.process_time() - own)
    own = time.process_time()
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")), dirty=True)
    return made, (*row, time.process_time() - own, sum(path.endswith(".md") for path in made.written.changed))


def measure_served(name: str, root: Path, rounds: int) -> None:
    """Times from the saved file to the answer of the server."""
    with serving(root):
        for kind, change, page in (
            ("text, own page", new_text, PAGE),
            ("title, linking page", new_title, LINKING),
        ):
            times = [
                answered(root, change, page, f"{round}{kind[:5].strip(', ')}") for round in range(rounds)
            ]
            median = statistics.median(times)
            print(
                f"{name}, {kind}: {median:.2f} s from saving to the answer "
                f"= {median / AIM_S:.1f} x {AIM_S} s",
                flush=True,
            )


def answered(root: Path, change, page: str, mark: str) -> float:
    """Seconds from a change until the page shows it."""
    word = change(root / ENTRY, mark)
    clock = time.perf_counter()
    wait_for(page, word)
    return time.perf_counter() - clock


def wait_for(page: str, word: str) -> None:
    """Waits until the server shows a word on a page."""
    end = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < end:
        try:
            if word in urllib.request.urlopen(f"http://{ADDRESS}/{page}").read().decode():
                return
        except OSError:
            pass
        time.sleep(0.01)
    raise SystemExit(f"'{word}' did not appear on {page} within {PATIENCE_S:.0f} s")


@contextmanager
def serving(root: Path) -> Iterator[None]:
    """The server of a repository, once it has shown a first change."""
    settings = {
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": str(Path(sys.executable).parent),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "palpate", "--root", str(root), "serve", "--address", ADDRESS]
    server = subprocess.Popen(
        command, cwd=root, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(PAGE, "</html>")
        wait_for(PAGE, new_text(root / ENTRY, "ready"))
        yield
    finally:
        server.terminate()
        server.wait()


def new_title(path: Path, mark: str) -> str:
    """Ends the entry's title with a mark; returns what pages will show."""
    return changed(path, r"^(title: )(.*?)( x\w+)?$", rf"\1\2 x{mark}", f"x{mark}")


def new_text(path: Path, mark: str) -> str:
    """Writes another summary; returns what the entry's page will show."""
    return changed(path, r"^summary: .*\n(?:  .*\n)*", f"summary: A text x{mark} of one line.\n", f"x{mark}")


def changed(path: Path, pattern: str, text: str, word: str) -> str:
    """Writes a file with one place changed; returns the word that is new in it."""
    path.write_text(re.sub(pattern, text, path.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")
    return word


if __name__ == "__main__":
    main(sys.argv[1:])
