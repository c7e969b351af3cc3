/**
 * What the buttons of the whole body do: each a step from one state to the next.
 *
 * @typedef {import("./explorer.js").Viewer} Explorer
 * @typedef {import("./state.js").State} State
 */
import { presses } from "./actions.js";
import { regionsOf, toggled } from "./sieve.js";
import * as states from "./state.js";

/** @param {Explorer} viewer @returns {import("./explorer-controls.js").Presses} */
export function explorerPresses(viewer) {
  return { ...presses(viewer), ...wholeBody(viewer), ...sieving(viewer), ...opening(viewer) };
}

/** @param {Explorer} viewer */
function wholeBody(viewer) {
  return {
    /** @param {string} name */
    view: (name) => viewer.apply(states.viewedFromHere(viewer.state, viewer.scene, name)),
    reset: () => {
      viewer.apply(viewer.firstState());
      viewer.frame.say("Back to the first view.");
    },
    showAll: () => {
      viewer.apply({ ...states.allShown(viewer.state), sieve: viewer.firstState().sieve });
      viewer.frame.say("All structures are shown.");
    },
    among: () => {
      const key = viewer.state.selected;
      if (key) viewer.apply(states.amongBones(viewer.state, key));
      else viewer.frame.say("Choose a structure first.");
    },
    near: () => viewer.near(),
    undo: () => viewer.undo(),
    redo: () => viewer.redo(),
  };
}

/** @param {Explorer} viewer */
function sieving(viewer) {
  /** @param {Partial<import("./sieve.js").Sieve>} wish */
  const sieve = (wish) => viewer.apply(states.sieved(viewer.state, wish));
  const all = regionsOf(viewer.scene.packs ?? []);
  /** The only region, seen whole until its file is there and the eye comes close. @param {string} id */
  const only = (id) => {
    const whole = states.viewed(viewer.state, viewer.scene, viewer.scene.views[0].name);
    viewer.apply(states.sieved(whole, { regions: [id] }), false);
  };
  /** @param {string} id */
  const more = (id) => sieve({ regions: toggled(viewer.state.sieve?.regions ?? [], id, all) });
  return { sieve, region: viewer.single ? only : more };
}

/** @param {Explorer} viewer */
function opening(viewer) {
  /** @param {(cut: import("./opening.js").Cut) => Partial<import("./opening.js").Cut>} change */
  const cutting = (change) => {
    const { cut } = viewer.state;
    if (cut) viewer.apply({ ...viewer.state, cut: { ...cut, ...change(cut) } }, false);
  };
  return {
    /** @param {import("./opening.js").Axis | null} axis */
    cut: (axis) => viewer.apply({ ...viewer.state, cut: axis && { at: 0.5, turned: false, ...viewer.state.cut, axis } }),
    /** @param {number} at */
    cutAt: (at) => cutting(() => ({ at })),
    turnCut: () => cutting(({ turned }) => ({ turned: !turned })),
    /** @param {number} share */
    apart: (share) => viewer.apply({ ...viewer.state, apart: share }),
  };
}
