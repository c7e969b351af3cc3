"""What was made before need not be made again: results filed under a hash of all that went into them.

A key covers the values given, the versions of the packages that work on them, and the source of the
module that makes the result with everything it imports from this package. A result is written beside
its place and moved there whole, so that a stopped bake leaves no half file.
"""

import ast
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from palpate.body.mesh import Mesh

PREFIX = "palpate.body"
FOLDER = Path(__file__).parent

PACKAGES = ("myo-sim", "mujoco", "numpy", "scipy", "scikit-image", "trimesh", "fast-simplification",
            "manifold3d", "embreex", "pillow")  # fmt: skip
"""Distributions whose versions are part of every key, as another may give another mesh."""

VIEWER_PACKAGES = FOLDER.parents[2] / "viewer" / "package.json"
"""Pins meshoptimizer, whose version is part of every key as well."""


@dataclass(frozen=True)
class Cache:
    """A folder of results, one file a key."""

    folder: Path

    def path(self, key: str, suffix: str) -> Path:
        """Where the result of a key lies or would lie."""
        return self.folder / key[:2] / f"{key}{suffix}"


def key_of(*values: Any) -> str:
    """A hash of values: text, numbers, arrays, meshes, mappings and sequences of them."""
    digest = hashlib.blake2b(digest_size=16)
    for value in values:
        _feed(digest.update, value)
    return digest.hexdigest()


def code_key(module: str, folder: Path = FOLDER) -> str:
    """A hash of a module's source, of all that it imports from the body, and of the packages' versions."""
    sources = {
        name: [path.read_bytes() for path in paths]
        for name, paths in sorted(_reached(module, folder).items())
    }
    return key_of(sources, {package: _version(package) for package in PACKAGES}, _meshoptimizer())


def filed(
    cache: Cache, suffix: str, each: Callable, make: Callable[[Any], bytes], jobs: Mapping[str, Any]
) -> Iterator[Path]:
    """The file of each job's result, in order; `each(make, ...)` makes those whose key has none yet.

    `jobs` are by key; `each` works like `map`, for example the `map` of a pool of processes.
    """
    missing = {path: job for key, job in jobs.items() if not (path := cache.path(key, suffix)).exists()}
    pending = iter(each(partial(_make_and_file, make), missing.items()))
    for key in jobs:
        path = cache.path(key, suffix)
        while not path.exists():
            next(pending)
        yield path


def filed_together(
    cache: Cache, suffix: str, make: Callable[[list[Any]], list[bytes]], jobs: Mapping[str, Any]
) -> list[Path]:
    """The file of each job's result, in order; one `make` makes all those whose key has none yet."""
    paths = {key: cache.path(key, suffix) for key in jobs}
    missing = [key for key, path in paths.items() if not path.exists()]
    made = make([jobs[key] for key in missing]) if missing else []
    for key, payload in zip(missing, made, strict=True):
        write_whole(paths[key], payload)
    return list(paths.values())


def write_whole(path: Path, payload: bytes) -> None:
    """Writes a file so that it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial_path = path.with_name(f".{path.name}.{os.getpid()}")
    partial_path.write_bytes(payload)
    os.replace(partial_path, path)


def meshes_to_bytes(
    meshes: Mapping[str, Mesh], sinews: Mapping[str, np.ndarray] = MappingProxyType({})
) -> bytes:
    """Meshes by node id as an uncompressed npz: to a thousandth of a millimetre, in the order given.

    `sinews` are the shares of tendon of the vertices of some nodes (N,), kept in 255ths.
    """
    arrays = {}
    for node, mesh in meshes.items():
        arrays[f"{node}/vertices"] = np.rint(mesh.vertices_mm * 1000).astype(np.int32)
        arrays[f"{node}/faces"] = mesh.faces.astype(np.int32)
    for node, share in sinews.items():
        arrays[f"{node}/sinew"] = np.rint(share * 255).astype(np.uint8)
    return arrays_to_bytes(arrays)


def arrays_to_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Arrays by name as an uncompressed npz."""
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def meshes_from(path: Path) -> dict[str, Mesh]:
    """The meshes that `meshes_to_bytes` has filed."""
    with np.load(path) as arrays:
        nodes = dict.fromkeys(name.rsplit("/", 1)[0] for name in arrays.files)
        return {node: Mesh(arrays[f"{node}/vertices"] / 1000, arrays[f"{node}/faces"]) for node in nodes}


def sinews_from(path: Path) -> dict[str, np.ndarray]:
    """The shares of tendon (N,) that `meshes_to_bytes` has filed, by node id."""
    with np.load(path) as arrays:
        filed = {node: f"{node}/sinew" for node in (name.rsplit("/", 1)[0] for name in arrays.files)}
        return {node: arrays[name] / np.float32(255) for node, name in filed.items() if name in arrays}


def _make_and_file(make: Callable[[Any], bytes], errand: tuple[Path, Any]) -> None:
    path, job = errand
    write_whole(path, make(job))


def _feed(update: Callable[[bytes], None], value: Any) -> None:
    """Adds a value to a hash so that two different values never feed the same bytes."""
    if isinstance(value, Mapping):
        value = ["mapping", *sorted(value.items(), key=lambda item: str(item[0]))]
    elif is_dataclass(value):
        value = [type(value).__name__, *(getattr(value, field.name) for field in fields(value))]
    if isinstance(value, (list, tuple)):
        update(b"[%d]" % len(value))
        for item in value:
            _feed(update, item)
        return
    plain = _plain(value)
    update(b"%s:%d:" % (type(value).__name__.encode(), len(plain)))
    update(plain)


def _plain(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{value.shape}".encode() + np.ascontiguousarray(value).tobytes()
    return repr(value).encode()


def _reached(module: str, folder: Path) -> dict[str, list[Path]]:
    """The files of a module, the settings and scripts that it names, and those of all modules it leads to."""
    reached, ahead = {}, [module]
    while ahead:
        name = ahead.pop()
        path = folder / f"{name.removeprefix(PREFIX + '.')}.py"
        if name in reached or not path.exists():
            continue
        source = path.read_bytes()
        reached[name] = [
            path,
            *(file for file in sorted(folder.iterdir()) if _named(file, source)),
        ]
        ahead += _imports(ast.parse(source))
    return reached


def _named(file: Path, source: bytes) -> bool:
    """Whether a file of settings, or a script that Node runs, is named in a module's source."""
    return file.suffix in (".yml", ".mjs") and file.name.encode() in source


def _imports(tree: ast.Module) -> Iterator[str]:
    """Names of the body's modules that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PREFIX):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _meshoptimizer() -> str:
    return json.loads(VIEWER_PACKAGES.read_bytes())["dependencies"]["meshoptimizer"]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
