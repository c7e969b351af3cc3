"""Generating and building a site of 1,000 and of 3,000 entries, beside MkDocs alone on the same text in
Markdown.

    python bench/build.py [rounds [entries ...]]

One round measures each size once: `generate` without pictures in a process of its own, `mkdocs build` on
what it made, and `mkdocs build` on as many pages that hold the same text as plain Markdown, with the same
settings. Rounds follow each other, so that a busy machine is as busy for one as for the other. Printed are
medians of seconds on the clock and of processor time, and their ratios, which are what counts. Aims: 1.0 x
MkDocs alone; growth linear; the generator 2 s for 1,000 entries at first, 0.2 s when nothing changed.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from peer import peer_repository
from synthetic import ROOT, synthetic_repository

ROUNDS, SIZES = 3, (1000, 3000)
GENERATE_AIM_S, UNCHANGED_AIM_S, RATIO_AIM = 2.0, 0.2, 1.0
GENERATOR = """
import json, sys, time
from pathlib import Path
from palpate.build import generate
def timed(before):
    clock, own = time.perf_counter(), time.process_time()
    made = generate(Path(sys.argv[1]), before=before)
    return made, [time.perf_counter() - clock, time.process_time() - own]
first, cold = timed(None)
again, unchanged = timed(first)
print(json.dumps({"cold": cold, "unchanged": unchanged}))
"""


class Spent(NamedTuple):
    """Seconds on the clock and of the processor."""

    clock_s: float
    processor_s: float


def main(arguments: list[str]) -> None:
    """Measures all sizes in turn, round by round."""
    numbers = [int(one) for one in arguments]
    rounds, sizes = (numbers[0] if numbers else ROUNDS), (numbers[1:] or SIZES)
    with tempfile.TemporaryDirectory() as made:
        roots = {size: synthetic_repository(Path(made) / f"ours-{size}", size) for size in sizes}
        spent: dict[tuple[str, int], list[Spent]] = defaultdict(list)
        for _ in range(rounds):
            for size, root in roots.items():
                one_round(root, Path(made) / f"peer-{size}", size, spent)
        report(spent, sizes)


def one_round(root: Path, peer: Path, size: int, spent: dict[tuple[str, int], list[Spent]]) -> None:
    """Each of the parts once, one after the other."""
    subprocess.run(["rm", "-rf", str(root / "build/docs"), str(root / "site")], check=True)
    whole, printed = of_child(lambda: python(root, "-c", GENERATOR, str(root)))
    times = json.loads(printed)
    spent["generator, first time", size].append(Spent(*times["cold"]))
    spent["generator, nothing changed", size].append(Spent(*times["unchanged"]))
    started = [whole[i] - times["cold"][i] - times["unchanged"][i] for i in range(2)]
    spent["start of the program", size].append(Spent(*started))
    if not peer.exists():
        print_sizes(size, peer_repository(root, peer))
    spent["mkdocs, our pages", size].append(of_child(lambda: mkdocs(root))[0])
    spent["mkdocs alone, Markdown", size].append(of_child(lambda: mkdocs(peer))[0])


def print_sizes(size: int, sizes: tuple[int, int, int]) -> None:
    """How many pages are compared, and their mean length in both forms."""
    pages, ours, theirs = sizes
    print(
        f"{size} entries: {pages} pages, ours {ours / pages:,.0f} bytes a page, "
        f"as plain Markdown {theirs / pages:,.0f}",
        flush=True,
    )


def of_child(work: Callable[[], str]) -> tuple[Spent, str]:
    """What a process of its own takes, and what it prints."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    printed = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.perf_counter() - clock, own), printed


def python(folder: Path, *arguments: str) -> str:
    """Runs Python in a folder; returns what it prints."""
    settings = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=settings, check=True, capture_output=True, text=True
    ).stdout


def mkdocs(folder: Path) -> str:
    """Builds a folder's site once."""
    return python(folder, "-m", "mkdocs", "build", "--quiet")


def report(spent: dict[tuple[str, int], list[Spent]], sizes: tuple[int, ...] | list[int]) -> None:
    """Prints medians, ratios and growth."""
    middle = {
        key: Spent(*(statistics.median(one) for one in zip(*rows, strict=True)))
        for key, rows in spent.items()
    }
    for (name, size), one in sorted(middle.items(), key=lambda row: row[0][1]):
        print(
            f"{size:>6} {name:28}{one.clock_s:8.2f} s on the clock{one.processor_s:8.2f} s of the processor"
        )
    for size in sizes:
        ours = [
            middle["generator, first time", size][i]
            + middle["start of the program", size][i]
            + middle["mkdocs, our pages", size][i]
            for i in range(2)
        ]
        alone = middle["mkdocs alone, Markdown", size]
        print(
            f"{size:>6} generate + build / MkDocs alone: {ours[0] / alone[0]:.2f} x clock, "
            f"{ours[1] / alone[1]:.2f} x processor (aim {RATIO_AIM})"
        )
        cold = middle["generator, first time", size].processor_s / size * 1000
        unchanged = middle["generator, nothing changed", size].processor_s / size * 1000
        print(
            f"{size:>6} generator for 1,000 entries: {cold:.2f} s (aim {GENERATE_AIM_S}), "
            f"nothing changed {unchanged:.2f} s (aim {UNCHANGED_AIM_S}), processor"
        )
    if len(sizes) > 1:
        growth(middle, sizes[0], sizes[-1])


def growth(middle: dict[tuple[str, int], Spent], few: int, many: int) -> None:
    """Prints by how much each part grows against the number of entries."""
    for name in sorted({name for name, _ in middle}):
        factor = middle[name, many].processor_s / middle[name, few].processor_s
        print(f"growth {name:28}{factor:6.2f} x for {many / few:.2f} x the entries")


if __name__ == "__main__":
    main(sys.argv[1:])
