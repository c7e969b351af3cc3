"""What the viewer costs: bytes of the bundle, and the time from the tap to the first picture.

    python bench/viewer.py [site folder, page ...]

Without a site it measures the tiny world of the browser tests; with one, the first scene of each page
named (`site muscles/trapezius/`). Times are medians over fresh browser profiles, once unhindered and once
on slow 4G (1.6 Mbit/s, 150 ms), against the budgets: 60 KB aimed at, 150 KB at most, 1.5 s on slow 4G.
"""

from __future__ import annotations

import gzip
import io
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from browser import stone_world  # noqa: E402
from browser.conftest import SOFTWARE_GRAPHICS, Quiet, launched, node  # noqa: E402

RUNS = 5
BYTES_AIM, BYTES_MOST = 60_000, 150_000
FIRST_PICTURE_S = 1.5
TEXT = (".html", ".js", ".css", ".json")
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}

FIRST_PICTURE = """() => new Promise((done) => {
  const scene = document.querySelector("anatomy-scene");
  const began = performance.now();
  new MutationObserver(() => {
    if (scene.dataset.state === "started") requestAnimationFrame(() => done(performance.now() - began));
  }).observe(scene, { attributes: true });
  scene.shadowRoot.querySelector("button").click();
})"""


def bundled(out: Path) -> dict[str, int]:
    """Bundles the viewer into a folder; the compressed size of each of its files."""
    subprocess.run([node(), "build.mjs", str(out)], cwd=ROOT / "viewer", check=True, capture_output=True)
    return {path.name: len(gzip.compress(path.read_bytes())) for path in sorted(out.glob("*.[jc]*s"))}


class Packed(Quiet):
    """A server that packs text as public hosts do, and leaves meshes and pictures as they are."""

    def end_headers(self) -> None:
        """Says that the text is packed."""
        if self.path.endswith(TEXT):
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()

    def send_head(self) -> BinaryIO | None:
        """The file, packed where it is text."""
        path = Path(self.translate_path(self.path))
        if not self.path.endswith(TEXT) or not path.is_file():
            return super().send_head()
        packed = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)


def served(folder: Path) -> ThreadingHTTPServer:
    """A server of a folder on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Packed, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def first_picture_s(browser: Browser, address: str, slow: bool) -> float:
    """Seconds from the tap to the first picture, with nothing in the cache."""
    page = browser.new_page()
    page.goto(address, wait_until="networkidle")
    if slow:
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_4G)
    seconds = page.evaluate(FIRST_PICTURE) / 1000
    page.context.close()
    return seconds


def report_bytes(sizes: dict[str, int]) -> None:
    """Prints the bundle's bytes against their budget."""
    for name, size in sizes.items():
        print(f"{name:24}{size:8} bytes gzip")
    total = sum(sizes.values())
    print(f"{'all':24}{total:8} bytes gzip = {total / BYTES_AIM:.2f} x aim, {total / BYTES_MOST:.2f} x most")


def report_times(browser: Browser, origin: str, pages: list[str]) -> None:
    """Prints the time to the first picture of each page's first scene against the budget."""
    for page in pages:
        for name, slow in (("unhindered", False), ("slow 4G", True)):
            times = [first_picture_s(browser, f"{origin}/{page}", slow) for _ in range(RUNS)]
            median = statistics.median(times)
            print(f"{page:32}{name:12}{median:7.2f} s = {median / FIRST_PICTURE_S:.2f} x {FIRST_PICTURE_S} s")


def main(arguments: list[str]) -> None:
    """Measures the tiny world, or pages of a built site."""
    with tempfile.TemporaryDirectory() as made:
        world = Path(made)
        report_bytes(bundled(world / "assets" / "viewer"))
        stone_world.build(world)
        folder, pages = (Path(arguments[0]), arguments[1:]) if arguments else (world, ["index.html"])
        server = served(folder)
        with sync_playwright() as playwright:
            browser = launched(playwright, *SOFTWARE_GRAPHICS)
            report_times(browser, f"http://127.0.0.1:{server.server_port}", pages)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
