"""Carry single facts over from a folder of reference tables: the works, codes and planned ids that content/
uses.

A maintainer runs it after citing a new key or writing a new code:

    python scripts/import_reference.py REFERENCE_FOLDER LISTS_FOLDER

It rewrites content/references.yml, content/codes.yml and content/planned.yml. What is not in the tables is
left out, so that `palpate check` names it. Nothing else in the project reads those folders.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from palpate.check import check  # noqa: E402
from palpate.rules.codes import _written  # noqa: E402
from palpate.rules.sources import citations  # noqa: E402

KEPT = ("type", "title", "year", "container", "volume", "doi", "pmid", "isbn", "url", "covers", "status")
TITLE_SEEN = re.compile(r"title\+|matching title(?!/author)|title, authors")
TABLES = {
    "icd10cm": ("icd10cm.tsv", "code", "title"),
    "icd11": ("icd11.tsv", "code", "title"),
    "fma": ("fma.tsv", "fma_id", "name"),
    "uberon": ("uberon.tsv", "uberon_id", "label"),
    "ta2": ("ta2.tsv", "ta2_id", "english"),
    "mesh": ("mesh.tsv", "mesh_id", "term"),
}
LISTS = {
    "muscle": "muscles.csv",
    "condition": "conditions.csv",
    "technique": "techniques.csv",
    "assessment": "special_tests.csv",
}


def reference(record: dict) -> dict:
    """The sound part of a record: authors and pages were never machine-checked, doubtful titles go."""
    kept = {name: record[name] for name in KEPT if record.get(name)}
    if record["status"] == "partial":
        kept["doubtful"] = record.get("note") or record["verified"].split(";")[-1].strip()
        if record["type"] != "book" and not TITLE_SEEN.search(record["verified"]):
            kept.pop("title")
    return kept


def references(folder: Path, cited: set[str]) -> dict:
    """The cited works that may be published: those of the tables, and those added by hand that the tables
    lack."""
    records = yaml.safe_load((folder / "references.yml").read_text("utf-8"))
    by_hand = yaml.safe_load((ROOT / "content/references.yml").read_text("utf-8"))
    kept = {key: record for key, record in by_hand.items() if key in cited and key not in records}
    return dict(sorted((kept | {key: reference(record) for key, record in records.items()
                                if key in cited and record["status"] in ("verified", "partial")}).items()))


def codes(folder: Path, used: dict[str, set[str]]) -> dict:
    """The codes in use with the titles of the tables."""
    found = {}
    for system, (name, code, title) in TABLES.items():
        rows = {row[code]: row[title] for row in table(folder / "codes" / name)}
        found[system] = {code: rows[code] for code in sorted(used.get(system, ())) if code in rows}
    return found


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated table without its comment lines."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def planned(folder: Path, written: set[str]) -> dict:
    """The ids of the lists that have no entry yet, by kind."""
    return {
        kind: {
            row["id"]: row["name"]
            for row in csv.DictReader((folder / name).open(encoding="utf-8"))
            if row["id"] not in written
        }
        for kind, name in LISTS.items()
    }


def checked_codes(folder: Path, used: set[str]) -> dict[str, str]:
    """ICD-10-CM codes of chapters that the table lacks, as the list of conditions has them checked."""
    rows = csv.DictReader((folder / LISTS["condition"]).open(encoding="utf-8"))
    return {
        code: row["name"] for row in rows for code in row["icd10cm_checked_fy2021"].split(",") if code in used
    }


def write(name: str, head: str, value: dict) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=160)
    (ROOT / "content" / name).write_text(f"# {head}\n{text}", "utf-8")
    print(f"content/{name}: {sum(len(v) if isinstance(v, dict) else 1 for v in value.values())} values")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reference", type=Path)
    parser.add_argument("lists", type=Path)
    options = parser.parse_args()
    entries = check(ROOT).atlas.entries
    cited = {cite.key for filed in entries.values() for _, cite in citations(filed)}
    used: dict[str, set[str]] = {}
    for filed in entries.values():
        for system, _, code in _written(filed.entry):
            used.setdefault(system, set()).add(code)
    write(
        "references.yml",
        "Works that entries cite. status: see docs/sources.md. Made by scripts/import_reference.py.",
        references(options.reference, cited),
    )
    table_of_codes = codes(options.reference, used)
    extra = checked_codes(options.lists, used.get("icd10cm", set()))
    table_of_codes["icd10cm"] = {**extra, **table_of_codes["icd10cm"]}
    write(
        "codes.yml",
        "Codes in use with their titles. Made by scripts/import_reference.py from public tables.",
        table_of_codes,
    )
    write(
        "planned.yml",
        "Ids that may be linked as planned:. Made by scripts/import_reference.py.",
        planned(options.lists, set(entries)),
    )


if __name__ == "__main__":
    main()
