/**
 * The frame around the canvas: the name of the chosen structure with its page, the way out, full screen, the
 * hint how to move, the bar that shows loading, and what the viewer has to say.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {{ close: () => void, page: (structure: Structure) => string | null }} Uses
 */
import { icon, iconButton, make, setIcon } from "./dom.js";
import { partName, seenSide } from "./scene.js";

const SAID_MS = 5000;
const TOUCH_HINT = "One finger turns, two scroll the page.";
const MOUSE_HINT = "Drag to turn, Ctrl + wheel to zoom, click a structure for its name.";
const APPLICATION = {
  role: "application",
  tabindex: "0",
  "aria-roledescription": "3D picture",
  "aria-keyshortcuts": "ArrowLeft ArrowRight ArrowUp ArrowDown Plus Minus Home Escape",
};

export class Frame {
  #silence = 0;

  /** @param {import("./scene.js").Scene} scene @param {Uses} uses */
  constructor(scene, uses) {
    this.uses = uses;
    this.title = scene.title;
    this.canvas = make("canvas");
    this.area = make("div", { class: "area", "aria-label": label(scene), "aria-describedby": "text", ...APPLICATION }, this.canvas);
    this.name = make("p", { class: "chosen-name", "aria-live": "polite", "aria-atomic": "true" });
    this.link = make("a", { class: "chosen-page" }, "Open page", icon("page"));
    this.tag = make("span", { class: "tag", "aria-hidden": "true", hidden: true });
    this.hint = make("p", { class: "hint" }, matchMedia("(pointer: coarse)").matches ? TOUCH_HINT : MOUSE_HINT);
    this.said = make("p", { class: "said", role: "status" });
    this.bar = make("progress", { "aria-label": "Loading the structures", max: "1", value: "0" });
    this.full = iconButton({ icon: "expand", label: "Full screen", bare: true, press: () => this.#toggleFull() });
    const close = iconButton({ icon: "close", label: "Close", press: uses.close }, { class: "close" });
    const text = make("p", { id: "text", class: "unseen" }, scene.text.join(" "));
    const caption = make("div", { class: "caption" }, this.name, this.link);
    const corner = make("div", { class: "corner" }, this.full, close);
    this.picture = make("div", { class: "stage" }, this.area, corner, this.tag, this.bar, this.hint, this.said, text);
    this.element = make("div", { class: "plate" }, this.picture, caption);
  }

  /** @param {Structure | undefined} structure @param {string} node  the part that was touched @param {boolean} mirrored */
  choose(structure, node, mirrored) {
    const words = structure ? wordsOf(structure, node, mirrored) : [this.title, ""];
    if (this.name.textContent !== words.join(" ")) this.name.replaceChildren(`${words[0]} `, make("small", {}, words[1]));
    const page = structure ? this.uses.page(structure) : null;
    this.link.hidden = !page;
    if (structure && page) {
      this.link.href = page;
      this.link.setAttribute("aria-label", `Open page of ${structure.name}`);
    }
  }

  /** The name beside the pointer. @param {Structure | undefined} structure @param {{ x: number, y: number } | null} place @param {boolean} mirrored */
  hover(structure, place, mirrored) {
    this.tag.hidden = !structure || !place;
    if (!structure || !place) return;
    this.tag.textContent = wordsOf(structure, "", mirrored).filter(Boolean).join(" ");
    const x = Math.max(0, Math.min(place.x + 14, this.area.clientWidth - this.tag.offsetWidth - 8));
    const y = place.y > 50 ? place.y - 36 : place.y + 20;
    this.tag.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** Says something for a while, to eyes and to a screen reader. @param {string} words */
  say(words) {
    clearTimeout(this.#silence);
    this.said.textContent = words;
    this.#silence = window.setTimeout(() => (this.said.textContent = ""), SAID_MS);
  }

  /** @param {number} share  of the bytes that are there */
  loading(share) {
    this.bar.value = share;
    this.bar.hidden = share >= 1;
  }

  /** Whether the viewer fills the screen. */
  fills() {
    return this.#whole().classList.contains("full");
  }

  /** Follows the browser, which may end full screen by itself. */
  followFullScreen() {
    if (!document.fullscreenElement) this.#showFull(false);
  }

  /** Ends full screen; tells whether it was on. */
  leaveFull() {
    if (!this.fills()) return false;
    if (document.fullscreenElement) document.exitFullscreen();
    this.#showFull(false);
    return true;
  }

  #whole() {
    return /** @type {HTMLElement} */ (this.element.closest(".viewer"));
  }

  /** Where the browser has no full screen (telephones), the viewer fills its window instead. */
  async #toggleFull() {
    if (this.leaveFull()) return;
    this.#showFull(true);
    await this.#whole().requestFullscreen?.().catch(() => {});
  }

  /** @param {boolean} full */
  #showFull(full) {
    this.#whole().classList.toggle("full", full);
    setIcon(this.full, full ? "shrink" : "expand");
    const words = full ? "Leave full screen" : "Full screen";
    this.full.title = words;
    this.full.setAttribute("aria-label", words);
  }
}

/** @param {import("./scene.js").Scene} scene */
function label({ title }) {
  return `${title}. Arrow keys turn, plus and minus zoom; the list of structures follows.`;
}

/**
 * The name, and the part and side beside it.
 * @param {Structure} structure @param {string} node @param {boolean} mirrored
 */
function wordsOf(structure, node, mirrored) {
  const side = seenSide(structure.side, mirrored);
  const part = node === structure.id ? "" : partName(node);
  return [structure.name, [part, side === "midline" ? "" : side].filter(Boolean).join(", ")];
}
