"""Times the bake, cold and warm, and weighs what it makes: `python bench/bake.py [folder for the cache]`.

The aims are those of the design: at most 3.5 bytes a triangle, 300 KB for the skeleton and 1.5 MB for the
whole body, 180 s for a cold bake on two cores without pictures, 1 s for a warm one.
"""

import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from palpate.body.bake import Baked, bake  # noqa: E402
from palpate.body.camera import views_for  # noqa: E402
from palpate.body.gallery import posters  # noqa: E402
from palpate.body.progress import terminal  # noqa: E402
from palpate.body.records import read_landmarks, read_records  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory() as own:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(own)
        cold, baked = timed(lambda: once(folder))
        warm, _ = timed(lambda: once(folder))
        scenes = [portrait(id, line) for id, line in baked.index.items()]
        drawing, pictures = timed(lambda: posters(scenes, baked, folder, terminal()))
        print(f"bake, first time        {cold:8.1f} s   (aim 180 with an empty cache)")
        print(f"bake, second time       {warm:8.2f} s   (aim 1)")
        print(
            f"posters                 {drawing:8.1f} s   {drawing / len(scenes):.2f} s a picture, two cores"
        )
        weigh(baked)
        sizes = sorted(path.stat().st_size / 1000 for path in pictures.values())
        print(f"a poster                {sizes[len(sizes) // 2]:8.1f} KB median, {sizes[-1]:.1f} KB largest")


def once(folder: Path) -> Baked:
    records = read_records(ROOT / "content/body")
    landmarks = read_landmarks(ROOT / "content/anatomy/landmarks")
    return bake(records, landmarks, folder, terminal())


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def portrait(id: str, line: dict[str, Any]) -> dict[str, Any]:
    """A scene that shows one structure alone."""
    structures = [{"id": id, "side": line["side"], "kind": line["kind"], "role": "highlight"}]
    return {"id": id, "structures": structures, "views": views_for(line["bounds"], ["oblique"])}


def weigh(baked: Baked) -> None:
    for kind in [*sorted({line["kind"] for line in baked.index.values()}), "all"]:
        lines = [line for line in baked.index.values() if kind in (line["kind"], "all")]
        stored = sum(line["bytes"] for line in lines)
        packed = sum(len(gzip.compress(content_of(baked, line), 9)) for line in lines)
        triangles = sum(line["triangles"] for line in lines)
        print(
            f"{kind:<12}{len(lines):>4} files {triangles:>9,} triangles {stored / 1000:8.1f} KB "
            f"{stored / triangles:5.2f} a triangle; gzip {packed / 1000:.1f} KB, {packed / triangles:.2f}"
        )


def content_of(baked: Baked, line: dict[str, Any]) -> bytes:
    return baked.files[f"assets/body/{line['file']}"].read_bytes()


if __name__ == "__main__":
    main()
