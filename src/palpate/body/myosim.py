"""The present source of the body, MyoSim on MuJoCo: raw bone surfaces, muscle units and their motion.

The only module that knows MuJoCo. MyoSim's world is already LPS (x left, y back, z up), in metres; everything
that leaves this module is in millimetres.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import mujoco
import numpy as np
import yaml

from palpate.body.mesh import Mesh

M_TO_MM = 1000.0
JOINT_COUPLING = int(mujoco.mjtEq.mjEQ_JOINT)
MESH_GEOM = int(mujoco.mjtGeom.mjGEOM_MESH)
SITE_WRAP = int(mujoco.mjtWrap.mjWRAP_SITE)


@dataclass(frozen=True)
class Source:
    """The compiled model and its settings from myosim.yml."""

    model: mujoco.MjModel
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Site:
    """A point of a muscle's path that is fixed to a bone: body name and LPS mm."""

    body: str
    at_mm: np.ndarray


@dataclass(frozen=True)
class Unit:
    """One muscle-tendon unit: `path_mm` (K, 3) as it wraps, the `sites` it is pinned to, peak force."""

    path_mm: np.ndarray
    sites: tuple[Site, ...]
    force_n: float


def load() -> Source:
    """MyoSim's full body with the settings of the anatomical position."""
    import myo_sim

    settings = yaml.safe_load(files(__package__).joinpath("myosim.yml").read_text(encoding="utf-8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = myo_sim.load(settings["model"])[0]
    return Source(model, settings)


def posed(source: Source, angles_rad: Mapping[str, float] | None = None) -> mujoco.MjData:
    """The body in anatomical position, changed by joint angles of the model, everything computed.

    MuJoCo's forward pass does not apply the couplings between joints (lumbar rhythm, shoulder rhythm, knee
    glide, kneecap), so the dependent angles are set from their polynomials first.
    """
    state = mujoco.MjData(source.model)
    state.qpos[:3] = source.settings["root_m"]
    for joint, angle_deg in source.settings["position_deg"].items():
        state.qpos[_address(source.model, joint)] = np.radians(angle_deg)
    for joint, angle in (angles_rad or {}).items():
        state.qpos[_address(source.model, joint)] = angle
    _couple(source.model, state.qpos)
    mujoco.mj_forward(source.model, state)
    return state


def _address(model: mujoco.MjModel, joint: str) -> int:
    return int(model.jnt_qposadr[model.joint(joint).id])


def _couple(model: mujoco.MjModel, angles: np.ndarray) -> None:
    """Sets every dependent joint from the quartic polynomial of its driver, in place."""
    for number in range(model.neq):
        if model.eq_type[number] != JOINT_COUPLING:
            continue
        driven = model.jnt_qposadr[model.eq_obj1id[number]]
        driver = model.eq_obj2id[number]
        turned = (
            0.0 if driver < 0 else angles[model.jnt_qposadr[driver]] - model.qpos0[model.jnt_qposadr[driver]]
        )
        angles[driven] = model.qpos0[driven] + np.polyval(model.eq_data[number, 4::-1], turned)


def surfaces(source: Source, state: mujoco.MjData | None = None) -> dict[str, Mesh]:
    """The raw bone surfaces by geom name, as they lie in a pose (anatomical position by default)."""
    state = state or posed(source)
    model = source.model
    return {
        model.geom(geom).name: _surface(model, state, geom)
        for geom in range(model.ngeom)
        if model.geom_type[geom] == MESH_GEOM
    }


def _surface(model: mujoco.MjModel, state: mujoco.MjData, geom: int) -> Mesh:
    number = model.geom_dataid[geom]
    points = _rows(model.mesh_vert, model.mesh_vertadr[number], model.mesh_vertnum[number])
    faces = _rows(model.mesh_face, model.mesh_faceadr[number], model.mesh_facenum[number])
    turned = points.astype(float) @ state.geom_xmat[geom].reshape(3, 3).T + state.geom_xpos[geom]
    return Mesh(turned * M_TO_MM, faces.astype(np.int64))


def _rows(array: np.ndarray, start: int, count: int) -> np.ndarray:
    return array[start : start + count]


def body_of(source: Source, geom: str) -> str:
    """The moving body that a bone surface belongs to."""
    return str(source.model.body(source.model.geom(geom).bodyid[0]).name)


def frames(state: mujoco.MjData, source: Source) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Rotation (3, 3) and origin (3,) in mm of every moving body, to carry points between poses."""
    return {
        source.model.body(number).name: (
            state.xmat[number].reshape(3, 3).copy(),
            state.xpos[number] * M_TO_MM,
        )
        for number in range(source.model.nbody)
    }


def units(source: Source, state: mujoco.MjData | None = None) -> dict[str, Unit]:
    """All muscle-tendon units by name, as they lie in a pose (anatomical position by default)."""
    state = state or posed(source)
    return {
        source.model.actuator(number).name: _unit(source.model, state, number)
        for number in range(source.model.nu)
    }


def _unit(model: mujoco.MjModel, state: mujoco.MjData, actuator: int) -> Unit:
    tendon = model.actuator_trnid[actuator, 0]
    path = _rows(state.wrap_xpos.reshape(-1, 3), state.ten_wrapadr[tendon], state.ten_wrapnum[tendon])
    first, count = model.tendon_adr[tendon], model.tendon_num[tendon]
    pins = [model.wrap_objid[row] for row in range(first, first + count) if model.wrap_type[row] == SITE_WRAP]
    sites = tuple(
        Site(str(model.body(model.site_bodyid[pin]).name), state.site_xpos[pin] * M_TO_MM) for pin in pins
    )
    return Unit(path * M_TO_MM, sites, float(model.actuator_gainprm[actuator, 2]))
