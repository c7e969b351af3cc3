"""Modules import only leftwards along the line: read, parse, link, examine, render, write."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "palpate"
LINE = [
    "findings",
    "yaml12",
    "model",
    "reading",
    "parsing",
    "linking",
    "schemas",
    "rules",
    "check",
    "affected",
    "fixes",
    "new",
    "forms",
    "body",
    "bodies",
    "scenes",
    "pages",
    "exports",
    "outputs",
    "picturing",
    "build",
    "serving",
    "cli",
    "__main__",
]
"""scenes and pages know where pages lie (pages.address), so that module counts as left of both."""


def imported(path: Path) -> set[str]:
    """The top-level parts of palpate that a module imports, with `pages.address` told apart."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("palpate")):
            names |= {name for name in resolved(path, node) if name}
    return names


def resolved(path: Path, node: ast.ImportFrom) -> list[str]:
    package = path.relative_to(SOURCE).parts[:-1]
    if node.level:
        package = package[: len(package) - node.level + 1]
        full = [*package, *(node.module or "").split(".")] if node.module else list(package)
    else:
        full = node.module.split(".")[1:]
    if full[:2] == ["pages", "address"]:
        return []
    return [full[0]] if full and full[0] else [alias.name for alias in node.names]


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_a_module_imports_only_what_stands_left_of_it(path):
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    right = [name for name in imported(path) if name in LINE and LINE.index(name) > LINE.index(own)]
    assert right == []


def test_only_reading_and_writing_touch_files():
    """`body` has its cache, `fixes` and `cli` write entries, `build` and `serving` run the site builder."""
    touching = {"open(", "read_text", "write_text", "read_bytes", "write_bytes"}
    free = {"reading.py", "outputs.py", "fixes.py", "cli.py", "build.py", "serving.py"}
    for path in SOURCE.rglob("*.py"):
        if path.name not in free and "body" not in path.parts:
            assert not [word for word in touching if word in path.read_text("utf-8")], path
