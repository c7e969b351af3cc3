"""What a reader does with a scene and sees of it, for the tests of the viewer."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page

LIVE = "window.contexts.filter((each) => !each.isContextLost()).length"
CALM_MS = 250
"""No draw call for so long: the picture stands."""

NEXT_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""What was asked to be drawn is drawn by then, on a busy machine too."""

PATIENCE_S = 15

BARE = """(scene, bare) => {
  window.bare ??= new CSSStyleSheet();
  const over = ".stage :not(.area, canvas), .caption";
  window.bare.replaceSync(bare ? `${over} { visibility: hidden !important }` : "");
  const root = scene.shadowRoot;
  if (!root.adoptedStyleSheets.includes(window.bare)) root.adoptedStyleSheets.push(window.bare);
}"""
"""Takes away what lies over the picture, and brings it back."""


def start(page: Page, number: int = 0) -> Locator:
    """Taps the button of a scene and waits for its picture; the scene."""
    scene = page.locator("anatomy-scene").nth(number)
    scene.get_by_role("button", name="View in 3D").click()
    return started(scene)


def started(scene: Locator) -> Locator:
    """Waits for the picture of a scene and until it stands still."""
    until(scene.page, lambda: scene.get_attribute("data-state") == "started")
    stand_still(scene.page)
    return scene


def until(page: Page, come: Callable[[], object]) -> None:
    """Waits until something is so. (Playwright's own way needs `eval`, which the page's policy forbids.)"""
    end = time.monotonic() + PATIENCE_S
    while not come():
        assert time.monotonic() < end, "waited in vain"
        page.wait_for_timeout(50)


def stand_still(page: Page) -> None:
    """Waits until nothing is drawn any more."""
    before = -1
    while before != (now := drawings(page)):
        before = now
        page.evaluate(NEXT_FRAMES)
        page.wait_for_timeout(CALM_MS)


def drawings(page: Page) -> int:
    """Draw calls of the page so far."""
    return page.evaluate("window.drawings")


def live_contexts(page: Page) -> int:
    """Graphics contexts that the page holds now."""
    return page.evaluate(LIVE)


def contexts(page: Page) -> int:
    """Graphics contexts that the page has ever had."""
    return page.evaluate("window.contexts.length")


def picture(scene: Locator) -> np.ndarray:
    """What stands on the canvas (H, W, 3), without what lies over it."""
    stand_still(scene.page)
    scene.evaluate(BARE, True)
    seen = pixels(scene.locator("canvas").screenshot())
    scene.evaluate(BARE, False)
    return seen


def pixels(png: bytes) -> np.ndarray:
    """The pixels (H, W, 3) of a screenshot, 0..255."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean difference of two pictures of one size, 0..255."""
    return float(np.abs(a - b).mean())


def chosen(scene: Locator) -> str:
    """The name of the chosen structure, as it is shown."""
    return scene.locator(".chosen-name").inner_text()


def tap(scene: Locator, right: float, down: float) -> None:
    """A click at a place of the picture, in shares of its width and height."""
    box = scene.locator(".area").bounding_box()
    scene.page.mouse.click(box["x"] + right * box["width"], box["y"] + down * box["height"])


def press(scene: Locator, name: str) -> None:
    """Presses one of the viewer's buttons and waits for what it does to the picture."""
    scene.get_by_role("button", name=name, exact=True).click()
    stand_still(scene.page)


def is_blue(colours: np.ndarray) -> np.ndarray:
    """Which pixels have the colour of what the page is about (colours.ROLES, highlight)."""
    red, green, blue = np.moveaxis(colours, -1, 0)
    return (blue > red + 50) & (blue > green)


def is_bone(colours: np.ndarray) -> np.ndarray:
    """Which pixels have the warm colour of bone (colours.NATURAL)."""
    red, green, blue = np.moveaxis(colours, -1, 0)
    return (red > blue + 20) & (green > blue + 8) & (red < green + 40)


def pressed(scene: Locator, name: str) -> bool:
    """Whether a toggle of the viewer is pressed."""
    button = scene.get_by_role("button", name=name, exact=True)
    return button.get_attribute("aria-pressed") == "true"
