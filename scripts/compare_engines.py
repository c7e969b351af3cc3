"""Compares the pages of two builds with what they were built from: compare_engines.py DOCS SITE OTHER.

Zensical passes over what it does not know, even under --strict, so a page can vanish without a word.
What is compared is therefore the list of pages, not what an engine says of itself.
"""

import argparse
import sys
from pathlib import Path, PurePosixPath

SHOWN_AT_MOST = 20  # missing pages of one folder; the count says how many there are
NOT_WRITTEN = {"404.html"}  # the theme's own page, which nobody wrote


def main(arguments: list[str]) -> int:
    """Print how many pages each folder has and which it lacks; 1 if one lacks any."""
    parser = argparse.ArgumentParser(description="Compare the pages of two builds with their source.")
    parser.add_argument("docs", type=Path, help="the folder of Markdown that both were built from")
    parser.add_argument("sites", type=Path, nargs=2, help="the folders that the engines built")
    asked = parser.parse_args(arguments)
    pages = {asked.docs: expected_pages(asked.docs)} | {site: built_pages(site) for site in asked.sites}
    for folder, found in pages.items():
        print(f"{len(found):6} pages in {folder}")
    return report(lacking(pages))


def expected_pages(docs: Path) -> set[str]:
    """The pages that a folder of Markdown becomes: a.md is served as a/index.html."""
    return {page_of(path.relative_to(docs).as_posix()) for path in docs.rglob("*.md")} | built_pages(docs)


def page_of(source: str) -> str:
    """Where the builders put the page of one Markdown file."""
    path = PurePosixPath(source)
    if path.stem in ("index", "README"):
        return (path.parent / "index.html").as_posix()
    return (path.parent / path.stem / "index.html").as_posix()


def built_pages(site: Path) -> set[str]:
    """The HTML pages below a folder, as paths relative to it."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - NOT_WRITTEN


def lacking(pages: dict[Path, set[str]]) -> dict[Path, list[str]]:
    """For each folder, the pages that another has and it has not; of nothing at all, every folder lacks."""
    everything = set().union(*pages.values()) or {"index.html"}
    return {folder: sorted(everything - found) for folder, found in pages.items()}


def report(missing: dict[Path, list[str]]) -> int:
    """Print what each folder lacks; the exit code."""
    for folder, pages in missing.items():
        print_lacking(folder, pages)
    if any(missing.values()):
        return 1
    print("Both engines built every page.")
    return 0


def print_lacking(folder: Path, pages: list[str]) -> None:
    """Name the pages that a folder lacks, the first ones if they are many."""
    if not pages:
        return
    print(f"{folder} lacks {len(pages)}:")
    for page in pages[:SHOWN_AT_MOST]:
        print(f"    {page}")
    if len(pages) > SHOWN_AT_MOST:
        print(f"    ... and {len(pages) - SHOWN_AT_MOST} more")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
