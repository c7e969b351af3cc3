/**
 * Fingers, mouse and wheel on the canvas, as moves of the camera.
 *
 * One finger or the mouse turns. Two fingers pinch; their common way scrolls the page (a phone page always
 * scrolls past the viewer) or, where the viewer fills the screen, moves the picture. The wheel alone scrolls
 * the page too; with Ctrl, or on a full screen, it zooms.
 *
 * @typedef {{ x: number, y: number }} Place  CSS pixels from the canvas's top left
 * @typedef {object} Moves
 * @property {(right_deg: number, up_deg: number) => void} turn
 * @property {(factor: number) => void} zoom
 * @property {(right: number, up: number) => void} pan  in heights of the picture
 * @property {(place: Place, reach: number) => void} tap
 * @property {(place: Place, reach: number) => void} doubleTap
 * @property {(place: Place | null, reach: number) => void} hover
 * @property {() => boolean} fills  whether the viewer fills the screen
 */

/** A turn across the whole canvas. */
const TURN_DEG = 220;
/** Farther than this is a drag and not a tap; fingers tremble more than mice. */
const TAP_PX = 7;
/** How far from a structure a tap still means it. @type {Record<string, number>} */
const REACH_PX = { mouse: 5, touch: 21, pen: 9 };
const WHEEL_STEP = 0.0018;

export class Gestures {
  /** Where each finger is in the window, which stays put while the page scrolls. @type {Map<number, Place>} */
  #fingers = new Map();
  #way = 0;
  #panning = false;

  /** @param {HTMLElement} area @param {Moves} moves @param {AbortSignal} signal */
  constructor(area, moves, signal) {
    this.area = area;
    this.moves = moves;
    /** @param {string} type @param {(event: any) => void} listen @param {object} [options] */
    const on = (type, listen, options) => area.addEventListener(type, listen, { signal, ...options });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#fingers.delete(event.pointerId));
    on("pointerleave", () => this.moves.hover(null, 0));
    on("dblclick", (event) => this.moves.doubleTap(this.#place(event), REACH_PX.mouse));
    on("contextmenu", (event) => this.#panning && event.preventDefault());
    on("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {PointerEvent} event */
  #down(event) {
    this.area.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#panning = event.button === 2 || event.button === 1 || event.shiftKey;
    this.#way = this.#fingers.size > 1 ? Infinity : 0;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const from = this.#fingers.get(event.pointerId);
    if (!from) return this.moves.hover(this.#place(event), REACH_PX.mouse);
    const to = { x: event.clientX, y: event.clientY };
    const before = this.#hand();
    this.#fingers.set(event.pointerId, to);
    this.#way += Math.hypot(to.x - from.x, to.y - from.y);
    if (this.#fingers.size > 1) this.#pinch(before, this.#hand());
    else if (this.#way > TAP_PX) this.#drag(to.x - from.x, to.y - from.y);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const alone = this.#fingers.delete(event.pointerId) && this.#fingers.size === 0;
    if (!alone || this.#way > TAP_PX || event.button !== 0) return;
    this.moves.tap(this.#place(event), REACH_PX[event.pointerType] ?? REACH_PX.mouse);
  }

  /** @param {number} dx @param {number} dy */
  #drag(dx, dy) {
    const { clientWidth, clientHeight } = this.area;
    if (this.#panning) return this.moves.pan(-dx / clientHeight, dy / clientHeight);
    const degrees = TURN_DEG / Math.min(clientWidth, clientHeight * 1.5);
    this.moves.turn(-dx * degrees, dy * degrees);
  }

  /** @typedef {{ middle: Place, span: number }} Hand */
  /** The middle of the fingers and how far they are spread. @returns {Hand} */
  #hand() {
    const [a, b = a] = this.#fingers.values();
    return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, span: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  /** @param {Hand} before @param {Hand} after */
  #pinch(before, after) {
    if (before.span > 0 && after.span > 0) this.moves.zoom(before.span / after.span);
    const [dx, dy] = [after.middle.x - before.middle.x, after.middle.y - before.middle.y];
    if (this.moves.fills()) this.moves.pan(-dx / this.area.clientHeight, dy / this.area.clientHeight);
    else scrollBy({ top: -dy, behavior: "instant" });
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey && !this.moves.fills()) return;
    event.preventDefault();
    this.moves.zoom(Math.exp(event.deltaY * (event.ctrlKey ? 4 : 1) * WHEEL_STEP));
  }

  /** @param {MouseEvent} event @returns {Place} */
  #place(event) {
    const { left, top } = this.area.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}
