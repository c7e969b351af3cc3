"""Charts of the skin: where a spot lies, said as an angle round a part of the body and a way along it.

| chart | angle, degrees | along |
|---|---|---|
| trunk | 0 front, 90 the body's right side, 180 back, round the middle of the trunk | height in mm |
| head | the same, round the middle between the ears | degrees above (below: minus) the level of that middle |
| arm | 0 anterior (palm), 90 lateral, 180 posterior, 270 or -90 medial | 0 shoulder, 1 elbow, 2 wrist, 3
finger tip | | leg | 0 anterior (top of foot), 90 lateral, 180 posterior (sole), 270 or -90 medial | 0 hip, 1
knee, 2 ankle, 3 toe tip |

Heights are said by landmarks, so that a border holds on another body. Charts reach over their joints: the
arm's goes on above the shoulder with along below 0, the leg's over hip and sacrum, the trunk's over the legs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from palpate.body.fascicles import point
from palpate.body.fields import surface_points
from palpate.body.mesh import Mesh
from palpate.body.places import PlaceError
from palpate.body.rays import EmbreeScene, surface_of, trace, tracer, unit

Record = Mapping[str, Any]

WORDS = {
    "front": 0.0,
    "side": 90.0,
    "back": 180.0,
    "anterior": 0.0,
    "lateral": 90.0,
    "posterior": 180.0,
    "medial": 270.0,
}
"""Angles that have a name."""

LATERAL = np.array([-1.0, 0.0, 0.0])
ANTERIOR = np.array([0.0, -1.0, 0.0])
SUPERIOR = np.array([0.0, 0.0, 1.0])

ARM = ("humerus", "radius", "ulna", "scaphoid", "lunate", "triquetrum", "pisiform", "trapezium", "trapezoid",
       "capitate", "hamate", "metacarpal", "phalanx-hand")  # fmt: skip
LEG = ("femur", "patella", "tibia", "fibula", "talus", "calcaneus", "navicular", "cuboid", "cuneiform",
       "metatarsal", "phalanx-foot")  # fmt: skip
HEAD = ("skull", "mandible")
PELVIS = ("hip-bone", "sacrum", "coccyx", "vertebra-l")
SHOULDER = ("scapula", "clavicle")
"""Which bone lies nearest says which part of the body a spot of skin belongs to; names are matched in
part."""

SHOULDER_REACH_MM = 60.0
"""The arm's chart goes on over shoulder blade and collarbone this far from the humerus."""

THROUGH_AIR = 10.0
"""A bone that lies beyond air counts as so many times farther: the hand hangs nearer to the thigh than the
femur."""

INWARD_MM = 1.5
"""The way to a bone is looked along from this far under the skin."""

SPREAD_MM = 5.0
"""Spacing of the points that stand for a bone."""


@dataclass(frozen=True)
class Axis:
    """The line through the joints of a limb (K, 3), and which way is anterior on each piece of it (K - 1,
    3)."""

    joints_mm: np.ndarray
    anterior: np.ndarray


@dataclass(frozen=True)
class Body:
    """What charts are laid out on: bones and landmarks, the axes of the limbs, the middles of trunk and
    head."""

    bones: Mapping[str, Mesh]
    landmarks: Mapping[str, Record]
    limbs: Mapping[str, Axis]
    heights_mm: np.ndarray
    middles_mm: np.ndarray
    head_mm: np.ndarray
    skin: EmbreeScene


@dataclass(frozen=True)
class Spots:
    """Spots of skin (N, 3): the nearest bone of each, its ray (0 off hand and foot) and who may claim it."""

    points_mm: np.ndarray
    ray: np.ndarray
    domain: Mapping[str, np.ndarray]
    places: Mapping[str, np.ndarray]


def body_of(skin: Mesh, bones: Mapping[str, Mesh], landmarks: Mapping[str, Record]) -> Body:
    """The frame of the charts on one body."""
    spot = {name: np.asarray(point(place, bones, landmarks)) for name, place in JOINTS.items()}
    limbs = {
        "arm": Axis(
            np.array([spot["shoulder"], spot["elbow"], spot["wrist"], spot["finger"]]),
            np.array([ANTERIOR] * 3),
        ),
        "leg": Axis(
            np.array([spot["hip"], spot["knee"], spot["ankle"], spot["toe"]]),
            np.array([ANTERIOR, ANTERIOR, SUPERIOR]),
        ),
    }
    heights, middles = _middles(skin)
    head = spot["ear"] * [0, 1, 1] + [0, 0, 25.0]
    return Body(bones, landmarks, limbs, heights, middles, head, tracer(surface_of([skin])))


