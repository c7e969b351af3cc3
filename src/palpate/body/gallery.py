"""All posters of a build, by two processes: only those whose scene, meshes or renderer changed."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palpate.body.bake import PROCESSES, Baked
from palpate.body.cache import Cache, code_key, filed, key_of, meshes_from, sinews_from
from palpate.body.progress import Progress, silent, watched

Scene = Mapping[str, Any]


@dataclass(frozen=True)
class Errand:
    """One poster to be rendered: what of the scene is in the picture, and where its meshes lie."""

    scene: Scene
    mesh_files: tuple[Path, ...]


def posters(
    scenes: Iterable[Scene],
    baked: Baked,
    cache_dir: Path,
    progress: Progress = silent,
    processes: int = PROCESSES,
) -> dict[str, Path]:
    """The WebP poster of each scene in the cache, by scene id."""
    cache = Cache(cache_dir)
    errands = {scene["id"]: _errand(scene, baked) for scene in scenes}
    keys = _keys(errands)
    jobs = {keys[id]: errand for id, errand in errands.items()}
    with ProcessPoolExecutor(processes) as pool:
        paths = watched(filed(cache, ".webp", pool.map, _render, jobs), "pictures", len(jobs), progress)
        by_key = dict(zip(jobs, paths, strict=True))
    return {id: by_key[key] for id, key in keys.items()}


def posters_before(scenes: Iterable[Scene], baked: Baked, cache_dir: Path) -> dict[str, Path]:
    """The posters of these scenes that lie in the cache, by scene id; makes nothing."""
    keys = _keys({scene["id"]: _errand(scene, baked) for scene in scenes})
    paths = {id: Cache(cache_dir).path(key, ".webp") for id, key in keys.items()}
    return {id: path for id, path in paths.items() if path.exists()}


def _keys(errands: Mapping[str, Errand]) -> dict[str, str]:
    """The cache key of each poster: the renderer, what is in the picture, and its meshes."""
    code = code_key("palpate.body.poster")
    return {
        id: key_of(code, errand.scene, [path.stem for path in errand.mesh_files])
        for id, errand in errands.items()
    }


def _errand(scene: Scene, baked: Baked) -> Errand:
    """Only what the picture shows: a changed title or second view does not make it anew."""
    structures = [{key: one[key] for key in ("id", "side", "kind", "role")} for one in scene["structures"]]
    marks = [{"at": one["at"], "mark": True} for one in scene.get("landmarks", []) if one.get("mark")]
    homes = dict.fromkeys(one["id"].split(".")[0] for one in structures)
    shown = {"structures": structures, "landmarks": marks, "views": scene["views"][:1]}
    return Errand(shown, tuple(baked.mesh_files[home] for home in homes))


def _render(errand: Errand) -> bytes:
    from palpate.body.poster import poster

    meshes = {node: mesh for path in errand.mesh_files for node, mesh in meshes_from(path).items()}
    sinews = {node: share for path in errand.mesh_files for node, share in sinews_from(path).items()}
    return poster(errand.scene, meshes, sinews)
