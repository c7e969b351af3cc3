"""Meshes compressed by meshoptimizer, which Node runs from the viewer's packages (meshopt.mjs).

The same library for Python has to be compiled on the reader's machine; this one is installed anyway. Starting
Node takes a tenth of a second, so many files go through one run.
"""

import json
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from palpate.body.stopped import BakeError

SCRIPT = Path(__file__).with_name("meshopt.mjs")
REMEDY = "Run scripts/setup site, which installs what the bake needs."

Part = tuple[np.ndarray, np.ndarray]
"""Vertices (N,), a record each, and triangles (M, 3) that together use every one of them."""


def encoded(files: Sequence[Sequence[Part]]) -> list[tuple[bytes, bytes]]:
    """The vertex stream (codec 0) and the index stream (codec 1) of each file's parts, one after the other.

    Raises BakeError where Node or the package is missing.
    """
    answers = _answers([_encoding(parts) for parts in files])
    return [(b64decode(answer["vertices"]), b64decode(answer["corners"])) for answer in answers]


def node_program() -> str:
    """Node: the virtual environment's, which is there where the machine's is too old, else the machine's."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if not found:
        raise BakeError("the files of the body are compressed by Node, and no `node` was found", REMEDY)
    return found


def _encoding(parts: Sequence[Part]) -> dict[str, Any]:
    stride = parts[0][0].dtype.itemsize
    texts = [{"vertices": _text(own, own.dtype), "corners": _text(faces, "<u4")} for own, faces in parts]
    return {"stride": stride, "parts": texts}


def _text(array: np.ndarray, kind: Any) -> str:
    return b64encode(np.ascontiguousarray(array, kind).tobytes()).decode()


def _answers(jobs: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """What the script makes of each job, in order."""
    ran = subprocess.run([node_program(), SCRIPT], input=json.dumps(jobs).encode(), capture_output=True)
    if ran.returncode:
        raise BakeError(f"Node could not run {SCRIPT.name}: {_reason(ran.stderr.decode())}", REMEDY)
    return json.loads(ran.stdout)


def _reason(stderr: str) -> str:
    """The line of Node's report that names the error."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    return next((line for line in lines if "Error" in line), lines[-1] if lines else "it said nothing")
