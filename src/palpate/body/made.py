"""What passes between the steps of the bake: records in, meshes out.

Apart from the steps, so that a step's key in the cache does not hang on the code of the others.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from palpate.body.mesh import Mesh

Records = Mapping[str, Mapping[str, Any]]
"""Structure records or landmark entries by id."""

Made = dict[str, dict[str, Mesh]]
"""Meshes by node id, by structure id."""

Sinews = Mapping[str, np.ndarray]
"""How much of each vertex (N,) is tendon, 0 to 1, by node id; nodes without a tendon are not there."""

NO_SINEWS: Sinews = MappingProxyType({})
"""Nothing is tendon."""

Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Something that works like `map`, for example the `map` of a pool of processes."""
