/**
 * Names of landmarks in two columns beside the body, each with a line to its place, as in a textbook plate.
 * A landmark that lies behind something keeps its name; its dot turns pale. Marked landmarks show their dots always.
 *
 * @typedef {import("./scene.js").Landmark} Landmark
 * @typedef {import("./drawing.js").Shot} Shot
 * @typedef {(x: number, y: number) => number} Depths  metres before the eye at a place in CSS pixels
 */
import { projected } from "./camera.js";
import { make, makeSvg } from "./dom.js";
import { LANDMARK_COLOUR } from "./palette.js";
import { spread } from "./rows.js";

/** How far in front of a landmark something must lie to cover it: the mesh is a little off its points. */
const COVER_M = 0.006;
const GAP_PX = 6;
const BEND_PX = 8;
const MARGIN_PX = 10;
/** Rows start below the caption and the buttons; on a narrow picture the caption stands elsewhere (viewer.css). */
const TOP_PX = 64;
const EDGE_PX = 14;
const NARROW_PX = 476;

/** @typedef {{ item: HTMLElement, line: Element, dot: Element, landmark: Landmark }} Label */

export class Labels {
  /** @param {Landmark[]} landmarks */
  constructor(landmarks) {
    this.lines = /** @type {SVGElement} */ (makeSvg("svg", { class: "leaders", "aria-hidden": "true" }));
    this.names = make("ul", { class: "labels", "aria-label": "Landmarks" });
    this.labels = landmarks.map((landmark) => this.#label(landmark));
    this.named = false;
  }

  /** Names other places from now on. @param {Landmark[]} landmarks */
  replace(landmarks) {
    this.names.replaceChildren();
    this.lines.replaceChildren();
    this.labels = landmarks.map((landmark) => this.#label(landmark));
  }

  /** Whether there is anything to place. */
  get shown() {
    return this.named || this.labels.some(({ landmark }) => landmark.mark);
  }

  /** @param {boolean} named  with names, or only the dots of what is marked */
  show(named) {
    this.named = named;
    this.names.hidden = !named;
    this.lines.toggleAttribute("hidden", !this.shown);
  }

  /** Moves every label to where its landmark now is. @param {Shot} shot */
  place(shot) {
    const places = this.labels.map((label) => ({ label, ...placeOf(label.landmark, shot) }));
    const { width } = shot.frame;
    const seen = places.filter(({ depth_m, x, y }) => depth_m > 0 && x > 0 && x < width && y > 0 && y < shot.frame.height);
    for (const { label } of places) setShown(label, false, false);
    for (const { label, x, y } of seen) label.dot.setAttribute("transform", `translate(${x} ${y})`);
    for (const { label } of seen) setShown(label, this.named, this.named || label.landmark.mark === true);
    if (!this.named) return;
    const middle = median(seen.map(({ x }) => x));
    this.#column(seen.filter(({ x }) => x <= middle), shot, true);
    this.#column(seen.filter(({ x }) => x > middle), shot, false);
  }

  /** Marks the landmarks that lie behind something. @param {Shot} shot @param {Depths} depths */
  cover(shot, depths) {
    for (const label of this.labels) {
      const { x, y, depth_m } = placeOf(label.landmark, shot);
      label.dot.classList.toggle("behind", depths(x, y) < depth_m - COVER_M);
    }
  }

  /** @param {Landmark} landmark @returns {Label} */
  #label(landmark) {
    const item = make("li", {}, landmark.name);
    const line = makeSvg("path", { class: "leader" });
    const dot = makeSvg("g", { class: "dot" });
    dot.append(makeSvg("circle", { r: "6", class: "rim" }), makeSvg("circle", { r: "4.4", fill: LANDMARK_COLOUR }));
    this.names.append(item);
    this.lines.append(line, dot);
    return { item, line, dot, landmark };
  }

  /** @param {{ label: Label, x: number, y: number }[]} places @param {Shot} shot @param {boolean} left */
  #column(places, { frame }, left) {
    const sorted = [...places].sort((a, b) => a.y - b.y);
    const wanted = sorted.map(({ label, y }) => ({ middle: y, height: label.item.offsetHeight + GAP_PX }));
    const rows = spread(wanted, left && frame.width < NARROW_PX ? EDGE_PX : TOP_PX, frame.height - EDGE_PX);
    sorted.forEach(({ label, x, y }, at) => {
      const { item } = label;
      item.classList.toggle("left", left);
      item.style.transform = `translateY(${rows[at]}px) translateY(-50%)`;
      const room = MARGIN_PX + item.offsetWidth;
      const edge = left ? Math.min(room, x) : Math.max(frame.width - room, x);
      const bend = left ? Math.min(edge + BEND_PX, x) : Math.max(edge - BEND_PX, x);
      label.line.setAttribute("d", `M${edge} ${rows[at]}H${bend}L${x} ${y}`);
    });
  }
}

/** @param {Landmark} landmark @param {Shot} shot */
function placeOf({ at: [x, y, z] }, { camera, frame, mirrored }) {
  return projected(camera, frame, [mirrored ? -x : x, y, z]);
}

/** @param {Label} label @param {boolean} named @param {boolean} dotted */
function setShown({ item, line, dot }, named, dotted) {
  item.hidden = !named;
  line.toggleAttribute("hidden", !named);
  dot.toggleAttribute("hidden", !dotted);
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
