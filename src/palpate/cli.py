"""The maintainer's command: check, fix, new, build, serve, draw, schema."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from .body.progress import terminal
from .body.stopped import BakeError
from .check import check
from .findings import FORMATS, errors
from .fixes import fix
from .forms import forms
from .model import KINDS
from .model.values import SLUG
from .new import new_entry
from .outputs import write
from .schemas import schemas

EXIT_CODES = (
    """exit codes: 0 no errors (warnings are shown), 1 errors were found, 2 the command was called wrongly"""
)

BEHIND = 10
"""How much drawing steps back behind whoever works on the same machine (0 to 19)."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except BakeError as stopped:
        return _stopped(stopped, options.root)


def _stopped(stopped: BakeError, root: Path) -> int:
    from .bodies import bake_finding

    print(
        f"The body cannot be made.\n{FORMATS['text']([bake_finding(stopped, check(root).atlas)])}",
        file=sys.stderr,
    )
    print("What was built before is left as it was.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("palpate", description=__doc__, epilog=EXIT_CODES)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the repository (default: here)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser(
        "check", help="examine content/ and print every finding", epilog=EXIT_CODES
    )
    checking.add_argument("paths", nargs="*", help="show only the findings of these files or folders")
    checking.add_argument("--format", choices=FORMATS, default="text")
    checking.add_argument("--no-warnings", action="store_true", help="show errors only")
    checking.set_defaults(run=_check)
    fixing = commands.add_parser("fix", help="mend what a machine can mend, keeping comments")
    fixing.set_defaults(run=_fix)
    making = commands.add_parser("new", help="begin an entry with every field that it needs")
    making.add_argument("kind", choices=KINDS)
    making.add_argument("id", help="the file name without .yml: lower-case words and hyphens")
    making.add_argument("--title")
    making.set_defaults(run=_new)
    building = commands.add_parser(
        "build", help="check, generate build/docs and build site/", epilog=EXIT_CODES
    )
    building.add_argument("--generate-only", action="store_true", help="stop before the site builder")
    building.add_argument("--posters", type=int, help="render at most so many pictures")
    building.set_defaults(run=_build)
    serving = commands.add_parser("serve", help="show the site and refresh it on every change")
    serving.add_argument("--address", default="127.0.0.1:8000")
    serving.set_defaults(run=_serve)
    drawing = commands.add_parser(
        "draw", help="make the body and its pictures, into .cache", epilog=EXIT_CODES
    )
    drawing.add_argument("--posters", type=int, help="render at most so many pictures")
    drawing.add_argument("--behind", action="store_true", help="step back behind other work on this machine")
    drawing.set_defaults(run=_draw)
    sheets = commands.add_parser(
        "contact-sheet", help="pictures of all structures on sheets, in build/contact-sheets"
    )
    sheets.set_defaults(run=_contact_sheet)
    measuring = commands.add_parser("body-report", help="measure the body; build/body-report.md")
    measuring.add_argument("--cold", action="store_true", help="bake it once more from nothing, to time that")
    measuring.set_defaults(run=_body_report)
    commands.add_parser("schema", help="write schema/ and the issue forms from the model").set_defaults(
        run=_schema
    )
    return parser


def _check(options: argparse.Namespace) -> int:
    findings = check(options.root).findings
    shown = [
        f
        for f in findings
        if _asked(f.place.path, options) and (f.severity == "error" or not options.no_warnings)
    ]
    if shown or options.format == "json":
        print(FORMATS[options.format](shown))
    print(_count(shown), file=sys.stderr)
    return 1 if errors(shown) else 0


def _asked(path: str, options: argparse.Namespace) -> bool:
    asked = [str(Path(p)).rstrip("/") for p in options.paths]
    return not asked or any(path == p or path.startswith(p + "/") for p in asked)


def _count(findings: list) -> str:
    wrong = len(errors(findings))
    warned = len(findings) - wrong
    return f"{wrong} error{'s' * (wrong != 1)}, {warned} warning{'s' * (warned != 1)}"


def _fix(options: argparse.Namespace) -> int:
    mended = fix(options.root)
    print("\n".join(mended) or "nothing to mend", file=sys.stderr)
    return 0


def _new(options: argparse.Namespace) -> int:
    if not re.fullmatch(SLUG, options.id):
        print(f"'{options.id}' is no id: use lower-case letters, digits and single hyphens", file=sys.stderr)
        return 2
    folder, text = new_entry(options.kind, options.title or options.id.replace("-", " ").capitalize())
    path = options.root / "content" / folder / f"{options.id}.yml"
    if path.exists():
        print(f"{path} exists already", file=sys.stderr)
        return 2
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    print(path.relative_to(options.root))
    return 0


def _build(options: argparse.Namespace) -> int:
    from .build import build_site, generate
    from .picturing import drawn_whole

    generated = generate(options.root, drawn_whole(options.root, terminal(), options.posters))
    wrong = errors(generated.findings)
    if wrong:
        print(FORMATS["text"](wrong))
        print(f"{_count(wrong)}; what was built before is left as it was", file=sys.stderr)
        return 1
    print(
        f"{len(generated.written.changed)} files changed, {generated.written.same} the same", file=sys.stderr
    )
    return 0 if options.generate_only else build_site(options.root)


def _serve(options: argparse.Namespace) -> int:
    from .serving import serve

    return serve(options.root, options.address)


def _draw(options: argparse.Namespace) -> int:
    from .picturing import NO_PICTURES, drawn_whole

    checked = check(options.root)
    if wrong := errors(checked.findings):
        print(FORMATS["text"](wrong), file=sys.stderr)
        print(_count(list(checked.findings)), file=sys.stderr)
        return 1
    if options.behind:
        os.nice(BEHIND)
    drawn_whole(options.root, terminal(), options.posters)(checked.atlas, NO_PICTURES, frozenset())
    return 0


def _schema(options: argparse.Namespace) -> int:
    made = schemas(check(options.root).atlas.vocabularies)
    written = write(
        {path.removeprefix("schema/"): content for path, content in made.items()}, options.root / "schema"
    )
    for path, content in forms().items():
        (options.root / path).parent.mkdir(parents=True, exist_ok=True)
        (options.root / path).write_bytes(content)
    print(f"{len(written.changed)} schemas changed", file=sys.stderr)
    return 0


def _contact_sheet(options: argparse.Namespace) -> int:
    from .bodies import baked_body
    from .body.contact import contact_sheets

    for path in contact_sheets(
        baked_body(options.root, terminal()), options.root / "build" / "contact-sheets", terminal()
    ):
        print(path)
    return 0


def _body_report(options: argparse.Namespace) -> int:
    from .bodies import measured_body
    from .body.report import body_report, write_report

    body = measured_body(options.root, terminal(), options.cold)
    text = body_report(body.baked, body.survey, body.times)
    write_report(text, options.root / "build" / "body-report.md")
    print(text)
    return 0
