/**
 * The viewer of the whole body: loaded instead of viewer.js where `<anatomy-scene explorer>` asks for it. Its files are
 * packs, one a region, fetched when something of them is to be seen; what is shown goes through a sieve.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./state.js").State} State
 */
import { listUses } from "./actions.js";
import { closeTo } from "./camera.js";
import { explorerPresses } from "./explorer-actions.js";
import { ExplorerControls } from "./explorer-controls.js";
import { ExplorerList } from "./explorer-list.js";
import { NO_HISTORY, redone, remembered, undone } from "./history.js";
import { keyOf, twinKey } from "./scene.js";
import * as states from "./state.js";
import { Viewer as SceneViewer } from "./viewer.js";

/** Width of the coarse picture that is asked what is seen, how many names it gets, and from how many pixels on. */
const SEEN_PX = 200;
const MOST_NAMES = 18;
const LEAST_PIXELS = 14;
/** Memory (GB, as browsers tell it) and width of a screen below which one region is shown at a time. */
const LITTLE_MEMORY_GB = 2;
const SMALL_SCREEN_PX = 600;

export class Viewer extends SceneViewer {
  #history = NO_HISTORY;
  /** Files that were asked for. @type {Set<string>} */
  #asked = new Set();
  /** Kept once the first region stands. @type {Promise<void> | null} */
  #first = null;

  /** @override */
  firstState() {
    const state = states.initialState(this.scene);
    return this.single ? states.sieved(state, { regions: state.sieve?.regions.slice(0, 1) }) : state;
  }

  /** Whether the device is so small that it gets one region at a time. */
  get single() {
    const { deviceMemory = LITTLE_MEMORY_GB + 1, connection } = /** @type {any} */ (navigator);
    return deviceMemory <= LITTLE_MEMORY_GB || (connection?.saveData === true && innerWidth < SMALL_SCREEN_PX);
  }

  /** @override */
  sharpness() {
    return this.single ? 1 : undefined;
  }

  /** @override */
  makeControls() {
    return new ExplorerControls(this.scene, explorerPresses(this), this.single);
  }

  /** @override @param {(structure: Structure) => string | null} page */
  makeList(page) {
    const uses = listUses(this);
    /** @param {Structure} structure */
    const toggle = (structure) => this.apply(bothSides(this, structure));
    return new ExplorerList(this.scene, { ...uses, page, toggle, choose: (key) => this.#choose(key) });
  }

  /** Loads what is to be seen, a region at a time; kept once all of it is there. @override */
  async start() {
    this.element.classList.add("explorer");
    this.frame.element.after(this.list.element);
    this.open();
    await this.#first;
    if (this.left) return;
    this.stage.redraw();
    this.opening.ready();
  }

  /** @override */
  wanted() {
    return this.scene.structures.filter(({ file }) => this.#asked.has(file)).length;
  }

  /** @override @param {State} state @param {boolean} [glide] */
  apply(state, glide = true) {
    this.#history = remembered(this.#history, this.state, state);
    this.#show(state, glide);
  }

  /** @param {State} state @param {boolean} [glide] */
  #show(state, glide = true) {
    super.apply(this.single ? oneRegion(state) : state, glide);
    /** @type {ExplorerControls} */ (this.controls).steps(this.#history);
    this.#need();
  }

  /** @override */
  open() {
    super.open();
    this.#history = NO_HISTORY;
    /** @type {ExplorerControls} */ (this.controls).steps(this.#history);
  }

  /** Fetches the packs of which anything is shown; a small device lets go of the others first. */
  #need() {
    const shown = this.scene.structures.filter((each) => states.lookOf(this.state, each) !== "hidden");
    const files = new Set(shown.map(({ file }) => file));
    if (this.single && [...this.#asked].some((file) => !files.has(file))) {
      this.stage.drawing.empty();
      this.#asked.clear();
    }
    const fresh = [...files].filter((file) => !this.#asked.has(file));
    if (!fresh.length) return;
    for (const file of fresh) this.#asked.add(file);
    const loading = this.load(this.scene.structures.filter(({ file }) => fresh.includes(file)));
    this.#first ??= Promise.race([loading, this.firstPiece()]);
    if (this.single && this.state.view) loading.then(() => this.left || !this.state.view || this.near());
  }

  /** Names what is seen most of, once the picture stands still. @override @param {import("./drawing.js").Shot} shot @param {boolean} still */
  drawn(shot, still) {
    if (!this.labels.named) return;
    if (still) this.#name(shot);
    this.labels.place(shot);
  }

  /** @param {import("./drawing.js").Shot} shot */
  #name(shot) {
    const seen = this.stage.drawing.prominent(shot, SEEN_PX, MOST_NAMES).filter(({ pixels }) => pixels >= LEAST_PIXELS);
    /** @type {Map<string, import("./scene.js").Landmark>} */
    const named = new Map();
    for (const { structure, at } of seen) {
      if (!named.has(structure.id)) named.set(structure.id, { id: structure.id, name: structure.name, at });
    }
    this.labels.replace([...named.values()]);
  }

  /** From the list: what was hidden comes into sight. @param {string} key */
  #choose(key) {
    const chosen = states.selected(this.state, key);
    const structure = this.structures.get(key);
    const hidden = structure && states.lookOf(chosen, structure) === "hidden";
    this.apply(hidden ? states.shownOrHidden(chosen, structure) : chosen);
  }

  /** Comes so near that the chosen structure, or else all that is shown, fills the picture. */
  near() {
    const { selected } = this.state;
    const { actors } = this.stage.drawing;
    const shown = () => actors.boxOf(({ structure }) => states.lookOf(this.state, structure) !== "hidden");
    const box = actors.boxOf(({ key }) => key === selected) ?? shown();
    if (box) this.apply(states.moved(this.state, closeTo(this.state.camera, box)));
  }

  /** One step back. */
  undo() {
    this.#step(undone(this.#history, this.state), "Nothing to undo.");
  }

  /** One step forward again. */
  redo() {
    this.#step(redone(this.#history, this.state), "Nothing to redo.");
  }

  /** @param {{ state: State, history: import("./history.js").History } | null} step @param {string} otherwise */
  #step(step, otherwise) {
    if (!step) return this.frame.say(otherwise);
    this.#history = step.history;
    this.#show(step.state);
  }
}

/** Shows or hides a structure on both sides. @param {SceneViewer} viewer @param {Structure} structure */
function bothSides({ state, structures }, structure) {
  const hidden = states.lookOf(state, structure) === "hidden";
  const twin = structures.get(twinKey(structure)) ?? structure;
  const once = states.shownOrHidden(state, structure);
  const differs = keyOf(twin) !== keyOf(structure) && (states.lookOf(once, twin) === "hidden") === hidden;
  return differs ? states.shownOrHidden(once, twin) : once;
}

/** @param {State} state */
function oneRegion(state) {
  return (state.sieve?.regions.length ?? 0) > 1 ? states.sieved(state, { regions: state.sieve?.regions.slice(0, 1) }) : state;
}
