"""Which muscles work with a muscle and against it, joint by joint and motion by motion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Muscle, Ref
from ..model.acts import OPPOSED
from .site import Site

OPPOSITE = OPPOSED | {other: one for one, other in OPPOSED.items()}


def movers(muscle: Muscle) -> dict[tuple[str, str], Ref]:
    """Joint and motion of every action to the muscle, or to the part of it, that does it; stabilising ones
    not."""
    found: dict[tuple[str, str], Ref] = {}
    for part, actions in (
        *((name, part.actions) for name, part in muscle.parts.items()),
        (None, muscle.actions),
    ):
        for action in actions:
            if action.role != "stabilise":
                found[action.joint.id, action.motion.word] = Ref(("muscle",), muscle.id, part)
    return found


def works(entry: Muscle, site: Site) -> Iterator[dict[str, Any]]:
    """Each motion of a muscle with the muscles that do it too and those that do the opposite."""
    others = [movers(other) for other in site.atlas.of_kind("muscle") if other.id != entry.id]
    for (joint, motion), own in sorted(movers(entry).items(), key=lambda row: row[0]):
        with_it = [moves[joint, motion] for moves in others if (joint, motion) in moves]
        against = [
            moves[joint, opposite]
            for moves in others
            if (opposite := OPPOSITE.get(motion)) and (joint, opposite) in moves
        ]
        where = site.atlas.get(joint)
        part = f" ({entry.parts[own.part].title.lower()})" if own.part else ""
        if with_it or against:
            yield {
                "motion": f"{(where.title if where else joint)}: {motion.replace('-', ' ')}{part}",
                "with": with_it,
                "against": against,
            }
