/**
 * The viewer: what `<anatomy-scene>` loads on the first tap. One state, shown by the canvas, the controls and
 * the list alike; every press makes the next state.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./state.js").State} State
 * @typedef {import("./gestures.js").Place} Place
 *
 * @typedef {object} Opening
 * @property {Partial<Scene>} json  the scene as it was loaded
 * @property {HTMLElement} room  the element that takes the viewer in
 * @property {string} fragment  of the page's address: the state to begin with, if it speaks of this scene
 * @property {(file: string) => string} meshAddress
 * @property {(page: string) => string} pageAddress
 * @property {() => void} ready  the first picture stands
 * @property {() => void} close
 * @property {() => void} lost  the graphics context was lost
 */
import { keyMoves, listUses, pointerMoves, presses } from "./actions.js";
import { Controls } from "./controls.js";
import { make } from "./dom.js";
import { fragmentOf, stateIn } from "./fragment.js";
import { Frame } from "./frame.js";
import { Gestures } from "./gestures.js";
import { NoWebGl } from "./gpu.js";
import { pressed } from "./keys.js";
import { Labels } from "./labels.js";
import { load } from "./loading.js";
import { keyOf, loadingOrder, sceneOf } from "./scene.js";
import { Stage } from "./stage.js";
import * as states from "./state.js";
import { StructureList } from "./structure-list.js";
import styles from "./viewer.css";

export { NoWebGl };

/** Width of the coarse picture by which covered landmarks are found. */
const DEPTH_PX = 240;

export class Viewer {
  #end = new AbortController();
  /** The part that was touched last, for its name. */
  #node = "";
  #arrived = () => {};
  /** Whose files were loaded or have failed. @type {Set<Structure>} */
  #there = new Set();

  /** @param {Opening} opening */
  constructor(opening) {
    this.opening = opening;
    this.scene = sceneOf(opening.json);
    this.structures = new Map(this.scene.structures.map((structure) => [keyOf(structure), structure]));
    this.state = this.firstState();
    /** @param {Structure} structure */
    const page = (structure) => (structure.page === null ? null : elsewhere(opening.pageAddress(structure.page)));
    this.frame = new Frame(this.scene, { close: opening.close, page });
    this.controls = this.makeControls();
    this.list = this.makeList(page);
    this.labels = new Labels(this.scene.landmarks);
    this.frame.area.after(this.labels.lines, this.labels.names);
    this.element = this.#room();
    this.stage = this.#stage();
    this.#listen();
  }

  /** What is shown where the address says nothing. */
  firstState() {
    return states.initialState(this.scene);
  }

  /** @returns {{ element: HTMLElement, update: (state: State) => void }} */
  makeControls() {
    return new Controls(this.scene, presses(this));
  }

  /** @param {(structure: Structure) => string | null} page @returns {{ element: HTMLElement, update: (state: State) => void, missing: (structures: Structure[]) => void }} */
  makeList(page) {
    return new StructureList(this.scene, { page, ...listUses(this) });
  }

  /** Most device pixels a CSS pixel, where they are few. @returns {number | undefined} */
  sharpness() {
    return undefined;
  }

  /** Whether it was left in the meantime. */
  get left() {
    return this.#end.signal.aborted;
  }

  /** Shows the state that the address asks for. */
  open() {
    this.apply(stateIn(this.opening.fragment, this.scene) ?? this.state, false);
  }

  /** Loads the structures, the page's own first; kept once all are there. */
  async start() {
    this.open();
    const { own, around } = loadingOrder(this.scene);
    await this.load(own.length ? own : around);
    if (this.left) return;
    this.stage.redraw();
    this.opening.ready();
    if (own.length) await this.load(around);
    if (!this.left) this.frame.loading(1);
  }

  /** The address of the very picture that is seen now. */
  fragment() {
    return fragmentOf(this.state, this.scene);
  }

  focus() {
    this.frame.area.focus({ preventScroll: true });
  }

  dispose() {
    this.frame.leaveFull();
    this.#end.abort();
    this.stage.dispose();
    this.element.remove();
  }

