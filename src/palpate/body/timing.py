"""How long a bake from nothing takes, stage by stage, and when that was last measured."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from palpate.body.bake import bake
from palpate.body.cache import write_whole
from palpate.body.made import Records
from palpate.body.progress import Progress

LAST = "cold-bake.json"
"""File in the cache with the times of the last bake from nothing."""

BETWEEN = "tendons and other work between the stages"


@dataclass(frozen=True)
class Times:
    """A bake from nothing: the day, the cores of the machine, seconds by stage in order."""

    day: str
    cores: int
    structures: int
    stages_s: dict[str, float]

    @property
    def whole_s(self) -> float:
        """Seconds from start to end."""
        return sum(self.stages_s.values())


@dataclass
class Stopwatch:
    """Progress that is passed on, with the seconds that each step takes."""

    told: Progress
    clock: Callable[[], float] = time.perf_counter
    stages_s: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.last = self.clock()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Seconds since the last call belong to the step, but for those before its start."""
        self._add(step if done else BETWEEN)
        self.told(step, done, total)

    def stop(self) -> dict[str, float]:
        """Seconds by step, what came after the last step among those between."""
        self._add(BETWEEN)
        return {step: round(seconds, 1) for step, seconds in self.stages_s.items()}

    def _add(self, step: str) -> None:
        now = self.clock()
        self.stages_s[step] = self.stages_s.get(step, 0.0) + now - self.last
        self.last = now


def timed_cold(records: Records, landmarks: Records, cache_dir: Path, progress: Progress) -> Times:
    """Bakes the body once more into an empty folder, which takes minutes, and files how long it took."""
    with tempfile.TemporaryDirectory() as empty:
        watch = Stopwatch(progress)
        baked = bake(records, landmarks, Path(empty), watch)
        found = Times(date.today().isoformat(), os.cpu_count() or 1, len(baked.index), watch.stop())
    write_whole(cache_dir / LAST, json.dumps(asdict(found)).encode())
    return found


def last_timed(cache_dir: Path) -> Times | None:
    """The times of the last bake from nothing, of whatever state of the body that was."""
    path = cache_dir / LAST
    return Times(**json.loads(path.read_bytes())) if path.exists() else None
