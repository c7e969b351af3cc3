"""The figures of the body that its report and its page show: sums by group, measures, budgets.

Made from the body index and what was measured, so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from palpate.body.measures import Measures
    from palpate.body.placing import Placing
    from palpate.body.survey import Survey

Index = Mapping[str, Mapping[str, Any]]

SKELETON = ("bone", "cartilage")
SKELETON_KB, WHOLE_KB, SCENE_KB, TRIANGLE_BYTES = 300, 1500, 150, 3.5
"""The most that files may hold, from the design's budgets."""

BEARING_MM = 2.0
"""Farther from its bone than this a landmark is on it no longer."""


@dataclass(frozen=True)
class Total:
    """The structures of one group together; `closed` counts those without a hole, if that was measured."""

    name: str
    structures: int
    closed: int | None
    triangles: int
    bytes: int

    @property
    def share_closed(self) -> str:
        """Which part of them is watertight, in words."""
        return "not measured" if self.closed is None else f"{self.closed / self.structures:.0%}"


@dataclass(frozen=True)
class Spread:
    """A measure over many parts: its middle and its worst, and whose that is."""

    name: str
    unit: str
    middle: float
    worst: float
    of: str


@dataclass(frozen=True)
class Budget:
    """Something that is to stay small: what it comes to, the most that it may, and in what unit."""

    name: str
    found: float
    most: float
    unit: str
    note: str = ""

    @property
    def kept(self) -> bool:
        """Whether it is no more than it may be."""
        return self.found <= self.most


def totals(index: Index, by: str, closed: Collection[str] | None) -> list[Total]:
    """The sums of each group of structures that share a word (`system`, `region`, `kind`), by name."""
    words = sorted({line[by] for line in index.values()})
    groups = {word: [id for id, line in index.items() if line[by] == word] for word in words}
    return [_total(word or f"no {by}", ids, index, closed) for word, ids in groups.items()]


def whole(index: Index, closed: Collection[str] | None) -> Total:
    """The sums of the body."""
    return _total("whole body", list(index), index, closed)


def _total(name: str, ids: Sequence[str], index: Index, closed: Collection[str] | None) -> Total:
    return Total(
        name,
        len(ids),
        None if closed is None else sum(id in closed for id in ids),
        sum(index[id]["triangles"] for id in ids),
        sum(index[id]["bytes"] for id in ids),
    )


MUSCLES: Mapping[str, tuple[str, Callable[[Measures], float]]] = {
    "depth in bone": ("mm", lambda one: one.in_bone_mm),
    "volume off its target": ("%", lambda one: abs(one.volume_cm3 / one.target_cm3 - 1) * 100),
    "attachment point off the muscle": ("mm", lambda one: one.ends_mm),
    "shared with neighbours": ("cm³", lambda one: one.in_neighbours_cm3),
    "share of the muscle that neighbours share": (
        "%",
        lambda one: 100 * one.in_neighbours_cm3 / max(one.volume_cm3, 1e-9),
    ),
}
"""What is measured on each part of each muscle."""

LANDMARKS: Mapping[str, tuple[str, Callable[[Placing], float]]] = {
    "landmark off its bone": ("mm", lambda one: one.off_mm),
    "landmark moved onto its bone": ("mm", lambda one: one.moved_mm),
}


def spreads(survey: Survey) -> Iterator[Spread]:
    """The middle and the worst of everything that was measured on muscles and landmarks."""
    for name, (unit, value) in MUSCLES.items():
        yield from _spread(name, unit, {one.node: value(one) for one in survey.muscles})
    for name, (unit, value) in LANDMARKS.items():
        yield from _spread(name, unit, {one.id: value(one) for one in survey.landmarks})


def _spread(name: str, unit: str, values: Mapping[str, float]) -> Iterator[Spread]:
    if values:
        worst = max(values, key=lambda id: values[id])
        yield Spread(name, unit, median(values.values()), values[worst], worst)


def astray(survey: Survey) -> int:
    """How many landmarks do not lie on their bone."""
    return sum(one.off_mm > BEARING_MM for one in survey.landmarks)


def budgets(index: Index, packs: Mapping[str, Mapping[str, Any]]) -> Iterator[Budget]:
    """What the files of the body hold against what they may."""
    bones = sum(line["bytes"] for line in index.values() if line["kind"] in SKELETON)
    sums = whole(index, None)
    yield Budget("whole skeleton, file by file", bones / 1000, SKELETON_KB, "KB")
    yield Budget("whole body, file by file", sums.bytes / 1000, WHOLE_KB, "KB")
    if packs:
        packed = sum(pack["bytes"] for pack in packs.values())
        name = "whole body as the explorer loads it"
        yield Budget(name, packed / 1000, WHOLE_KB, "KB", f"{len(packs)} files")
    yield Budget("a triangle", sums.bytes / max(sums.triangles, 1), TRIANGLE_BYTES, "bytes")


def scene_budgets(scenes: Mapping[str, float]) -> Iterator[Budget]:
    """What pages load for their first scene (bytes by title of the page): the middle one and the largest."""
    if scenes:
        largest = max(scenes, key=lambda title: scenes[title])
        over = sum(size > SCENE_KB * 1000 for size in scenes.values())
        yield Budget("a page's scene, median", median(scenes.values()) / 1000, SCENE_KB, "KB")
        yield Budget(
            "a page's scene, largest", scenes[largest] / 1000, SCENE_KB, "KB",
            f"{largest}; {over} of {len(scenes)} scenes hold more than they may",
        )  # fmt: skip
