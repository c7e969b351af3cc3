"""Pins every package with its hashes: requirements/*.in -> requirements/*.txt.

The lists name no index, so that they serve behind any mirror; the options stand in pyproject.toml.
pip runs isolated from the settings of this machine, so that a private index cannot slip a hash in.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LISTS = ("build", "test", "node", "dev")  # each is bound by the ones before it


def main() -> int:
    """Compile every list, oldest supported Python first in mind: run it with 3.11."""
    if sys.version_info[:2] != (3, 11):
        print("make lock needs Python 3.11, the oldest we support: newer ones drop what it needs.")
        return 2
    for name in LISTS:
        print(f"Pinning requirements/{name}.in ...", flush=True)
        if compile_list(name, sys.argv[1:]):
            return 1
    return 0


def compile_list(name: str, options: list[str]) -> int:
    """Run pip-compile on one list; its exit code."""
    command = [sys.executable, "-m", "piptools", "compile", "--config", "../pyproject.toml", *options]
    command += ["--output-file", f"{name}.txt", f"{name}.in"]
    header = {"CUSTOM_COMPILE_COMMAND": "make lock"}
    return subprocess.run(command, cwd=ROOT / "requirements", env=os.environ | header).returncode


if __name__ == "__main__":
    sys.exit(main())
