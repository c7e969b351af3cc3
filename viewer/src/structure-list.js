/**
 * The list of structures: the real control of the viewer, of which the canvas is the mirror. Each row has the
 * structure's name (press to choose it), a link to its page, and a button that shows or hides it.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./state.js").State} State
 * @typedef {{ structure: Structure, item: HTMLElement, name: HTMLElement, side: HTMLElement, eye: HTMLElement }} Row
 * @typedef {{ choose: (key: string) => void, toggle: (structure: Structure) => void,
 *   hover: (key: string | null) => void, page: (structure: Structure) => string | null }} Uses
 */
import { icon, iconButton, make, setIcon, setPressed } from "./dom.js";
import { colourOf } from "./palette.js";
import { keyOf, loadingOrder, seenSide, spokenName } from "./scene.js";
import { lookOf } from "./state.js";

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
    this.element.addEventListener("keydown", (event) => this.#step(event));
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
    const rows = structures.map((structure) => this.#row(structure));
    this.#rows.push(...rows);
    return make("ul", { "aria-label": title }, ...rows.map(({ item }) => item));
  }

  /** @param {Structure} structure @returns {Row} */
  #row(structure) {
    const key = keyOf(structure);
    const swatch = make("span", { class: "swatch" });
    swatch.style.background = colourOf(structure);
    const side = make("small");
    const choose = { type: "button", class: "name", click: () => this.uses.choose(key) };
    const name = make("button", choose, swatch, make("span", {}, structure.name), " ", side);
    const eye = iconButton({ icon: "eye", label: "Show", bare: true, press: () => this.uses.toggle(structure) }, { class: "eye" });
    const hovering = { pointerenter: () => this.uses.hover(key), pointerleave: () => this.uses.hover(null) };
    const item = make("li", { "data-structure": key, ...hovering }, name, this.#link(structure), eye);
    return { structure, item, name, side, eye };
  }

  /** @param {Structure} structure */
  #link(structure) {
    const page = this.uses.page(structure);
    const label = `Page of ${structure.name}`;
    return page ? make("a", { class: "page", href: page, "aria-label": label, title: label }, icon("page")) : null;
  }

  /** Arrow keys step from row to row, staying in their column. @param {KeyboardEvent} event */
  #step(event) {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const from = /** @type {HTMLElement} */ (event.target);
    const at = this.#rows.findIndex(({ item }) => item.contains(from));
    const to = this.#rows[at + by];
    if (!by || !to) return;
    event.preventDefault();
    (from.classList.contains("eye") ? to.eye : to.name).focus();
  }
}

/** @param {Row} row @param {State} state */
function updateRow({ structure, item, name, side, eye }, state) {
  const look = lookOf(state, structure);
  const seen = seenSide(structure.side, state.mirrored);
  item.dataset.look = look;
  side.textContent = seen === "midline" ? "" : seen;
  setPressed(name, state.selected === keyOf(structure));
  setPressed(eye, look !== "hidden");
  eye.setAttribute("aria-label", `Show ${spokenName(structure, state.mirrored)}`);
  eye.title = look === "hidden" ? "Show" : "Hide";
  setIcon(eye, look === "hidden" ? "hidden" : "eye");
}