  #room() {
    const style = new CSSStyleSheet();
    style.replaceSync(styles);
    const root = /** @type {ShadowRoot} */ (this.opening.room.getRootNode());
    root.adoptedStyleSheets = [root.adoptedStyleSheets[0], style];
    const inner = make("div", { class: "layout" }, this.frame.element, this.controls.element, this.list.element, this.#about());
    const element = make("section", { class: "viewer", "aria-label": `3D view: ${this.scene.title}` }, inner);
    this.opening.room.append(element);
    return element;
  }

  #about() {
    const { credits, faults } = this.scene;
    if (!credits.length && !faults.length) return null;
    const lines = [...credits, ...faults.map((fault) => `Known fault: ${fault}`)];
    return make("details", { class: "about" }, make("summary", {}, "About this model"), ...lines.map((line) => make("p", {}, line)));
  }

  #stage() {
    try {
      return new Stage(this.scene, this.frame.canvas, (shot, still) => this.drawn(shot, still), this.sharpness());
    } catch (why) {
      this.element.remove();
      throw why;
    }
  }

  #listen() {
    const { signal } = this.#end;
    new Gestures(this.frame.area, pointerMoves(this), signal);
    this.frame.canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      if (!signal.aborted) this.opening.lost();
    });
    this.element.addEventListener("keydown", (event) => this.#key(event), { signal });
    document.addEventListener("fullscreenchange", () => this.frame.followFullScreen(), { signal });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const onCanvas = event.target === this.frame.area;
    if (event.key === "Escape" && !this.frame.leaveFull()) this.opening.close();
    else if (!onCanvas || !pressed(event, keyMoves(this))) return;
    event.preventDefault();
  }

  /** @param {Structure[]} structures */
  async load(structures) {
    await load(structures, {
      address: this.opening.meshAddress,
      signal: this.#end.signal,
      loaded: (users, pieces) => {
        this.stage.drawing.add(users, pieces);
        this.#progress(users);
      },
      failed: (users) => {
        this.list.missing(users);
        this.frame.say(`${users[0].name} could not be loaded.`);
        this.#progress(users);
      },
    });
  }

  /** @param {Structure[]} more */
  #progress(more) {
    for (const structure of more) this.#there.add(structure);
    this.#arrived();
    this.frame.loading(this.#there.size / this.wanted());
    this.stage.redraw();
  }

  /** Kept once anything at all is drawn. @returns {Promise<void>} */
  firstPiece() {
    return new Promise((kept) => (this.#arrived = kept));
  }

  /** How many structures are to be loaded. */
  wanted() {
    return this.scene.structures.length;
  }

  /** Shows a state everywhere. @param {State} state @param {boolean} [glide] */
  apply(state, glide = true) {
    if (state.selected !== this.state.selected) this.#node = "";
    this.state = state;
    this.stage.show(state, glide);
    this.controls.update(state);
    this.list.update(state);
    this.labels.show(state.labels);
    this.frame.choose(this.chosen(), this.#node, state.mirrored);
  }

  /** The structure that is chosen. */
  chosen() {
    return this.structures.get(this.state.selected ?? "");
  }

  /** @param {import("./drawing.js").Shot} shot @param {boolean} still */
  drawn(shot, still) {
    if (!this.labels.shown) return;
    this.labels.place(shot);
    if (still) this.labels.cover(shot, this.stage.drawing.depths(shot, DEPTH_PX));
  }

  /** Chooses what lies under a place. @param {Place} place @param {number} reach */
  tap(place, reach) {
    const found = this.stage.pick(place, reach);
    this.frame.hint.hidden = true;
    if (!found) return;
    this.apply(states.selected(this.state, found.key));
    this.#node = found.node;
    this.frame.choose(this.chosen(), found.node, this.state.mirrored);
  }
}

/** An address, or null for the page that is open already. @param {string} address */
function elsewhere(address) {
  return new URL(address).pathname === location.pathname ? null : address;
}
