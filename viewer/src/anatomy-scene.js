/**
 * `<anatomy-scene scene="levator-scapulae"><picture></anatomy-scene>`: a picture of the body that comes alive.
 *
 * The picture inside is the page without JavaScript. A tap on the button loads the viewer and the scene; closing
 * returns to the picture and gives the graphics context back. One scene a page is alive: a scene that starts says
 * so on the document, and the others close. All addresses are found from this script's own (../scenes, ../body).
 *
 * @typedef {typeof import("./viewer.js").Viewer} Viewer
 */
import { icon, make } from "./dom.js";
import { sceneIn } from "./fragment.js";
import styles from "./element.css";

const STARTED = "anatomy-scene:started";
const NO_WEBGL = "This browser or device cannot draw in 3D (it offers no WebGL 2). The picture and the list show the same structures.";
const FAILED = "The 3D view could not be loaded. Check the connection and try again.";
const LOST = "The 3D view was stopped by the graphics system. It can be started again.";

/** A context that was lost is asked for again once, unless it was lost so soon before. */
const LOST_AGAIN_MS = 20_000;

class AnatomyScene extends HTMLElement {
  /** @type {InstanceType<Viewer> | null} */
  #viewer = null;
  /** Ends what the element listens to while it is on the page. */
  #left = new AbortController();
  /** Number of the latest start or stop: what an older start has loaded is no longer wanted. */
  #turn = 0;
  #lostAt = -Infinity;

  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(styles);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    this.words = make("span");
    this.button = make("button", { type: "button", class: "start" }, icon("cube"), this.words);
    this.note = make("p", { class: "note", role: "status" });
    this.poster = make("div", { class: "poster", click: () => this.start() }, make("slot"), this.button);
    this.room = make("div", { class: "room" });
    root.append(this.poster, this.room, this.note);
    this.words.textContent = "View in 3D";
  }

  connectedCallback() {
    this.#left = new AbortController();
    const { signal } = this.#left;
    document.addEventListener(STARTED, (event) => event.target !== this && this.close(false), { signal });
    addEventListener("hashchange", () => this.#follow(), { signal });
    this.#follow();
  }

  disconnectedCallback() {
    this.#left.abort();
    this.close(false);
  }

  get scene() {
    return this.getAttribute("scene") ?? "";
  }

  /** Loads what is needed and shows the scene; `focus` takes the keyboard along. @param {string} [fragment] @param {boolean} [focus] */
  async start(fragment = "", focus = true) {
    if (this.dataset.state) return;
    const turn = ++this.#turn;
    this.#show("loading", "");
    this.dispatchEvent(new CustomEvent(STARTED, { bubbles: true }));
    try {
      const [module, json] = await Promise.all([this.#code(), this.#load()]);
      if (turn !== this.#turn) return;
      this.#open(module, json, fragment);
      await this.#viewer?.start();
      if (focus && turn === this.#turn) this.#viewer?.focus();
    } catch (why) {
      if (turn === this.#turn) this.#giveUp(/** @type {Error} */ (why));
    }
  }

  /** Back to the picture; `focus` returns the keyboard to the button. @param {boolean} [focus] */
  close(focus = true) {
    this.#turn++;
    this.#viewer?.dispose();
    this.#viewer = null;
    this.#show("", "");
    if (focus) this.button.focus({ preventScroll: true });
  }

  /** Starts where the page's address names this scene. */
  #follow() {
    if (!this.scene || sceneIn(location.hash) !== this.scene) return;
    this.close(false);
    this.scrollIntoView({ block: "nearest" });
    this.start(location.hash, false);
  }

  /** The whole body has a viewer of its own, which other pages need not load. */
  #code() {
    return this.hasAttribute("explorer") ? import("./explorer.js") : import("./viewer.js");
  }

  async #load() {
    const answer = await fetch(new URL(`../scenes/${this.scene}.json`, import.meta.url), { cache: "no-cache" });
    if (!answer.ok) throw new Error(`Scene ${this.scene} answered ${answer.status}`);
    return answer.json();
  }

  /** @param {{ Viewer: Viewer }} module @param {object} json @param {string} fragment */
  #open({ Viewer }, json, fragment) {
    this.#viewer = new Viewer({
      json,
      fragment,
      room: this.room,
      meshAddress: (file) => new URL(`../body/${file}`, import.meta.url).href,
      pageAddress: (page) => new URL(`../../${page}`, import.meta.url).href,
      ready: () => this.#show("started", ""),
      close: () => this.close(),
      lost: () => this.#lost(),
    });
  }

  /** @param {Error} why */
  #giveUp(why) {
    this.close(false);
    const hopeless = why.name === "NoWebGl";
    this.#show("", hopeless ? NO_WEBGL : FAILED);
    this.button.hidden = hopeless;
    if (!hopeless) console.warn(why);
  }

  /** Starts again in the same state, or goes back to the picture where that has just been tried. */
  #lost() {
    const fragment = this.#viewer?.fragment();
    const again = performance.now() - this.#lostAt > LOST_AGAIN_MS;
    this.#lostAt = performance.now();
    this.close(false);
    if (again) this.start(fragment, false);
    else this.#show("", LOST);
  }

  /** The page's own words about the scene, which the viewer's list and notes replace while it is alive. */
  #pageList() {
    const list = document.querySelector(`[data-scene="${CSS.escape(this.scene)}"]`);
    return list?.closest("details") ?? list;
  }

  /** @param {"" | "loading" | "started"} state @param {string} words */
  #show(state, words) {
    if (state) this.dataset.state = state;
    else delete this.dataset.state;
    this.note.textContent = words;
    this.words.textContent = state === "loading" ? "Loading" : "View in 3D";
    this.#pageList()?.toggleAttribute("hidden", state === "started");
  }
}

if (!customElements.get("anatomy-scene")) customElements.define("anatomy-scene", AnatomyScene);
