"""Compares the pages of two builds of one input: compare_engines.py SITE OTHER.

Zensical passes over what it does not know, even under --strict, so a page can vanish without a word.
What is compared is therefore the list of pages, not what an engine says of itself.
"""

import argparse
import sys
from pathlib import Path

SHOWN_AT_MOST = 20  # of each kind of difference; the count says how many there are


def main(arguments: list[str]) -> int:
    """Print both counts and every difference; 1 if there is one, or if a build has no pages."""
    parser = argparse.ArgumentParser(description="Compare the pages of two builds of one input.")
    parser.add_argument("site", type=Path, help="the folder that MkDocs built")
    parser.add_argument("other", type=Path, help="the folder that Zensical built")
    asked = parser.parse_args(arguments)
    pages = {folder: pages_of(folder) for folder in (asked.site, asked.other)}
    for folder, found in pages.items():
        print(f"{len(found):6} pages in {folder}")
    return report(*pages.items())


def pages_of(folder: Path) -> set[str]:
    """The HTML pages below a folder, as paths relative to it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


def report(one: tuple[Path, set[str]], other: tuple[Path, set[str]]) -> int:
    """Print what each build has and the other lacks; the exit code."""
    lacking = [(one[0], other[1] - one[1]), (other[0], one[1] - other[1])]
    for folder, pages in lacking:
        print_lacking(folder, sorted(pages))
    empty = [folder for folder, pages in (one, other) if not pages]
    for folder in empty:
        print(f"{folder} has no pages at all: was it built?")
    same = not empty and not any(pages for _, pages in lacking)
    if same:
        print("Both engines built the same pages.")
    return 0 if same else 1


def print_lacking(folder: Path, pages: list[str]) -> None:
    """Name the pages that a build lacks, the first ones if they are many."""
    if not pages:
        return
    print(f"{folder} lacks {len(pages)}:")
    for page in pages[:SHOWN_AT_MOST]:
        print(f"    {page}")
    if len(pages) > SHOWN_AT_MOST:
        print(f"    ... and {len(pages) - SHOWN_AT_MOST} more")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
