/**
 * All structures of the body by region and system, and a field that finds them by name. A row stands for both sides.
 * Rows are made when their region is opened or they are found: a thousand at once would be slow.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./state.js").State} State
 * @typedef {import("./structure-row.js").Row} Row
 * @typedef {import("./structure-row.js").Uses} Uses
 */
import { make } from "./dom.js";
import { found } from "./finding.js";
import { rowOf, stepped, updateRow } from "./structure-row.js";

/** Where the list has a column of its own (viewer.css); elsewhere it lies before the buttons and is folded. */
const BESIDE = "(min-width: 62em)";

export class ExplorerList {
  /** Rows of regions that were opened. @type {Row[]} */
  #rows = [];
  /** @type {Row[]} */
  #found = [];
  /** @type {State | null} */
  #state = null;

  /** @param {Scene} scene @param {Uses} uses */
  constructor(scene, uses) {
    this.scene = scene;
    this.uses = uses;
    this.structures = scene.structures.filter(({ side }) => side !== "left");
    this.field = make("input", { type: "search", id: "find", autocomplete: "off", placeholder: "Name, e.g. piriformis", input: () => this.#find() });
    this.field.addEventListener("keydown", (event) => this.#enter(event));
    this.count = make("p", { class: "count", role: "status" });
    this.answers = make("ul", { "aria-label": "Found structures", hidden: true });
    const wide = matchMedia(BESIDE).matches;
    const packs = (scene.packs ?? []).map((pack) => this.#region(pack));
    this.regions = make("details", { class: "regions", open: wide }, make("summary", {}, "All by region"), ...packs);
    const label = make("label", { class: "find", for: "find" }, "Find a structure");
    this.element = make("div", { class: "panel" }, label, this.field, this.count, this.answers, this.regions);
    this.element.addEventListener("keydown", (event) => stepped(event, this.#seen()));
  }

  /** @param {State} state */
  update(state) {
    this.#state = state;
    for (const row of this.#seen()) updateRow(row, state, true);
  }

  /** Says of structures that their file could not be had. @param {Structure[]} structures */
  missing(structures) {
    const packs = new Set(structures.map(({ pack }) => pack));
    for (const each of this.regions.querySelectorAll("details")) {
      if (packs.has(each.dataset.pack)) each.firstElementChild?.append(make("em", { class: "missing" }, "could not be loaded"));
    }
  }

  #seen() {
    return this.answers.hidden ? this.#rows : this.#found;
  }

  /** @param {import("./scene.js").Pack} pack */
  #region({ id, name }) {
    const inside = this.structures.filter(({ pack }) => pack === id);
    const region = make("details", { "data-pack": id }, make("summary", {}, `${name} (${inside.length})`));
    region.addEventListener("toggle", () => region.childElementCount === 1 && region.append(...this.#systems(inside)));
    return region;
  }

  /** @param {Structure[]} inside */
  #systems(inside) {
    const lists = (this.scene.systems ?? []).flatMap(({ id, name }) => {
      const own = inside.filter(({ system }) => system === id);
      return own.length ? [make("p", { class: "heading", "aria-hidden": "true" }, name), this.#list(name, own)] : [];
    });
    if (this.#state) this.update(this.#state);
    return lists;
  }

  /** @param {string} name @param {Structure[]} structures */
  #list(name, structures) {
    const rows = [...structures].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true })).map((each) => rowOf(each, this.uses));
    this.#rows.push(...rows);
    return make("ul", { "aria-label": name }, ...rows.map(({ item }) => item));
  }

  #find() {
    const typed = this.field.value.trim();
    this.#found = found(this.structures, typed).map((structure) => rowOf(structure, this.uses));
    this.answers.replaceChildren(...this.#found.map(({ item }) => item));
    this.answers.hidden = typed === "";
    this.regions.hidden = typed !== "";
    this.count.textContent = typed === "" ? "" : this.#found.length ? `${this.#found.length} found` : "Nothing has this name.";
    if (this.#state) this.update(this.#state);
  }

  /** Enter chooses the first that was found. @param {KeyboardEvent} event */
  #enter(event) {
    if (event.key === "ArrowDown") this.#found[0]?.name.focus();
    else if (event.key === "Enter") this.#found[0]?.name.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
