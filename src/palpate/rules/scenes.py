"""Scenes: what they name can be drawn."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from ..linking import Atlas
from ..model.acts import Scene

BODIES = ("adult-male",)
RECORD_KINDS = {"vertebra": "bone"}
"""The kind of a structure's record where it is not that of its entry."""
LISTS = ("show", "ghost", "highlight", "no_go")


def scenes(atlas: Atlas) -> Iterator[Finding]:
    """A scene names structures that the body has (content/body/), landmarks that exist, and a body that we
    know. A structure that is not drawn, though others of its kind are, is a warning: the scene shows the
    rest. Kinds of which nothing is drawn yet, such as nerves, wait for the body and are no finding."""
    for filed in atlas.entries.values():
        for path, scene in filed.values_of(Scene):
            yield from _scene(atlas, filed, path, scene)


def _scene(atlas: Atlas, filed, path: tuple, scene: Scene) -> Iterator[Finding]:
    if scene.body not in BODIES:
        yield Finding(
            filed.place((*path, "body")),
            "scenes",
            f"the body '{scene.body}'",
            f"Use one of: {', '.join(BODIES)}",
        )
    for name in LISTS:
        for index, ref in enumerate(getattr(scene, name)):
            entry = atlas.get(ref.id)
            if (
                entry
                and ref.id not in atlas.records
                and RECORD_KINDS.get(entry.kind, entry.kind) in _drawn(atlas)
            ):
                yield Finding(
                    filed.place((*path, name, index)),
                    "scenes",
                    f"'{ref.id}', which the body does not have yet",
                    "Leave it, and it is drawn once content/body/ has it, or name another",
                    severity="warning",
                )


def _drawn(atlas: Atlas) -> set[str]:
    return {str(record.get("kind")) for record in atlas.records.values()}
