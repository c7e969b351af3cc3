"""How far a long step has come: a bar on a terminal, now and then a plain line elsewhere."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TextIO, TypeVar

Item = TypeVar("Item")

BAR = 30
"""Width of the bar in characters."""

PLAIN_EVERY_S = 10.0
"""Where there is no terminal a line appears this often, and at the start and end of each step."""


class Progress(Protocol):
    """Told after each piece of a step: the step's name, pieces done, pieces in all."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def terminal(out: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic) -> Progress:
    """Progress for a person: a bar that redraws itself on a terminal, plain lines in a log."""
    return _bar(out) if out.isatty() else _lines(out, clock)


def watched(items: Iterable[Item], step: str, total: int, progress: Progress) -> Iterator[Item]:
    """The items, with progress told as each one comes."""
    if total:
        progress(step, 0, total)
    for done, item in enumerate(items, 1):
        progress(step, done, total)
        yield item


def _bar(out: TextIO) -> Progress:
    def show(step: str, done: int, total: int) -> None:
        filled = BAR * done // max(total, 1)
        end = "\n" if done >= total else ""
        out.write(f"\r{step:<20} {'█' * filled}{'·' * (BAR - filled)} {done}/{total}{end}")
        out.flush()

    return show


def _lines(out: TextIO, clock: Callable[[], float]) -> Progress:
    last = clock()

    def show(step: str, done: int, total: int) -> None:
        nonlocal last
        if done in (0, total) or clock() - last >= PLAIN_EVERY_S:
            last = clock()
            out.write(f"{step}: {done} of {total}\n")
            out.flush()

    return show
