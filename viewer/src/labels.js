/**
 * Names of landmarks in two columns beside the body, each with a line to its place, as in a textbook plate.
 * A landmark that lies behind something keeps its name; its dot becomes a ring.
 *
 * @typedef {import("./scene.js").Landmark} Landmark
 * @typedef {import("./drawing.js").Shot} Shot
 * @typedef {(x: number, y: number) => number} Depths  metres before the eye at a place in CSS pixels
 */
import { projected } from "./camera.js";
import { make, makeSvg } from "./dom.js";

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
    this.show(false);
  }

  /** @param {boolean} shown */
  show(shown) {
    this.names.hidden = !shown;
    this.lines.toggleAttribute("hidden", !shown);
  }

  /** Moves every label to where its landmark now is. @param {Shot} shot */
  place(shot) {
    const places = this.labels.map((label) => ({ label, ...placeOf(label.landmark, shot) }));
    const { width } = shot.frame;
    const seen = places.filter(({ depth_m, x, y }) => depth_m > 0 && x > 0 && x < width && y > 0 && y < shot.frame.height);
    for (const { label } of places) setShown(label, false);
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
    const dot = makeSvg("circle", { r: "3.5", class: "dot" });
    this.names.append(item);
    this.lines.append(line, dot);
    return { item, line, dot, landmark };
  }

  /** @param {{ label: Label, x: number, y: number }[]} places @param {Shot} shot @param {boolean} left */
  #column(places, { frame }, left) {
    const sorted = [...places].sort((a, b) => a.y - b.y);
    for (const { label } of sorted) setShown(label, true);
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
      label.dot.setAttribute("transform", `translate(${x} ${y})`);
    });
  }
}

/** @param {Landmark} landmark @param {Shot} shot */
function placeOf({ at: [x, y, z] }, { camera, frame, mirrored }) {
  return projected(camera, frame, [mirrored ? -x : x, y, z]);
}

/** @param {Label} label @param {boolean} shown */
function setShown({ item, line, dot }, shown) {
  item.hidden = !shown;
  line.toggleAttribute("hidden", !shown);
  dot.toggleAttribute("hidden", !shown);
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

/**
 * Middles of rows near the wanted ones, in their order, none over another where there is room for all.
 * @param {{ middle: number, height: number }[]} wanted  sorted @param {number} top @param {number} bottom
 */
export function spread(wanted, top, bottom) {
  const needed = wanted.reduce((sum, { height }) => sum + height, 0);
  const scale = Math.min(1, (bottom - top) / (needed || 1));
  const heights = wanted.map(({ height }) => height * scale);
  const rows = wanted.map(({ middle }, at) => middle - heights[at] / 2);
  for (let at = 0, free = top; at < rows.length; at++) free = (rows[at] = Math.max(rows[at], free)) + heights[at];
  for (let at = rows.length - 1, end = bottom; at >= 0; at--) end = rows[at] = Math.min(rows[at], end - heights[at]);
  return rows.map((row, at) => row + heights[at] / 2);
}
