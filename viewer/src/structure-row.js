/**
 * A row of a list of structures: its name (press to choose it), a link to its page, a button that shows or hides it.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./state.js").State} State
 * @typedef {{ structure: Structure, item: HTMLElement, name: HTMLElement, side: HTMLElement, eye: HTMLElement }} Row
 * @typedef {{ choose: (key: string) => void, toggle: (structure: Structure) => void,
 *   hover: (key: string | null) => void, page: (structure: Structure) => string | null }} Uses
 */
import { icon, iconButton, make, setIcon, setPressed } from "./dom.js";
import { colourOf } from "./palette.js";
import { keyOf, seenSide, spokenName, twinKey } from "./scene.js";
import { lookOf } from "./state.js";

/** @param {Structure} structure @param {Uses} uses @returns {Row} */
export function rowOf(structure, uses) {
  const key = keyOf(structure);
  const swatch = make("span", { class: "swatch" });
  swatch.style.background = colourOf(structure);
  const side = make("small");
  const choose = { type: "button", class: "name", click: () => uses.choose(key) };
  const name = make("button", choose, swatch, make("span", {}, structure.name), " ", side);
  const eye = iconButton({ icon: "eye", label: "Show", bare: true, press: () => uses.toggle(structure) }, { class: "eye" });
  const hovering = { pointerenter: () => uses.hover(key), pointerleave: () => uses.hover(null) };
  const item = make("li", { "data-structure": key, ...hovering }, name, linkOf(structure, uses), eye);
  return { structure, item, name, side, eye };
}

/** @param {Structure} structure @param {Uses} uses */
function linkOf(structure, uses) {
  const page = uses.page(structure);
  const label = `Page of ${structure.name}`;
  return page ? make("a", { class: "page", href: page, "aria-label": label, title: label }, icon("page")) : null;
}

/**
 * Shows a row as the state has it; the row of a `pair` stands for the structure on both sides.
 * @param {Row} row @param {State} state @param {boolean} [pair]
 */
export function updateRow({ structure, item, name, side, eye }, state, pair = false) {
  const look = lookOf(state, structure);
  const seen = pair ? "midline" : seenSide(structure.side, state.mirrored);
  item.dataset.look = look;
  side.textContent = seen === "midline" ? "" : seen;
  setPressed(name, state.selected === keyOf(structure) || (pair && state.selected === twinKey(structure)));
  setPressed(eye, look !== "hidden");
  eye.setAttribute("aria-label", `Show ${pair ? structure.name : spokenName(structure, state.mirrored)}`);
  eye.title = look === "hidden" ? "Show" : "Hide";
  setIcon(eye, look === "hidden" ? "hidden" : "eye");
}

/** Arrow keys step from row to row, staying in their column. @param {KeyboardEvent} event @param {Row[]} rows */
export function stepped(event, rows) {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const from = /** @type {HTMLElement} */ (event.target);
  const at = rows.findIndex(({ item }) => item.contains(from));
  const to = at < 0 ? undefined : rows[at + by];
  if (!by || !to) return;
  event.preventDefault();
  (from.classList.contains("eye") ? to.eye : to.name).focus();
}
