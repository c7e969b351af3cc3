/**
 * What the reader has chosen in the viewer, as one value, and every step from one state to the next.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {"solid" | "ghost" | "hidden"} Look
 * @typedef {object} State
 * @property {Camera} camera
 * @property {string | null} view  name of the canonical view the camera stands in
 * @property {string | null} selected  key of a structure
 * @property {string | null} isolated  key of a structure
 * @property {boolean} among  whether the bones stand as ghosts around what is isolated
 * @property {Record<string, Look>} looks  what differs from the scene, by key
 * @property {boolean} mirrored
 * @property {boolean} labels
 * @property {import("./sieve.js").Sieve | null} sieve  what of the whole body is let through
 * @property {import("./opening.js").Cut | null} cut
 * @property {number} apart  how far the body is taken apart, 0 .. 1
 */
import { cameraOf, fromSideOf, mirrored as mirroredCamera, sameFraming } from "./camera.js";
import { isVeil, keyOf } from "./scene.js";
import { openSieve, passes } from "./sieve.js";

/** What a page is about, the most telling first: what is chosen in the beginning. */
const ABOUT = ["highlight", "source", "compressed", "nogo"];

/** @param {Scene} scene @returns {State} */
export function initialState(scene) {
  const about = ABOUT.map((role) => scene.structures.find((each) => each.role === role)).find(Boolean);
  return {
    camera: cameraOf(scene.views[0]),
    view: scene.views[0].name,
    selected: about ? keyOf(about) : null,
    isolated: null,
    among: false,
    looks: {},
    mirrored: false,
    labels: false,
    sieve: openSieve(scene),
    cut: null,
    apart: 0,
  };
}

/** The look without any choice of the reader's for this very structure. @param {State} state @param {Structure} structure @returns {Look} */
function givenLook(state, structure) {
  if (!passes(state.sieve, structure)) return "hidden";
  return structure.role === "ghost" || isVeil(structure) ? "ghost" : "solid";
}

/**
 * How a structure is drawn now.
 * @param {State} state @param {Structure} structure @returns {Look}
 */
export function lookOf(state, structure) {
  const key = keyOf(structure);
  if (state.isolated) return state.isolated === key ? "solid" : around(state, structure);
  return state.looks[key] ?? givenLook(state, structure);
}

/** How what stands around an isolated structure is drawn. @param {State} state @param {Structure} structure @returns {Look} */
function around({ among, sieve }, structure) {
  return among && structure.system === "bones" && passes(sieve, structure) ? "ghost" : "hidden";
}

/** @param {State} state @param {string | null} key @returns {State} */
export function selected(state, key) {
  return { ...state, selected: key };
}

/**
 * Shows one structure alone, or all again where it was alone already.
 * @param {State} state @param {string} key @returns {State}
 */
export function isolated(state, key) {
  const already = state.isolated === key && !state.among;
  return { ...state, selected: key, isolated: already ? null : key, among: false };
}

/**
 * Gives a structure a look, or back the one the scene gives it where it has it already.
 * @param {State} state @param {Structure} structure @param {Look} look @returns {State}
 */
export function withLook(state, structure, look) {
  const given = givenLook(state, structure);
  const { [keyOf(structure)]: current, ...looks } = state.looks;
  const next = current === look ? given : look;
  const changed = next === given ? looks : { ...looks, [keyOf(structure)]: next };
  return { ...state, isolated: null, looks: changed };
}

/**
 * The look that pressing "ghost" leads to: what is a ghost becomes solid.
 * @param {State} state @param {Structure} structure @returns {State}
 */
export function ghosted(state, structure) {
  return withLook(state, structure, lookOf(state, structure) === "ghost" ? "solid" : "ghost");
}

/** @param {State} state @param {Structure} structure @returns {State} */
export function shownOrHidden(state, structure) {
  return lookOf(state, structure) === "hidden" ? revealed(state, structure) : withLook(state, structure, "hidden");
}

/**
 * Showing one more structure ends the isolation of another.
 * @param {State} state @param {Structure} structure @returns {State}
 */
function revealed(state, structure) {
  const { [keyOf(structure)]: _, ...looks } = state.looks;
  const shown = givenLook(state, structure) === "hidden" ? { ...looks, [keyOf(structure)]: /** @type {Look} */ ("solid") } : looks;
  return { ...state, isolated: null, looks: shown };
}

/** Shows one structure among bones that are ghosts. @param {State} state @param {string} key @returns {State} */
export function amongBones(state, key) {
  const already = state.isolated === key && state.among;
  return { ...state, selected: key, isolated: already ? null : key, among: !already };
}

/** Shows what passes the sieve, as the scene gives it. @param {State} state @returns {State} */
export function allShown(state) {
  return { ...state, isolated: null, looks: {} };
}

/** @param {State} state @returns {State} */
export function labelsToggled(state) {
  return { ...state, labels: !state.labels };
}

/** @param {State} state @param {Partial<import("./sieve.js").Sieve>} change @returns {State} */
export function sieved(state, change) {
  return state.sieve ? { ...state, isolated: null, sieve: { ...state.sieve, ...change } } : state;
}

/** The same scene on the other side of the body, seen from the other side. @param {State} state @returns {State} */
export function mirrored(state) {
  return { ...state, mirrored: !state.mirrored, camera: mirroredCamera(state.camera) };
}

/** @param {State} state @param {Camera} camera @returns {State} */
export function moved(state, camera) {
  return { ...state, camera, view: null };
}

/**
 * The camera of a canonical view; in a mirrored scene it stands on the other side.
 * @param {State} state @param {Scene} scene @param {string} name @returns {State}
 */
export function viewed(state, scene, name) {
  const view = scene.views.find((each) => each.name === name);
  if (!view) return state;
  const camera = cameraOf(view);
  return { ...state, view: name, camera: state.mirrored ? mirroredCamera(camera) : camera };
}

/**
 * The side of a canonical view, staying as near as the eye is now: who looks at a knee is not taken away from it.
 * @param {State} state @param {Scene} scene @param {string} name @returns {State}
 */
export function viewedFromHere(state, scene, name) {
  const view = scene.views.find((each) => each.name === name);
  const whole = scene.views.some((each) => sameFraming(cameraOf(each), state.camera));
  if (!view || whole) return viewed(state, scene, name);
  return moved(state, fromSideOf(state.camera, cameraOf(view)));
}

/**
 * A view's label with its sides exchanged where the scene is mirrored.
 * @param {string} label @param {boolean} isMirrored
 */
export function viewLabel(label, isMirrored) {
  if (!isMirrored) return label;
  /** @type {Record<string, string>} */
  const other = { right: "left", left: "right", Right: "Left", Left: "Right" };
  return label.replace(/\b(right|left)\b/gi, (side) => other[side] ?? side);
}
