"""The body report: what a maintainer reads before and after a change of the body, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from palpate.body.bake import Baked
from palpate.body.figures import Budget, Index, Total, astray, budgets, spreads, totals, whole
from palpate.body.survey import Survey
from palpate.body.timing import Times

GROUPS = ("system", "kind", "region")


def body_report(baked: Baked, survey: Survey, times: Times | None) -> str:
    """Counts, closedness, muscles and landmarks measured, bytes against budgets, time, known faults."""
    parts = [
        *(_totals(baked.index, group, survey) for group in GROUPS),
        _spreads(survey),
        _budgets(budgets(baked.index, baked.packs)),
        _times(times, survey),
        _parts(survey),
        _largest(baked.index),
        _faults(baked.index),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _totals(index: Index, group: str, survey: Survey) -> Iterator[str]:
    yield f"| {group} | structures | watertight | triangles | bytes |\n|---|---|---|---|---|"
    yield from (_sum(one) for one in [*totals(index, group, survey.closed), whole(index, survey.closed)])


def _sum(one: Total) -> str:
    return f"| {one.name} | {one.structures} | {one.closed} | {one.triangles:,} | {one.bytes:,} |"


def _spreads(survey: Survey) -> Iterator[str]:
    yield "| measure | median | worst | whose |\n|---|---|---|---|"
    for one in spreads(survey):
        yield f"| {one.name}, {one.unit} | {one.middle:.1f} | {one.worst:.1f} | {one.of} |"
    yield f"\n{astray(survey)} of {len(survey.landmarks)} landmarks do not lie on their bone."


def _budgets(found: Iterable[Budget]) -> Iterator[str]:
    yield "| budget | found | at most | kept |\n|---|---|---|---|"
    for one in found:
        kept = "yes" if one.kept else "no"
        yield f"| {one.name} | {one.found:,.1f} {one.unit} | {one.most:,} {one.unit} | {kept} |"


def _times(times: Times | None, survey: Survey) -> Iterator[str]:
    yield "| stage of a bake from nothing | seconds |\n|---|---|"
    if times:
        yield from (f"| {stage} | {seconds:.1f} |" for stage, seconds in times.stages_s.items())
        made = f"{times.structures} structures, {times.cores} cores, {times.day}"
        yield f"| all ({made}) | {times.whole_s:.1f} |"
    else:
        yield "| not measured yet; `palpate body-report --cold` does | |"
    yield f"| the same again, from the cache | {survey.warm_s:.2f} |"


def _parts(survey: Survey) -> Iterator[str]:
    yield "| part | closed | pieces | volume | target | ends mm | in bone mm | shared cm3 |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in sorted(survey.muscles, key=lambda m: -m.in_bone_mm):
        yield (
            f"| {one.node} | {'yes' if one.closed else 'no'} | {one.pieces} "
            f"| {one.volume_cm3:.1f} | {one.target_cm3:.1f} "
            f"| {one.ends_mm:.1f} | {one.in_bone_mm:.1f} | {one.in_neighbours_cm3:.1f} |"
        )


def _largest(index: Index) -> Iterator[str]:
    yield "| structure | triangles | bytes | bytes a triangle |\n|---|---|---|---|"
    for id, line in sorted(index.items(), key=lambda item: -item[1]["bytes"]):
        share = line["bytes"] / line["triangles"]
        yield f"| {id} | {line['triangles']:,} | {line['bytes']:,} | {share:.1f} |"


def _faults(index: Index) -> Iterator[str]:
    for line in index.values():
        yield from (f"- {line['name']}: {fault}" for fault in line["faults"])


def write_report(text: str, path: Path) -> None:
    """The report as a file for the maintainer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
