"""Builds the site a second time, with Zensical, from the same mkdocs.yml and the same build/docs.

Zensical wants the folder of pages inside the folder of its settings, so the settings with the other
output folder lie beside mkdocs.yml while it runs.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = "build/site-zensical"


def main() -> int:
    """Build into build/site-zensical; Zensical's exit code, or 1 where there is nothing to build."""
    if not (ROOT / "build" / "docs").is_dir():
        print("There are no generated pages in build/docs yet: run `make site` first.", file=sys.stderr)
        return 1
    settings = ROOT / ".zensical.yml"
    settings.write_text(redirected((ROOT / "mkdocs.yml").read_text(encoding="utf-8")), encoding="utf-8")
    shutil.rmtree(ROOT / SITE, ignore_errors=True)  # pages of an earlier build would be counted again
    program = Path(sys.executable).with_name("zensical")
    try:
        return subprocess.run([program, "build", "--clean", "-f", settings], cwd=ROOT).returncode
    finally:
        settings.unlink()


def redirected(settings: str) -> str:
    """The same settings with the other output folder, as text: they carry tags of MkDocs' own."""
    without = re.sub(r"^site_dir:.*\n?", "", settings, flags=re.MULTILINE)
    return f"{without.rstrip()}\nsite_dir: {SITE}\n"


if __name__ == "__main__":
    sys.exit(main())
