"""Second pictures that show areas of the skin: the dermatome of a root, the pain map of a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Condition, Entry
from ..model.acts import Scene
from .casting import SIDES, Cast, Index
from .context import CONTEXT

EXTENT = {"primary": "highlight", "spill": "show"}
"""How a zone of a pain map is shown."""


def area_scenes(entry: Entry, index: Index) -> Iterator[tuple[Scene, list[Cast]]]:
    """The scenes of the skin that an entry speaks of, as far as the body has it."""
    own = f"dermatome-{entry.id.removeprefix('root-')}"
    if entry.kind == "root" and own in index:
        caption = "Dermatome: neighbours overlap, and maps differ"
        yield Scene(name="Dermatome", caption=caption), [Cast(own, "highlight")]
    if isinstance(entry, Condition) and (zones := list(_pain(entry, index))):
        yield Scene(name="Pain map"), zones


def _pain(entry: Condition, index: Index) -> Iterator[Cast]:
    for one in entry.pain_map:
        if one.zone.id in index:
            yield Cast(one.zone.id, EXTENT[one.extent], SIDES[one.side])


def around_areas(cast: Iterable[Cast], index: Index) -> list[Cast]:
    """The skin as a ghost, which says where an area lies and weighs less than bones do; else the bones."""
    if "skin" in index:
        return [Cast("skin", "ghost")]
    regions = dict.fromkeys(index[one.structure]["region"] for one in cast)
    bones = dict.fromkeys(bone for region in regions for bone in CONTEXT.get(region, ()))
    return [Cast(bone, "ghost", ("right", "left")) for bone in bones if bone in index]
