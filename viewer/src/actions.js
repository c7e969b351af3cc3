/**
 * What a press, a key or a finger does: a step from the viewer's state to the next, and the words that tell of it.
 *
 * @typedef {import("./viewer.js").Viewer} Viewer
 * @typedef {import("./state.js").State} State
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {import("./gestures.js").Place} Place
 */
import { panned, turned, zoomed } from "./camera.js";
import { keyOf, spokenName } from "./scene.js";
import * as states from "./state.js";

/** A double tap on a structure comes this much nearer. */
const NEARER = 0.6;

/**
 * The buttons.
 * @param {Viewer} viewer @returns {import("./controls.js").Presses}
 */
export function presses(viewer) {
  /** @param {(state: State) => State} step @param {string} words @param {boolean} [glide] */
  const change = (step, words, glide) => {
    viewer.apply(step(viewer.state), glide);
    viewer.frame.say(words);
  };
  return {
    ...steps(viewer),
    view: (name) => viewer.apply(states.viewed(viewer.state, viewer.scene, name)),
    isolate: () => withChosen(viewer, (state, structure) => states.isolated(state, keyOf(structure)), isolation),
    ghost: () => withChosen(viewer, states.ghosted, (name, look) => `${name} is ${look === "ghost" ? "a ghost" : "solid"}.`),
    hide: () => withChosen(viewer, states.shownOrHidden, (name, look) => `${name} is ${look === "hidden" ? "hidden" : "shown"}.`),
    showAll: () => change(states.allShown, "All structures are shown."),
    mirror: () => change(states.mirrored, "Left and right are exchanged.", false),
    labels: () => viewer.apply(states.labelsToggled(viewer.state)),
    reset: () => change(() => states.initialState(viewer.scene), "Back to the first view."),
    copyLink: () => copyLink(viewer),
  };
}

/** The keyboard on the canvas. @param {Viewer} viewer @returns {import("./keys.js").KeyMoves} */
export function keyMoves(viewer) {
  return { ...steps(viewer), home: presses(viewer).reset };
}

/** Fingers and mouse: the picture follows them at once. @param {Viewer} viewer @returns {import("./gestures.js").Moves} */
export function pointerMoves(viewer) {
  /** @param {Camera} camera */
  const go = (camera) => {
    viewer.frame.hint.hidden = true;
    viewer.apply(states.moved(viewer.state, camera), false);
  };
  return {
    turn: (right_deg, up_deg) => go(turned(viewer.stage.seen, right_deg, up_deg)),
    zoom: (factor) => go(zoomed(viewer.stage.seen, factor)),
    pan: (right, up) => go(panned(viewer.stage.seen, right, up)),
    tap: (place, reach) => viewer.tap(place, reach),
    doubleTap: (place, reach) => centre(viewer, place, reach),
    hover: (place, reach) => hover(viewer, place, reach),
    fills: () => viewer.frame.fills(),
  };
}

/** Turns about what lies under a place from now on, and comes nearer. @param {Viewer} viewer @param {Place} place @param {number} reach */
function centre(viewer, place, reach) {
  const found = viewer.stage.pick(place, reach);
  if (!found) return;
  const camera = { ...viewer.state.camera, target: found.point };
  viewer.apply(states.moved(viewer.state, zoomed(camera, NEARER)));
}

/** Names what lies under the pointer. @param {Viewer} viewer @param {Place | null} place @param {number} reach */
function hover(viewer, place, reach) {
  const found = place && viewer.stage.pick(place, reach);
  viewer.stage.hover(found?.key ?? null);
  viewer.frame.hover(viewer.structures.get(found?.key ?? ""), place, viewer.state.mirrored);
}

/** The list of structures. @param {Viewer} viewer @returns {Omit<import("./structure-row.js").Uses, "page">} */
export function listUses(viewer) {
  return {
    choose: (key) => viewer.apply(states.selected(viewer.state, key)),
    toggle: (structure) => viewer.apply(states.shownOrHidden(viewer.state, structure)),
    hover: (key) => viewer.stage.hover(key),
  };
}

/** Single steps, by key or button: they glide, and add up when pressed quickly. @param {Viewer} viewer */
function steps(viewer) {
  /** @param {Camera} camera */
  const go = (camera) => viewer.apply(states.moved(viewer.state, camera));
  return {
    /** @param {number} right_deg @param {number} up_deg */
    turn: (right_deg, up_deg) => go(turned(viewer.state.camera, right_deg, up_deg)),
    /** @param {number} factor */
    zoom: (factor) => go(zoomed(viewer.state.camera, factor)),
    /** @param {number} right @param {number} up */
    pan: (right, up) => go(panned(viewer.state.camera, right, up)),
  };
}

/**
 * Does something with the chosen structure and says what.
 * @param {Viewer} viewer
 * @param {(state: State, structure: Structure) => State} step
 * @param {(name: string, look: states.Look, state: State) => string} words
 */
function withChosen(viewer, step, words) {
  const structure = viewer.chosen();
  if (!structure) return viewer.frame.say("Choose a structure first.");
  viewer.apply(step(viewer.state, structure));
  const { state } = viewer;
  viewer.frame.say(words(spokenName(structure, state.mirrored), states.lookOf(state, structure), state));
}

/** @param {string} name @param {states.Look} _look @param {State} state */
function isolation(name, _look, state) {
  return state.isolated ? `Only ${name} is shown.` : "All are shown as before.";
}

/** Puts the address of this picture into the address bar and, where the browser allows it, on the clipboard. @param {Viewer} viewer */
async function copyLink(viewer) {
  const address = new URL(viewer.fragment(), location.href);
  history.replaceState(history.state, "", address);
  const copied = await navigator.clipboard?.writeText(address.href).then(() => true, () => false);
  viewer.frame.say(copied ? "The link to this picture is copied." : "The link to this picture is in the address bar.");
}
