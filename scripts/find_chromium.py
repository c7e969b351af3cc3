"""Prints the path of a Chromium that runs, for the browser tests; installs one where there is none.

Standard output is the path and nothing else, so that the Makefile can hand it on; what happens is
told on standard error.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SECONDS_TO_START = 60  # a cold start from a slow disk; a browser that needs longer hangs

MISSING = """\
The browser tests need Chromium or Chrome, and none could be found or installed. Either
    install one                sudo apt-get install chromium, or from your system's shop
    or name the one you have   PALPATE_CHROMIUM=/path/to/chromium make test
    or leave these tests out   .venv/bin/python -m pytest -m "not browser\""""


def main() -> int:
    """Print the first Chromium that runs; 1 with a message where there is none."""
    for candidate in candidates():
        if runs(candidate):
            print(candidate)
            return 0
        print(f"{candidate} does not run; looking further", file=sys.stderr)
    print(MISSING, file=sys.stderr)
    return 1


def candidates() -> Iterator[str]:
    """Paths to try, the cheapest first: named, on the machine, Playwright's, installed just now."""
    if named := os.environ.get("PALPATE_CHROMIUM"):
        yield named
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield from filter(os.path.isfile, APPLICATIONS)
    yield from playwright_chromium()
    if install([sys.executable, "-m", "playwright", "install", "chromium"]):
        yield from playwright_chromium()
    yield from packaged_chromium()


def playwright_chromium() -> Iterator[str]:
    """The Chromium that Playwright downloaded for itself, if it did."""
    from playwright.sync_api import sync_playwright  # slow to import, and most machines have a browser

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if Path(path).is_file():
        yield path


def packaged_chromium() -> Iterator[str]:
    """Debian's chromium, installed where we may: as root with apt."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    if install(["apt-get", "update", "-q"]) and install(["apt-get", "install", "-qy", "chromium"]):
        yield from filter(None, [shutil.which("chromium")])


def install(command: list[str]) -> bool:
    """Run an installer with its output on standard error; whether it succeeded."""
    print(f"==> Chromium is missing: {' '.join(command[-3:])}", file=sys.stderr, flush=True)
    settings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, stdout=sys.stderr, env=settings).returncode == 0


def runs(path: str) -> bool:
    """Whether a browser starts at all: a wrapper for a missing package is an executable file too."""
    try:
        started = subprocess.run([path, "--version"], capture_output=True, timeout=SECONDS_TO_START)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return started.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