JOINTS: Mapping[str, Record] = {
    "shoulder": {"landmark": "head-of-humerus"},
    "elbow": {"between": ["lateral-epicondyle-humerus", "medial-epicondyle-humerus"]},
    "wrist": {"between": ["styloid-process-radius", "styloid-process-ulna"]},
    "finger": {"bone": "distal-phalanx-hand-3", "extreme": "inferior"},
    "hip": {"landmark": "head-of-femur"},
    "knee": {"between": ["lateral-epicondyle-femur", "medial-epicondyle-femur"]},
    "ankle": {"between": ["lateral-malleolus", "medial-malleolus"]},
    "toe": {"bone": "distal-phalanx-foot-2", "extreme": "anterior"},
    "ear": {"landmark": "external-acoustic-opening"},
}
"""Joints by landmarks."""

BIN_MM = 15.0
CORE_MM = 60.0


def _middles(skin: Mesh) -> tuple[np.ndarray, np.ndarray]:
    """Heights and at each the middle, front to back, of the skin near the midline."""
    points = skin.vertices_mm[np.abs(skin.vertices_mm[:, 0]) < CORE_MM]
    heights = np.arange(points[:, 2].min(), points[:, 2].max(), BIN_MM)
    at = np.digitize(points[:, 2], heights) - 1
    found = [points[at == i, 1] for i in range(len(heights))]
    known = np.array([i for i, one in enumerate(found) if len(one)])
    middle = np.interp(np.arange(len(heights)), known, [(found[i].min() + found[i].max()) / 2 for i in known])
    return heights, gaussian_filter1d(middle, 3)


def spots_of(points_mm: np.ndarray, normals: np.ndarray, body: Body) -> Spots:
    """Spots with their bones, rays, the charts that may claim them and their place in each."""
    names = list(body.bones)
    nearest = _nearest(points_mm, normals, [_cloud(body.bones[name]) for name in names], names, body.skin)
    near_arm = cKDTree(_cloud(body.bones["humerus"])).query(points_mm)[0] < SHOULDER_REACH_MM

    def on(words: Sequence[str]) -> np.ndarray:
        return _named(names, words)[nearest]

    head, arm, leg = on(HEAD), on(ARM), on(LEG)
    domain = {"head": head, "arm": arm | (on(SHOULDER) & near_arm), "leg": leg | on(PELVIS), "trunk": ~arm}
    ray = np.array([_ray(name) for name in names])[nearest]
    return Spots(points_mm, ray, domain, {chart: place_on(chart, points_mm, body) for chart in domain})


def _cloud(bone: Mesh) -> np.ndarray:
    """Points that stand for a bone, one in each little cube that its surface goes through."""
    points = surface_points(bone, SPREAD_MM)
    _, first = np.unique(np.floor(points / SPREAD_MM).astype(int), axis=0, return_index=True)
    return points[first]


def _named(names: Sequence[str], words: Sequence[str]) -> np.ndarray:
    return np.array([any(word in name for word in words) for name in names])


def _nearest(
    points_mm: np.ndarray,
    normals: np.ndarray,
    clouds: Sequence[np.ndarray],
    names: Sequence[str],
    skin: EmbreeScene,
) -> np.ndarray:
    """The number of the bone under each spot: the nearest that can be reached without leaving the body."""
    owner = np.repeat(np.arange(len(names)), [len(cloud) for cloud in clouds])
    cloud, arm, leg = np.concatenate(clouds), _named(names, ARM)[owner], _named(names, LEG)[owner]
    best, bone = np.full(len(points_mm), np.inf), np.zeros(len(points_mm), int)
    for part in (arm, leg, ~(arm | leg)):
        away, where = cKDTree(cloud[part]).query(points_mm)
        cost = away * np.where(
            _seen(points_mm - INWARD_MM * normals, cloud[part][where], skin), 1, THROUGH_AIR
        )
        bone = np.where(cost < best, owner[part][where], bone)
        best = np.minimum(cost, best)
    return bone


