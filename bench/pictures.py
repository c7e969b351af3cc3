"""Times and weighs the posters of real entries: `python bench/pictures.py [one in how many entries]`.

Processor time is given, which other work on the machine stretches. Aims: 0.4 s a poster, 40 KB at the median.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from palpate.bodies import baked_body  # noqa: E402
from palpate.body.bake import Baked  # noqa: E402
from palpate.body.poster import poster  # noqa: E402
from palpate.body.progress import terminal  # noqa: E402
from palpate.check import check  # noqa: E402
from palpate.scenes import scenes_of  # noqa: E402

SECONDS_AIM, KB_AIM = 0.4, 40
EVERY, WORST = 8, 5

Scene = Mapping[str, Any]


def main(arguments: list[str]) -> None:
    """Draws the first scene of every so many entries, in the order of their ids."""
    body = baked_body(ROOT, terminal())
    scenes = list(scenes_to_draw(body, int(arguments[0]) if arguments else EVERY))
    draw(scenes[0], body)
    rows = [(*draw(scene, body), scene["id"]) for scene in scenes]
    report("seconds of the processor", [(seconds, id) for seconds, _, id in rows], SECONDS_AIM)
    report("KB", [(size, id) for _, size, id in rows], KB_AIM)


def scenes_to_draw(body: Baked, every: int) -> Iterator[Scene]:
    """The first scene of every so many of the entries that have one."""
    atlas = check(ROOT).atlas
    made = (scenes_of(atlas.entries[id].entry, atlas, body.index) for id in sorted(atlas.entries))
    pictured = [scenes[0] | {"landmarks": []} for scenes in made if scenes]
    yield from pictured[::every]


def draw(scene: Scene, body: Baked) -> tuple[float, float]:
    """Seconds of the processor that a poster takes, its meshes read too, and its size in KB."""
    start = time.process_time()
    content = poster(scene, body.meshes({one["id"].split(".")[0] for one in scene["structures"]}))
    return time.process_time() - start, len(content) / 1000


def report(name: str, rows: list[tuple[float, str]], aim: float) -> None:
    """Prints middle and ends of a measure beside its aim."""
    values = [value for value, _ in rows]
    worst = ", ".join(f"{id} {value:.2f}" for value, id in sorted(rows, reverse=True)[:WORST])
    print(f"{name}: median {statistics.median(values):.2f}, mean {statistics.mean(values):.2f} (aim {aim});")
    print(f"  {sum(value > aim for value in values)} of {len(values)} over the aim; worst {worst}")


if __name__ == "__main__":
    main(sys.argv[1:])
