"""What the whole body costs: bytes of its packs, draw calls, triangles and script time of a picture.

    python bench/explorer.py [site folder]

Measures the explorer's page of a built site in a real browser at 1280 x 800. Draw calls and triangles are
counted at the browser's own functions; script time is the time that one picture's JavaScript takes (the
median while the body is turned): what the processor pays on any machine. The time of the software renderer
is not counted but in finding what lies under the pointer. Budgets: 1.5 MB, 150 draw calls, 1.5 million
triangles (surfaces and outlines of both sides), 4 ms of script a picture, 15 ms to name what is touched.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]

from playwright.sync_api import Page, sync_playwright  # noqa: E402
from viewer import served  # noqa: E402

from browser.conftest import SOFTWARE_GRAPHICS, launched  # noqa: E402

BYTES = 1_500_000
BUDGETS = {"calls": 150, "triangles": 1_500_000, "ms": 4.0}
PICK_MS = 15.0
FRAMES, PLACES = 40, 20

COUNT = """(() => {
  const { drawElements } = WebGL2RenderingContext.prototype;
  window.calls = window.triangles = 0;
  WebGL2RenderingContext.prototype.drawElements = function (mode, count, ...rest) {
    window.calls += 1;
    window.triangles += count / 3;
    return drawElements.call(this, mode, count, ...rest);
  };
  const { requestAnimationFrame } = window;
  window.spent = [];
  window.requestAnimationFrame = (draw) => requestAnimationFrame((now) => {
    const began = performance.now();
    draw(now);
    window.spent.push(performance.now() - began);
  });
})()"""
"""Counts draw calls and triangles, and times what a page does in each frame."""

TURN = """async (frames) => {
  const area = document.querySelector("anatomy-scene").shadowRoot.querySelector(".area");
  const { left, top, width, height } = area.getBoundingClientRect();
  const at = (type, x, more) => area.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: left + x,
    clientY: top + height / 2, bubbles: true, ...more }));
  area.setPointerCapture = () => {};
  const pictures = [];
  at("pointerdown", width / 3, { button: 0 });
  for (let frame = 0; frame < frames; frame++) {
    window.calls = window.triangles = 0;
    window.spent = [];
    at("pointermove", width / 3 + 12 * frame);
    await new Promise((done) => setTimeout(done, 400));
    const { calls, triangles, spent } = window;
    if (calls) pictures.push({ calls, triangles, ms: Math.max(...spent) });
  }
  at("pointerup", width / 3);
  return pictures;
}"""

TOUCH = """(places) => {
  const area = document.querySelector("anatomy-scene").shadowRoot.querySelector(".area");
  const { left, top, width, height } = area.getBoundingClientRect();
  return Array.from({ length: places }, (_, at) => {
    const place = { clientX: left + width * (0.4 + 0.01 * at), clientY: top + height * (0.2 + 0.03 * at) };
    const began = performance.now();
    area.dispatchEvent(new PointerEvent("pointermove", { pointerId: 1, pointerType: "mouse", ...place }));
    return performance.now() - began;
  });
}"""
"""Milliseconds until the name under the pointer is known, the renderer's time included."""

STATES = {
    "whole body": "",
    "bones": "&peel=7",
    "one region": "&regions=shoulder",
    "chosen among ghosts": "&select=piriformis&isolate=piriformis&among=bones",
    "cut open": "&cut=front,50",
}


def report(name: str, value: float, budget: float, unit: str) -> None:
    """One figure against its budget."""
    print(f"{name:36}{value:12,.1f} {unit:10} = {value / budget:.2f} x {budget:,}")


def turned(page: Page, address: str) -> list[dict]:
    """The pictures that a turn of the body takes."""
    page.goto("about:blank")
    page.goto(address)
    page.locator("anatomy-scene[data-state=started]").wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)
    return page.evaluate(TURN, FRAMES)[3:]


def main(arguments: list[str]) -> None:
    """Measures a built site, by default site/."""
    site = Path(arguments[0]) if arguments else ROOT / "site"
    scene = json.loads((site / "assets/scenes/explore.json").read_text())
    for over in (False, True):
        packs = [one for one in scene["packs"] if bool(one.get("over")) == over]
        name = "packs over all" if over else "packs of regions"
        report(name, sum(one["bytes"] for one in packs), BYTES, "bytes")
    server = served(site)
    with sync_playwright() as playwright:
        browser = launched(playwright, *SOFTWARE_GRAPHICS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(COUNT)
        for name, words in STATES.items():
            address = f"http://127.0.0.1:{server.server_port}/explore/index.html#scene=explore{words}"
            pictures = turned(page, address)
            for what, budget in BUDGETS.items():
                report(f"{name}, a picture", statistics.median(one[what] for one in pictures), budget, what)
            report(f"{name}, a name", statistics.median(page.evaluate(TOUCH, PLACES)), PICK_MS, "ms")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
