/**
 * The buttons of the whole body: views, the chosen structure, steps back, how deep it is peeled, which systems and
 * regions are shown, where it is cut, how far it is taken apart.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./state.js").State} State
 * @typedef {import("./opening.js").Axis} Axis
 * @typedef {import("./sieve.js").Sieve} Sieve
 * @typedef {import("./controls.js").Presses & {
 *   among: () => void, near: () => void, undo: () => void, redo: () => void,
 *   sieve: (change: Partial<Sieve>, words?: string) => void, region: (id: string) => void,
 *   cut: (axis: Axis | null) => void, cutAt: (at: number) => void, turnCut: () => void, apart: (share: number) => void }} Presses
 */
import { group, movingRow, viewButton } from "./controls.js";
import { iconButton, make, setPressed } from "./dom.js";
import { PLANES } from "./opening.js";
import { keyOf } from "./scene.js";
import { PEELED_MOST, PEELED_WORDS, regionsOf, toggled } from "./sieve.js";
import { lookOf } from "./state.js";

const STEPS = 100;

export class ExplorerControls {
  /** What follows the state. @type {((state: State) => void)[]} */
  #followers = [];

  /** @param {Scene} scene @param {Presses} press @param {boolean} single  one region at a time */
  constructor(scene, press, single) {
    this.scene = scene;
    this.press = press;
    this.undo = iconButton({ icon: "undo", label: "Undo", bare: true, press: press.undo });
    this.redo = iconButton({ icon: "redo", label: "Redo", bare: true, press: press.redo });
    const { row, toggle } = movingRow(press);
    const wide = !matchMedia("(max-width: 48em)").matches;
    this.element = make(
      "div",
      { class: "controls" },
      group("Views", "views", ...scene.views.map((view) => this.#view(view))),
      this.#chosen(),
      this.#whole(toggle),
      row,
      this.#depth(),
      folded("Systems", wide, group("Systems", "chips", ...this.#systems())),
      folded(single ? "Region, one at a time" : "Regions", wide, group("Regions", "chips", ...this.#regions(single))),
      folded("Cut and take apart", false, this.#cut(), this.#apart()),
    );
  }

  /** @param {State} state */
  update(state) {
    for (const follow of this.#followers) follow(state);
  }

  /** @param {{ past: unknown[], future: unknown[] }} history */
  steps({ past, future }) {
    this.undo.disabled = !past.length;
    this.redo.disabled = !future.length;
  }

  /** A button that is pressed where something is so. @param {string} label @param {(state: State) => boolean} so @param {() => void} press */
  #toggle(label, so, press) {
    const button = make("button", { type: "button", click: press }, label);
    this.#followers.push((state) => setPressed(button, so(state)));
    return button;
  }

  /** @param {import("./scene.js").View} view */
  #view(view) {
    const button = viewButton(view, this.press);
    this.#followers.push((state) => setPressed(button, state.view === view.name));
    return button;
  }

  #chosen() {
    const { press, scene } = this;
    const isolate = iconButton({ icon: "isolate", label: "Isolate", press: press.isolate });
    const among = iconButton({ icon: "among", label: "With bones", press: press.among });
    const ghost = iconButton({ icon: "ghost", label: "Ghost", press: press.ghost });
    const hide = iconButton({ icon: "hidden", label: "Hide", press: press.hide });
    const near = iconButton({ icon: "near", label: "Zoom to it", press: press.near });
    const all = iconButton({ icon: "all", label: "Show all", press: press.showAll });
    this.#followers.push((state) => {
      const structure = scene.structures.find((each) => keyOf(each) === state.selected);
      const look = structure ? lookOf(state, structure) : null;
      setPressed(isolate, state.isolated !== null && !state.among);
      setPressed(among, state.isolated !== null && state.among);
      setPressed(ghost, look === "ghost");
      setPressed(hide, look === "hidden");
    });
    return group("Chosen structure", "chosen six", isolate, among, near, ghost, hide, all);
  }

  /** @param {HTMLElement} toggle */
  #whole(toggle) {
    const { press } = this;
    const labels = iconButton({ icon: "label", label: "Names of what is seen", bare: true, press: press.labels });
    this.#followers.push((state) => setPressed(labels, state.labels));
    const reset = iconButton({ icon: "reset", label: "Reset", bare: true, press: press.reset });
    const link = iconButton({ icon: "link", label: "Copy link to this picture", bare: true, press: press.copyLink });
    return group("Whole body", "scene", this.undo, this.redo, labels, reset, link, toggle);
  }

  #depth() {
    const words = make("output", { for: "peel" });
    const slider = range("peel", PEELED_MOST, (value) => this.press.sieve({ peeled: value }));
    this.#followers.push(({ sieve }) => {
      const said = PEELED_WORDS[sieve?.peeled ?? 0];
      slider.value = String(sieve?.peeled ?? 0);
      slider.setAttribute("aria-valuetext", said);
      words.textContent = said;
    });
    return make("div", { class: "slider" }, make("label", { for: "peel" }, "Peel, from skin to bone"), words, slider);
  }

  #systems() {
    const ids = (this.scene.systems ?? []).map(({ id }) => id);
    return (this.scene.systems ?? []).map(({ id, name }) =>
      this.#toggle(
        name,
        ({ sieve }) => sieve?.systems.includes(id) ?? false,
        () => this.press.sieve({ systems: toggled(this.sieve.systems, id, ids) }),
      ),
    );
  }

  /** @param {boolean} single */
  #regions(single) {
    const packs = (this.scene.packs ?? []).filter(({ over }) => !over);
    const buttons = packs.map(({ id, name }) =>
      this.#toggle(name, ({ sieve }) => sieve?.regions.includes(id) ?? false, () => this.press.region(id)),
    );
    const left = this.#toggle("Left half", ({ sieve }) => sieve?.left ?? false, () => this.press.sieve({ left: !this.sieve.left }));
    if (single) return [...buttons, left];
    const all = make("button", { type: "button", click: () => this.press.sieve({ regions: regionsOf(packs) }) }, "All regions");
    const none = make("button", { type: "button", click: () => this.press.sieve({ regions: [] }) }, "No region");
    return [...buttons, all, none, left];
  }

  /** The sieve as it is now, which every press changes. @returns {Sieve} */
  get sieve() {
    return /** @type {Sieve} */ (this.now?.sieve);
  }

  #cut() {
    const { press } = this;
    const axes = /** @type {Axis[]} */ (Object.keys(PLANES));
    const planes = axes.map((axis) => this.#toggle(PLANES[axis].name, ({ cut }) => cut?.axis === axis, () => press.cut(axis)));
    const none = this.#toggle("No cut", ({ cut }) => cut === null, () => press.cut(null));
    const slider = range("cut", STEPS, (value) => press.cutAt(value / STEPS));
    const other = make("button", { type: "button", click: press.turnCut }, "Other half");
    const where = make("div", { class: "slider" }, make("label", { for: "cut" }, "Where the plane stands"), slider, other);
    this.#followers.push((state) => {
      this.now = state;
      where.hidden = !state.cut;
      slider.value = String(Math.round((state.cut?.at ?? 0.5) * STEPS));
    });
    return make("div", {}, group("Cutting plane", "chips", none, ...planes), where);
  }

  #apart() {
    const slider = range("apart", STEPS, (value) => this.press.apart(value / STEPS));
    this.#followers.push(({ apart }) => (slider.value = String(Math.round(apart * STEPS))));
    return make("div", { class: "slider" }, make("label", { for: "apart" }, "Take apart"), slider);
  }
}

/** @param {string} id @param {number} max @param {(value: number) => void} moved */
function range(id, max, moved) {
  const input = make("input", { type: "range", id, min: "0", max: String(max), step: "1" });
  input.addEventListener("input", () => moved(Number(input.value)));
  return input;
}

/** @param {string} title @param {boolean} open @param {...HTMLElement} inside */
function folded(title, open, ...inside) {
  return make("details", { class: "fold", open }, make("summary", {}, title), ...inside);
}
