"""The maintainer's command: check, fix, new, build, serve, schema."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .check import check
from .findings import FORMATS, errors

EXIT_CODES = """exit codes: 0 no errors (warnings are shown), 1 errors were found, 2 the command was called wrongly"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("palpate", description=__doc__, epilog=EXIT_CODES)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the repository (default: here)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="examine content/ and print every finding", epilog=EXIT_CODES)
    checking.add_argument("paths", nargs="*", help="show only the findings of these files or folders")
    checking.add_argument("--format", choices=FORMATS, default="text")
    checking.add_argument("--no-warnings", action="store_true", help="show errors only")
    checking.set_defaults(run=_check)
    return parser


def _check(options: argparse.Namespace) -> int:
    findings = check(options.root).findings
    shown = [f for f in findings if _asked(f.place.path, options) and (f.severity == "error" or not options.no_warnings)]
    if shown or options.format == "json":
        print(FORMATS[options.format](shown))
    print(_count(shown), file=sys.stderr)
    return 1 if errors(shown) else 0


def _asked(path: str, options: argparse.Namespace) -> bool:
    asked = [str(Path(p)).rstrip("/") for p in options.paths]
    return not asked or any(path == p or path.startswith(p + "/") for p in asked)


def _count(findings: list) -> str:
    wrong = len(errors(findings))
    return f"{wrong} error{'s' * (wrong != 1)}, {len(findings) - wrong} warning{'s' * (len(findings) - wrong != 1)}"
