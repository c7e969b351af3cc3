/**
 * The canvas on the page: keeps its size, follows the page's theme, glides from view to view, and draws when
 * something changed and not otherwise.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {import("./drawing.js").Shot} Shot
 */
import { between, pointAt } from "./camera.js";
import { Drawing } from "./drawing.js";
import { planeOf } from "./opening.js";
import { posterAspect } from "./scene.js";
import { initialState, lookOf } from "./state.js";

const GLIDE_MS = 450;
/** A picture counts as dark where the text on it is lighter than this (share of white). */
const LIGHT_TEXT = 0.5;

/** @param {State} state @returns {Shot["look"]} */
const looksOf = (state) => (structure) => lookOf(state, structure);

/** @param {number} share */
const eased = (share) => (share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2);

export class Stage {
  #frame = 0;
  /** @type {{ from: Camera, began: number } | null} */
  #glide = null;
  /** @type {string | null} */
  #hovered = null;
  #dark = false;

  /**
   * @param {import("./scene.js").Scene} scene @param {HTMLCanvasElement} canvas
   * @param {(shot: Shot, still: boolean) => void} drawn  told after each picture; `still` once nothing moves
   * @param {number} [sharpness]  most device pixels a CSS pixel
   */
  constructor(scene, canvas, drawn, sharpness) {
    this.canvas = canvas;
    this.drawn = drawn;
    this.state = initialState(scene);
    this.look = looksOf(this.state);
    this.seen = this.state.camera;
    this.posterAspect = posterAspect(scene);
    this.drawing = new Drawing(canvas, this.seen, sharpness);
    this.sizes = new ResizeObserver(() => this.#resize());
    this.sizes.observe(/** @type {Element} */ (canvas.parentElement));
    this.themes = new MutationObserver(() => this.#retheme());
    this.themes.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
    this.#retheme();
  }

  /** Shows a state, gliding to its camera unless told to be there at once. @param {State} state @param {boolean} glide */
  show(state, glide) {
    const away = state.camera !== this.state.camera;
    this.state = state;
    this.look = looksOf(state);
    const still = !glide || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still && away) [this.#glide, this.seen] = [null, state.camera];
    else if (away) this.#glide = { from: this.seen, began: performance.now() };
    this.redraw();
  }

  /** @param {string | null} key */
  hover(key) {
    if (key === this.#hovered) return;
    this.#hovered = key;
    this.redraw();
  }

  /** Asks for one picture; many askings before it is drawn make one. */
  redraw() {
    this.#frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  /** @returns {Shot} */
  shot() {
    const { width, height } = this.#size();
    const { mirrored, selected } = this.state;
    return {
      camera: this.seen,
      frame: { width, height, posterAspect: this.posterAspect },
      mirrored,
      selected,
      dark: this.#dark,
      hovered: this.#hovered,
      look: this.look,
      cut: planeOf(this.state.cut),
      apart: this.state.apart,
    };
  }

  /** The structure at a place of the canvas and the point of it that is seen. @param {{ x: number, y: number }} place @param {number} reach */
  pick(place, reach) {
    const shot = this.shot();
    const found = this.drawing.pick(shot, place, reach);
    return found && { ...found, point: pointAt(shot.camera, shot.frame, { ...place, depth_m: found.depth_m }) };
  }

  dispose() {
    cancelAnimationFrame(this.#frame);
    this.sizes.disconnect();
    this.themes.disconnect();
    this.drawing.dispose();
  }

  /** @param {number} now */
  #draw(now) {
    this.#frame = 0;
    this.#advance(now);
    const shot = this.shot();
    if (!shot.frame.width || !shot.frame.height) return;
    this.drawing.draw(shot);
    this.drawn(shot, !this.#glide);
    if (this.#glide) this.redraw();
  }

  /** @param {number} now */
  #advance(now) {
    if (!this.#glide) return;
    const share = Math.min(1, Math.max(0, (now - this.#glide.began) / GLIDE_MS));
    this.seen = share < 1 ? between(this.#glide.from, this.state.camera, eased(share)) : this.state.camera;
    if (share === 1) this.#glide = null;
  }

  #size() {
    const { clientWidth: width, clientHeight: height } = /** @type {Element} */ (this.canvas.parentElement);
    return { width, height };
  }

  #resize() {
    const { width, height } = this.#size();
    this.drawing.resize(width, height);
    this.redraw();
  }

  #retheme() {
    const rgb = getComputedStyle(this.canvas).color.match(/[\d.]+/g) ?? [];
    const [red, green, blue] = rgb.map((value) => Number(value) / 255);
    this.#dark = 0.21 * red + 0.72 * green + 0.07 * blue > LIGHT_TEXT;
    this.redraw();
  }
}
