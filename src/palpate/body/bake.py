"""The bake: from structure records to meshes, files and the body index; what is unchanged is not made again.

Two processes share the work. The whole result is filed under a hash of everything that goes in, so a
second bake of the same records is a look-up; after a change only what depends on it is made anew.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from palpate.body.cache import Cache, code_key, key_of, meshes_from, meshes_to_bytes, write_whole
from palpate.body.made import Records, Sinews
from palpate.body.mesh import Mesh
from palpate.body.progress import Progress, silent

FOLDER = "assets/body"
"""Where the files lie in the site."""

PROCESSES = 2
"""As many as the machines this is made on have cores."""

PLACING = ("bone", "shape", "place")
"""What the meshes need of a landmark's entry: a change of its text is no reason to bake."""


@dataclass(frozen=True)
class Baked:
    """The body made: its index by structure id, its site files {path: cache file}, and where meshes lie.

    `packs` are the files that hold the whole body, by pack id: `{"file", "bytes", "structures"}`.
    """

    index: dict[str, dict[str, Any]]
    files: dict[str, Path]
    mesh_files: dict[str, Path]
    packs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def meshes(self, structures: Iterable[str]) -> dict[str, Mesh]:
        """The full-detail meshes of structures, by node id."""
        return {
            node: mesh for name in structures for node, mesh in meshes_from(self.mesh_files[name]).items()
        }


def bake(
    records: Records,
    landmarks: Records,
    cache_dir: Path,
    progress: Progress = silent,
    processes: int = PROCESSES,
) -> Baked:
    """The body of these structure records and landmark entries, from the cache as far as it is there.

    Raises BakeError when a record cannot be made.
    """
    cache, placed = Cache(cache_dir), _placing(landmarks)
    summary = _summary(cache, records, placed)
    baked = _read(cache, summary)
    if baked is None:
        write_whole(summary, _bake(records, placed, cache, progress, processes))
        baked = _read(cache, summary)
    assert baked is not None, "a bake just made is whole"
    return baked


def baked_before(records: Records, landmarks: Records, cache_dir: Path) -> Baked | None:
    """The body of these records if it lies whole in the cache; makes nothing."""
    cache = Cache(cache_dir)
    return _read(cache, _summary(cache, records, _placing(landmarks)))


def _placing(landmarks: Records) -> dict[str, dict[str, Any]]:
    return {id: {key: entry[key] for key in PLACING if key in entry} for id, entry in landmarks.items()}


def _summary(cache: Cache, records: Records, placed: Records) -> Path:
    return cache.path(key_of(code_key(__name__), records, placed), ".json")


def _read(cache: Cache, summary: Path) -> Baked | None:
    """A whole earlier result, or nothing if any file of it is gone."""
    if not summary.exists():
        return None
    kept = json.loads(summary.read_text())
    site = {path: cache.folder / place for path, place in kept["files"].items()}
    meshes = {structure: cache.folder / place for structure, place in kept["meshes"].items()}
    whole = all(path.exists() for path in [*site.values(), *meshes.values()])
    return Baked(kept["index"], site, meshes, kept["packs"]) if whole else None


def _bake(records: Records, landmarks: Records, cache: Cache, progress: Progress, processes: int) -> bytes:
    """Makes all that is missing and returns the summary of the result.

    The makers are imported here because a look-up should not pay for loading them.
    """
    from palpate.body import index, making, packing, packs

    with ProcessPoolExecutor(processes) as pool:
        made = making.make(records, landmarks, cache, pool.map, progress)
        sinews = making.sinews(records, landmarks, made, cache)
        packed = packing.pack(records, made, sinews, cache, pool.map, progress)
        together = packs.packs(records, made, sinews, cache, pool.map, progress)
    lines, site, present = {}, {}, packing.present_source()
    for structure, meshes in made.items():
        content = packed[structure].read_bytes()
        name = f"{structure}.{hashlib.blake2b(content, digest_size=4).hexdigest()}.glb"
        provenance = packing.provenance(records[structure], present)
        lines[structure] = index.described(records[structure], meshes, name, len(content), provenance)
        site[f"{FOLDER}/{name}"] = str(packed[structure].relative_to(cache.folder))
    described = {pack: packs.described(pack, *inside) for pack, inside in together.items()}
    for pack, (_, path) in together.items():
        site[f"{FOLDER}/{described[pack]['file']}"] = str(path.relative_to(cache.folder))
    kept = {
        structure: _kept_apart(cache, meshes, packing.of(meshes, sinews))
        for structure, meshes in made.items()
    }
    return json.dumps({"index": lines, "files": site, "meshes": kept, "packs": described}).encode()


def _kept_apart(cache: Cache, meshes: Mapping[str, Mesh], sinews: Sinews) -> str:
    """Files one structure's meshes and tendons, so that a picture need not load the whole body."""
    path = cache.path(key_of(meshes, sinews), ".npz")
    if not path.exists():
        write_whole(path, meshes_to_bytes(meshes, sinews))
    return str(path.relative_to(cache.folder))
