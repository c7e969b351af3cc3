"""Builds the pages of another revision, to compare with: build_before.py REVISION, into build/before.

Its own code makes them, from a copy beside this one that shares what is installed and what was made before:
only structures and pictures in which the revisions differ are made. Pinned packages are this revision's.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "before"
SHARED = (".cache", "viewer/node_modules", "build/viewer")
"""Folders that git does not keep and a build needs or spares work with."""


def main(arguments: list[str]) -> int:
    """Put the revision into build/before and build it there; 2 if there is no such revision."""
    parser = argparse.ArgumentParser(description="Build the pages of another revision into build/before.")
    parser.add_argument("revision", help="a branch, a tag or a commit, such as main or HEAD~1")
    revision = commit_of(parser.parse_args(arguments).revision)
    if revision is None:
        print("There is no such revision here. Fetch it, or name another: before=HEAD~1", file=sys.stderr)
        return 2
    print(f"Building {revision[:12]} to compare with; the first time may take minutes.", file=sys.stderr)
    take_out(revision, PLACE)
    return build(PLACE)


def commit_of(revision: str) -> str | None:
    """The commit that a revision's name stands for, or nothing if git knows no such name."""
    asked = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    return found.stdout.strip() or None


def take_out(commit: str, place: Path) -> None:
    """A fresh copy of a revision's files, with links to the shared folders of this clone."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with subprocess.Popen(["git", "archive", commit], cwd=ROOT, stdout=subprocess.PIPE) as files:
        subprocess.run(["tar", "-x", "-C", place], stdin=files.stdout, check=True)
    for name in SHARED:
        (ROOT / name).mkdir(parents=True, exist_ok=True)
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).symlink_to(ROOT / name)


def build(place: Path) -> int:
    """The pages of the copy by its own code; the exit code of that."""
    command = [sys.executable, "-m", "palpate", "build", "--generate-only"]
    return subprocess.run(command, cwd=place, env=os.environ | {"PYTHONPATH": str(place / "src")}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