def _seen(start_mm: np.ndarray, end_mm: np.ndarray, skin: EmbreeScene) -> np.ndarray:
    """Whether the straight way from each start to its end (N, 3) meets no skin."""
    way = end_mm - start_mm
    far = np.linalg.norm(way, axis=1)
    hits = trace(skin, start_mm, unit(way), far)
    seen = np.ones(len(start_mm), bool)
    seen[hits.ray] = False
    return seen


def _ray(bone: str) -> int:
    """The finger or toe that a bone belongs to, from the thumb or big toe; 0 for other bones."""
    is_ray = any(word in bone for word in ("metacarpal", "metatarsal", "phalanx"))
    return int(bone[-1]) if is_ray else 0


def place_on(chart: str, points_mm: np.ndarray, body: Body) -> np.ndarray:
    """Angle in degrees and way along (N, 2) of points on a chart."""
    points_mm = np.atleast_2d(points_mm)
    if chart in body.limbs:
        return _on_limb(points_mm, body.limbs[chart])
    if chart == "head":
        offset = points_mm - body.head_mm
        rise = np.degrees(np.arctan2(offset[:, 2], np.hypot(offset[:, 0], offset[:, 1])))
        return np.column_stack([_angle(-offset[:, 0], -offset[:, 1]), rise])
    if chart == "trunk":
        middle = np.interp(points_mm[:, 2], body.heights_mm, body.middles_mm)
        return np.column_stack([_angle(-points_mm[:, 0], middle - points_mm[:, 1]), points_mm[:, 2]])
    raise PlaceError(f"no chart is called {chart!r}; there are trunk, head, arm and leg")


def _angle(side: np.ndarray, front: np.ndarray) -> np.ndarray:
    return np.degrees(np.arctan2(side, front))


def _on_limb(points_mm: np.ndarray, axis: Axis) -> np.ndarray:
    """On the piece of the axis that lies nearest; the first and last piece go on beyond their ends."""
    pieces = len(axis.joints_mm) - 1
    ways = [_on_piece(points_mm, axis, i, i == 0, i == pieces - 1) for i in range(pieces)]
    nearest = np.argmin([away for _, _, away in ways], axis=0)
    share = np.choose(nearest, [share for share, _, _ in ways])
    offset = np.choose(nearest[:, None], [offset for _, offset, _ in ways])
    front = axis.anterior[nearest] + (ANTERIOR + SUPERIOR) / 2
    side = offset @ LATERAL
    rest = offset - side[:, None] * LATERAL
    ahead = np.where((rest * front).sum(axis=1) < 0, -1, 1) * np.linalg.norm(rest, axis=1)
    return np.column_stack([_angle(side, ahead), share])


def _on_piece(
    points_mm: np.ndarray, axis: Axis, piece: int, first: bool, last: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    start, end = axis.joints_mm[piece : piece + 2]
    line = end - start
    share = (points_mm - start) @ line / (line @ line)
    share = np.clip(share, -np.inf if first else 0, np.inf if last else 1)
    offset = points_mm - (start + share[:, None] * line)
    return piece + share, offset, np.linalg.norm(offset, axis=1)


def corner(said: Sequence[Any], chart: str, body: Body) -> tuple[float, float]:
    """A corner of an area: angle and way along, each a number, a word, or said by a landmark.

    `{of: landmark, plus: 20}` goes on from a landmark; `{between: [a, b], at: 0.25}` lies between two.
    """
    angle, along = said
    return _value(angle, 0, chart, body), _value(along, 1, chart, body)


def _value(said: Any, which: int, chart: str, body: Body) -> float:
    if isinstance(said, (int, float)):
        return float(said)
    if isinstance(said, str) and which == 0 and said in WORDS:
        return WORDS[said]
    if isinstance(said, Mapping) and "between" in said:
        low, high = (_value(one, which, chart, body) for one in said["between"])
        return low + (high - low) * float(said.get("at", 0.5))
    if isinstance(said, Mapping) and "of" in said:
        return _value(said["of"], which, chart, body) + float(said["plus"])
    spot = point(said, body.bones, body.landmarks)
    found = float(place_on(chart, spot, body)[0, which])
    return found % 360 if which == 0 and chart in body.limbs and found < -135 else found
