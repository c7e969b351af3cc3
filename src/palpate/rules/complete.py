"""What an entry cannot land without, where the model alone cannot say it."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from ..linking import Atlas
from ..model import Muscle
from ..model.acts import OPPOSED

PER_PART = ("origin", "insertion", "nerve", "actions", "palpation")
CORE_TARGETS = 3


def complete(atlas: Atlas) -> Iterator[Finding]:
    """A muscle has origin, insertion, nerve, actions and palpation, in itself or in each of its parts. A core
    technique has at least three applications, each with an act of its own: strokes, a force or a joint
    path."""
    for filed in atlas.entries.values():
        if filed.entry.kind == "muscle":
            yield from (Finding(filed.place(), "complete", f"a muscle without '{name}'",
                                f"Write '{name}' for the muscle or for every part")
                        for name in PER_PART if not _has(filed.entry, name))
        if filed.entry.kind == "technique":
            yield from _technique(filed)


def _has(muscle: Muscle, name: str) -> bool:
    parts = muscle.parts.values()
    return bool(getattr(muscle, name)) or (bool(parts) and all(getattr(part, name) for part in parts))


def _technique(filed) -> Iterator[Finding]:
    technique = filed.entry
    if technique.core and len(technique.applications) < CORE_TARGETS:
        yield Finding(
            filed.place(("applications",)),
            "complete",
            f"{len(technique.applications)} applications",
            f"Give a core technique its usual targets, at least {CORE_TARGETS}",
        )
    for index, application in enumerate(technique.applications):
        if not (application.strokes or application.force or application.joint_path or application.steps):
            yield Finding(
                filed.place(("applications", index)),
                "complete",
                f"the application '{application.id}' without an act",
                "Add strokes, force, joint_path or steps",
            )


def actions(atlas: Atlas) -> Iterator[Finding]:
    """A muscle does not do one motion and its opposite at the same joint under the same conditions."""
    for filed in atlas.entries.values():
        if filed.entry.kind != "muscle":
            continue
        for path, group in _action_groups(filed.entry):
            plain = {(str(a.joint), str(a.motion), a.to_) for a in group if not a.while_}
            for joint, motion, side in sorted(plain):
                if (joint, OPPOSED.get(motion), side) in plain:
                    yield Finding(
                        filed.place(path),
                        "actions",
                        f"both {motion} and {OPPOSED[motion]} at '{joint}'",
                        "Say with `while` in which position each holds, or give them to different parts",
                    )


def _action_groups(muscle: Muscle) -> Iterator[tuple[tuple, tuple]]:
    yield ("actions",), muscle.actions
    for name, part in muscle.parts.items():
        yield ("parts", name, "actions"), part.actions
