/**
 * Steps back and forth between the states of a body. Turning and choosing are no steps: they destroy nothing.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {{ past: State[], future: State[] }} History
 */

const MOST = 100;
/** What a step changes. @type {(keyof State)[]} */
const KEPT = ["isolated", "among", "looks", "sieve", "cut", "apart", "mirrored"];

/** @type {History} */
export const NO_HISTORY = { past: [], future: [] };

/** @param {State} a @param {State} b */
function same(a, b) {
  return KEPT.every((name) => a[name] === b[name] || JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

/** The history once a state has been followed by another. @param {History} history @param {State} before @param {State} after @returns {History} */
export function remembered(history, before, after) {
  return same(before, after) ? history : { past: [...history.past, before].slice(-MOST), future: [] };
}

/** The state before, seen from where the eye is now; null where there is none. @param {History} history @param {State} now */
export function undone({ past, future }, now) {
  const before = past.at(-1);
  return before ? { state: seenFrom(now, before), history: { past: past.slice(0, -1), future: [...future, now] } } : null;
}

/** The state that was undone last. @param {History} history @param {State} now */
export function redone({ past, future }, now) {
  const after = future.at(-1);
  return after ? { state: seenFrom(now, after), history: { past: [...past, now], future: future.slice(0, -1) } } : null;
}

/** @param {State} now @param {State} then @returns {State} */
function seenFrom({ camera, view, selected }, then) {
  return { ...then, camera, view, selected };
}
