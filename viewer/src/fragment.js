/**
 * The state in the fragment of the page's address, so that a link leads to the very same picture:
 * `#scene=levator-scapulae&view=posterior&select=scapula&hide=rib-3,rib-4&mirror=1`.
 *
 * Only what differs from the scene's beginning is written. What cannot be read is passed over: a link may be
 * older than the scene.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Look} Look
 */
import { cutIn, cutWords } from "./opening.js";
import { keyOf } from "./scene.js";
import { sieveIn, sieveWords } from "./sieve.js";
import { initialState, mirrored, viewed } from "./state.js";

/** @type {Record<Look, string>} */
const WORD_OF_LOOK = { hidden: "hide", ghost: "ghost", solid: "show" };
const LOOKS = /** @type {Look[]} */ (Object.keys(WORD_OF_LOOK));
/** Places to keep: degrees to a tenth, metres to a tenth of a millimetre. */
const ANGLE_STEPS = 10;
const METRE_STEPS = 10_000;
const APART_STEPS = 100;

/**
 * The scene that a fragment asks for, or null.
 * @param {string} fragment
 */
export function sceneIn(fragment) {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("scene");
}

/** @param {State} state @param {Scene} scene */
export function fragmentOf(state, scene) {
  const start = initialState(scene);
  const words = new URLSearchParams({ scene: scene.id });
  if (state.view) words.set("view", state.view);
  else words.set("camera", cameraWords(state.camera));
  if (state.selected !== start.selected) words.set("select", state.selected ?? "");
  if (state.isolated) words.set("isolate", state.isolated);
  if (state.isolated && state.among) words.set("among", "bones");
  for (const look of LOOKS) setKeys(words, WORD_OF_LOOK[look], keysWith(state, look));
  if (state.mirrored) words.set("mirror", "1");
  if (state.labels) words.set("labels", "1");
  for (const [word, value] of sieveWords(state.sieve, scene)) words.set(word, value);
  if (state.cut) words.set("cut", cutWords(state.cut));
  if (state.apart) words.set("apart", String(Math.round(state.apart * APART_STEPS)));
  return `#${words.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
}

/**
 * The state a fragment asks for, or null where it speaks of another scene or of none.
 * @param {string} fragment @param {Scene} scene @returns {State | null}
 */
export function stateIn(fragment, scene) {
  const words = new URLSearchParams(fragment.replace(/^#/, ""));
  if (words.get("scene") !== scene.id) return null;
  const known = new Set(scene.structures.map(keyOf));
  const start = initialState(scene);
  const placed = withCamera(words.get("mirror") === "1" ? mirrored(start) : start, scene, words);
  return {
    ...placed,
    selected: words.has("select") ? knownKey(words, "select", known) : start.selected,
    isolated: knownKey(words, "isolate", known),
    among: words.get("among") === "bones",
    looks: looksIn(words, known),
    labels: words.get("labels") === "1",
    sieve: sieveIn(words, scene),
    cut: cutIn(words.get("cut")),
    apart: apartIn(words.get("apart")),
  };
}

/** @param {State} state @param {Look} look */
function keysWith(state, look) {
  return Object.keys(state.looks).filter((key) => state.looks[key] === look).sort();
}

/** @param {URLSearchParams} words @param {string} word @param {string[]} keys */
function setKeys(words, word, keys) {
  if (keys.length) words.set(word, keys.join(","));
}

/** @param {import("./camera.js").Camera} camera */
function cameraWords({ azimuth_deg, elevation_deg, distance_m, target }) {
  const angles = [azimuth_deg, elevation_deg].map((angle) => Math.round(angle * ANGLE_STEPS) / ANGLE_STEPS);
  const metres = [distance_m, ...target].map((length) => Math.round(length * METRE_STEPS) / METRE_STEPS);
  return [...angles, ...metres].join(",");
}

/** @param {State} state @param {Scene} scene @param {URLSearchParams} words @returns {State} */
function withCamera(state, scene, words) {
  const numbers = (words.get("camera") ?? "").split(",").map(Number);
  if (numbers.length !== 6 || !numbers.every(Number.isFinite) || numbers[2] <= 0) {
    return viewed(state, scene, words.get("view") ?? "");
  }
  const [azimuth_deg, elevation_deg, distance_m, x, y, z] = numbers;
  return { ...state, view: null, camera: { ...state.camera, azimuth_deg, elevation_deg, distance_m, target: [x, y, z] } };
}

/** @param {URLSearchParams} words @param {string} word @param {Set<string>} known */
function knownKey(words, word, known) {
  const key = words.get(word);
  return key !== null && known.has(key) ? key : null;
}

/** @param {URLSearchParams} words @param {Set<string>} known @returns {Record<string, Look>} */
function looksIn(words, known) {
  const pairs = LOOKS.flatMap((look) =>
    (words.get(WORD_OF_LOOK[look]) ?? "").split(",").map((key) => /** @type {const} */ ([key, look])),
  );
  return Object.fromEntries(pairs.filter(([key]) => known.has(key)));
}

/** @param {string | null} word */
function apartIn(word) {
  const share = Number(word ?? 0) / APART_STEPS;
  return share >= 0 && share <= 1 ? share : 0;
}
