"""A real browser on a tiny site: the viewer's bundle, a server on this machine, pages that are watched."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, sync_playwright

from browser import stone_world

ROOT = Path(__file__).parents[2]
SOFTWARE_GRAPHICS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

WATCH = """
(() => {
  const { getContext } = HTMLCanvasElement.prototype;
  window.contexts = [];
  HTMLCanvasElement.prototype.getContext = function (...wanted) {
    const context = getContext.apply(this, wanted);
    if (context && !window.contexts.includes(context)) window.contexts.push(context);
    return context;
  };
  window.drawings = 0;
  const { drawElements } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.drawElements = function (...what) {
    window.drawings += 1;
    return drawElements.apply(this, what);
  };
})();
"""
"""Counts the graphics contexts and draw calls of a page, at the browser's own functions."""


class Quiet(SimpleHTTPRequestHandler):
    """A file server that keeps its log to itself, and bears with a browser that hangs up."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:
        """Sends a file as far as it is wanted."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)


def node() -> str:
    """The machine's node, or the one of the virtual environment."""
    return shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The viewer as it is published."""
    out = tmp_path_factory.mktemp("viewer")
    subprocess.run([node(), "build.mjs", str(out)], cwd=ROOT / "viewer", check=True, capture_output=True)
    return out


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[str]:
    """The address of a server with the stone world and the viewer."""
    site = tmp_path_factory.mktemp("site")
    stone_world.build(site)
    shutil.copytree(bundle, site / "assets" / "viewer")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    with sync_playwright() as driver:
        yield driver


def launched(playwright: Playwright, *flags: str) -> Browser:
    """A Chromium: the one that PALPATE_CHROMIUM names, the machine's, or Playwright's own."""
    path = os.environ.get("PALPATE_CHROMIUM") or shutil.which("chromium")
    return playwright.chromium.launch(executable_path=path, args=[*QUIET, *flags])


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that draws in 3D without a graphics card."""
    browser = launched(playwright, *SOFTWARE_GRAPHICS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def flat_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that offers no WebGL at all."""
    browser = launched(playwright, "--disable-3d-apis")
    yield browser
    browser.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, origin: str) -> Iterator[Opener]:
    """Opens pages of the tiny site; afterwards none of them may have failed or asked another origin."""
    yield from watched_pages(browser, origin)


@pytest.fixture
def open_flat_page(flat_browser: Browser, origin: str) -> Iterator[Opener]:
    """Opens pages in the browser without WebGL."""
    yield from watched_pages(flat_browser, origin)


def watched_pages(browser: Browser, origin: str) -> Iterator[Opener]:
    """An opener of pages that collects what they ask for (`page.requested`) and what goes wrong in them."""
    contexts, wrong = [], []

    def open_page(address: str = "index.html", width: int = 800, height: int = 900, **wishes: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **wishes)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.requested = []
        page.on("request", lambda request: _note(request, origin, page.requested, wrong))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
        page.goto(f"{origin}/{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def _note(request: Request, origin: str, requested: list[str], wrong: list[str]) -> None:
    requested.append(request.url.removeprefix(origin))
    if not request.url.startswith((origin, "data:", "blob:")):
        wrong.append(f"asked another origin: {request.url}")
