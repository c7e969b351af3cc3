/**
 * Which structures of the whole body are let through: by how deep it is peeled, by system, by region, by side.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {object} Sieve
 * @property {number} peeled  0 with the skin .. PEELED_MOST down to the bones
 * @property {string[]} systems  ids of those that are shown
 * @property {string[]} regions  ids of the packs that are shown
 * @property {boolean} left  whether the left half is shown
 */

/** Layers of the body's records, 0 deep .. 5 superficial; the skin lies over them. */
const SKIN_LAYER = 6;
/** One step for the skin, one for each layer, and then the bones alone are left. */
export const PEELED_MOST = SKIN_LAYER + 1;
/** What each step shows, in words. */
export const PEELED_WORDS = [
  "Skin",
  "All under the skin",
  "Superficial layer removed",
  "Two layers removed",
  "Three layers removed",
  "Four layers removed",
  "Deepest layer",
  "Bones",
];

/** The body as it is first seen: all under the skin. @param {Scene} scene @returns {Sieve | null} */
export function openSieve({ packs, systems }) {
  if (!packs?.length) return null;
  const shown = (systems ?? []).filter(({ on }) => on).map(({ id }) => id);
  return { peeled: 1, systems: shown, regions: regionsOf(packs), left: true };
}

/** The packs that are regions, and not over all of them. @param {import("./scene.js").Pack[]} packs */
export function regionsOf(packs) {
  return packs.filter(({ over }) => !over).map(({ id }) => id);
}

/** @param {Sieve | null} sieve @param {Structure} structure @returns {boolean} */
export function passes(sieve, structure) {
  if (!sieve) return true;
  const { pack = "", system = "", layer, side, everywhere, always } = structure;
  if (side === "left" && !sieve.left) return false;
  if (!sieve.systems.includes(system) || !(everywhere || sieve.regions.includes(pack))) return false;
  return always || layer <= SKIN_LAYER - sieve.peeled;
}

/** The list with one more or one less, in its own order. @param {string[]} list @param {string} one @param {string[]} all */
export function toggled(list, one, all) {
  return all.filter((each) => (each === one) !== list.includes(each));
}

/** The words of a sieve in the address, where it differs from the first one. @param {Sieve | null} sieve @param {Scene} scene */
export function sieveWords(sieve, scene) {
  const first = openSieve(scene);
  if (!sieve || !first) return [];
  /** @type {[string, string][]} */
  const words = [];
  if (sieve.peeled !== first.peeled) words.push(["peel", String(sieve.peeled)]);
  for (const name of /** @type {const} */ (["systems", "regions"])) {
    if (sieve[name].join() !== first[name].join()) words.push([name, sieve[name].join(",") || "none"]);
  }
  if (!sieve.left) words.push(["left", "0"]);
  return words;
}

/** The sieve that an address asks for. @param {URLSearchParams} words @param {Scene} scene @returns {Sieve | null} */
export function sieveIn(words, scene) {
  const first = openSieve(scene);
  if (!first) return null;
  const peeled = Number(words.get("peel") ?? first.peeled);
  const known = { systems: (scene.systems ?? []).map(({ id }) => id), regions: first.regions };
  /** @param {"systems" | "regions"} name */
  const list = (name) => {
    const asked = words.get(name)?.split(",");
    return asked ? known[name].filter((id) => asked.includes(id)) : first[name];
  };
  return {
    peeled: Number.isInteger(peeled) && peeled >= 0 && peeled <= PEELED_MOST ? peeled : first.peeled,
    systems: list("systems"),
    regions: list("regions"),
    left: words.get("left") !== "0",
  };
}
