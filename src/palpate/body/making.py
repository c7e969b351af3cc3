"""Every structure's mesh by the maker of its kind: bones first, then what lies between and over them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from palpate.body import settle
from palpate.body.cache import Cache, arrays_to_bytes, code_key, filed, key_of, meshes_from, meshes_to_bytes
from palpate.body.made import Each, Made, Records
from palpate.body.mesh import Mesh
from palpate.body.places import PlaceError
from palpate.body.progress import Progress, watched
from palpate.body.stopped import BakeError

Meshes = Mapping[str, Mesh]
HARD = ("bone", "cartilage")
"""Kinds that the maker of bones makes."""

SOFT = (
    "cord",
    "root",
    "plexus",
    "nerve",
    "artery",
    "vein",
    "ligament",
    "tendon",
    "meniscus",
    "fascia",
    "bursa",
)
"""Kinds that run between the bones as tubes, ribbons and lenses."""

ON_SKIN = ("dermatome", "zone")
"""Kinds that are areas of the skin."""

WORDS = ("name", "kind", "system", "region", "codes", "faults", "source", "licence", "volume_source")
"""What a record says that no mesh depends on."""


def make(records: Records, landmarks: Records, cache: Cache, each: Each, progress: Progress) -> Made:
    """All structures of the records, in their order; `each` works like `map` and may share out the work."""
    try:
        made = dict(_makers(records, landmarks, cache, each, progress))
    except PlaceError as wrong:
        raise BakeError(str(wrong)) from wrong
    if missing := [structure for structure in records if structure not in made]:
        raise BakeError(f"nothing makes a mesh for {', '.join(missing)}")
    return {structure: made[structure] for structure in records}


def _makers(
    records: Records, landmarks: Records, cache: Cache, each: Each, progress: Progress
) -> Iterator[tuple[str, dict[str, Mesh]]]:
    hard = _together(cache, "bones", partial(_bones, each=each), _of(records, *HARD), (), progress)
    yield from ((bone, {bone: mesh}) for bone, mesh in hard.items())
    discs = _together(cache, "discs", _discs, _of(records, "disc"), (hard,), progress)
    yield from ((disc, {disc: mesh}) for disc, mesh in discs.items())
    beside = {
        "soft": (_soft, (_of(records, *SOFT), {**hard, **discs}, landmarks)),
        "organs": (_organs, (_of(records, "organ"), hard, landmarks)),
        "skullbones": (_skullbones, (_of(records, "skull-bone"), _only("skull", hard))),
    }
    for made in watched(_side_by_side(cache, each, beside), "soft parts", len(beside), progress):
        yield from ((name, {name: mesh}) for name, mesh in made.items())
    muscles = _of(records, "muscle")
    shaped = settle.settle(muscles, hard, landmarks, partial(_each_kept, cache, "settle", each))
    flesh = dict(watched(shaped, "muscles", len(muscles), progress))
    yield from flesh.items()
    below = {**hard, **{node: mesh for nodes in flesh.values() for node, mesh in nodes.items()}}
    skin = _together(cache, "skin", partial(_skin, each=each), _of(records, "skin"), (below,), progress)
    yield from ((name, {name: mesh}) for name, mesh in skin.items())
    areas = _together(cache, "areas", _areas, _of(records, *ON_SKIN), (skin, hard, landmarks), progress)
    yield from ((area, {area: mesh}) for area, mesh in areas.items())


def sinews(records: Records, landmarks: Records, made: Made, cache: Cache) -> dict[str, np.ndarray]:
    """How much of each vertex (N,) of the muscles is tendon, by node id."""
    hard = {bone: made[bone][bone] for bone in _of(records, *HARD)}
    muscles = _of(records, "muscle")
    job = (muscles, hard, landmarks, {muscle: made[muscle] for muscle in muscles})
    (path,) = filed(cache, ".npz", map, _sinews, {key_of(code_key("palpate.body.sinews"), job): job})
    with np.load(path) as arrays:
        return dict(arrays)


def _only(name: str, meshes: Meshes) -> Meshes:
    """One of the meshes, so that what is made of it does not hang on the others."""
    return {name: meshes[name]} if name in meshes else {}


def _of(records: Records, *kinds: str) -> Records:
    """The records of some kinds, without the words that are only read: a new name makes no new mesh."""
    return {
        structure: {key: value for key, value in record.items() if key not in WORDS}
        for structure, record in records.items()
        if record["kind"] in kinds
    }


def _together(
    cache: Cache,
    module: str,
    maker: Callable[[Any], Meshes],
    records: Records,
    rest: tuple,
    progress: Progress,
) -> dict[str, Mesh]:
    """What a maker makes of all structures of its kind at once; nothing without records."""
    if not records:
        return {}
    return next(watched(_each_kept(cache, module, map, maker, [(records, *rest)]), module, 1, progress))


def _side_by_side(
    cache: Cache, each: Each, stages: Mapping[str, tuple[Callable[[Any], Meshes], tuple]]
) -> Iterator[dict[str, Mesh]]:
    """What the makers of several modules, that need nothing of one another, make at the same time."""
    wanted = {module: stage for module, stage in stages.items() if stage[1][0]}
    keyed = {
        key_of(code_key(f"palpate.body.{module}"), job): (maker, job)
        for module, (maker, job) in wanted.items()
    }
    for path in filed(cache, ".npz", each, _run, keyed):
        yield meshes_from(path)


def _run(stage: tuple[Callable[[Any], Meshes], Any]) -> bytes:
    maker, job = stage
    return _as_bytes(maker, job)


def _each_kept(
    cache: Cache, module: str, each: Each, maker: Callable[[Any], Meshes], jobs: Iterable[Any]
) -> Iterator[dict[str, Mesh]]:
    """`each(maker, jobs)`, from the cache where neither the job nor the module's code is new."""
    code = code_key(f"palpate.body.{module}")
    keyed = {key_of(code, job): job for job in jobs}
    for path in filed(cache, ".npz", each, partial(_as_bytes, maker), keyed):
        yield meshes_from(path)


def _as_bytes(maker: Callable[[Any], Meshes], job: Any) -> bytes:
    return meshes_to_bytes(maker(job))


def _bones(job: tuple[Records], each: Each) -> Meshes:
    """Loaded only here: the source's simulator takes a second to load, and a look-up does without it."""
    from palpate.body import bones

    return bones.build(*job, each)


def _discs(job: tuple[Records, Meshes]) -> Meshes:
    from palpate.body import discs

    return discs.build(job[1])


def _soft(job: tuple[Records, Meshes, Records]) -> Meshes:
    from palpate.body import soft

    return soft.build(*job)


def _organs(job: tuple[Records, Meshes, Records]) -> Meshes:
    from palpate.body import organs

    return organs.build(*job)


def _skullbones(job: tuple[Records, Meshes]) -> Meshes:
    from palpate.body import skullbones

    return skullbones.build(*job)


def _skin(job: tuple[Records, Meshes], each: Each) -> Meshes:
    from palpate.body import skin

    return skin.build(*job, each)


def _sinews(job: tuple[Records, Meshes, Records, Made]) -> bytes:
    from palpate.body import sinews

    return arrays_to_bytes(sinews.build(*job))


def _areas(job: tuple[Records, Meshes, Meshes, Records]) -> Meshes:
    from palpate.body import areas

    return areas.build(*job)
