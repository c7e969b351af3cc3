/**
 * The list of structures: the real control of the viewer, of which the canvas is the mirror.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./state.js").State} State
 * @typedef {import("./structure-row.js").Row} Row
 * @typedef {import("./structure-row.js").Uses} Uses
 */
import { make } from "./dom.js";
import { loadingOrder } from "./scene.js";
import { rowOf, stepped, updateRow } from "./structure-row.js";

/** This many rows are not folded away. */
const FEW = 8;

export class StructureList {
  /** @type {Row[]} */
  #rows = [];

  /** @param {import("./scene.js").Scene} scene @param {Uses} uses */
  constructor(scene, uses) {
    this.uses = uses;
    const { own, around } = loadingOrder(scene);
    this.element = make("div", { class: "panel" }, this.#group("Structures", own), this.#folded("Around them", around));
    this.element.addEventListener("keydown", (event) => stepped(event, this.#rows));
  }

  /** @param {State} state */
  update(state) {
    for (const row of this.#rows) updateRow(row, state);
  }

  /** Says of structures that their file could not be had. @param {Structure[]} structures */
  missing(structures) {
    for (const { structure, item } of this.#rows) {
      if (structures.includes(structure)) item.append(make("em", { class: "missing" }, "could not be loaded"));
    }
  }

  /** @param {string} title @param {Structure[]} structures */
  #group(title, structures) {
    if (!structures.length) return null;
    return make("div", {}, make("p", { class: "heading", "aria-hidden": "true" }, title), this.#rowsOf(title, structures));
  }

  /** What stands around may be long: then it opens on demand. @param {string} title @param {Structure[]} structures */
  #folded(title, structures) {
    if (!structures.length) return null;
    const summary = make("summary", {}, `${title} (${structures.length})`);
    return make("details", { open: structures.length <= FEW }, summary, this.#rowsOf(title, structures));
  }

  /** @param {string} title @param {Structure[]} structures */
  #rowsOf(title, structures) {
    const rows = structures.map((structure) => rowOf(structure, this.uses));
    this.#rows.push(...rows);
    return make("ul", { "aria-label": title }, ...rows.map(({ item }) => item));
  }
}
