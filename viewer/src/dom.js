/**
 * Builds the viewer's elements.
 *
 * @typedef {string | Node | null | false} Child
 * @typedef {Record<string, string | boolean | ((event: any) => void) | undefined>} Attributes
 */

/**
 * An element with its attributes and children; a function is a listener, `true` an attribute without a value.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} [attributes] @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/** Lines of each icon in a box of 24, drawn in the colour of the text. */
const ICONS = {
  cube: "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
  close: "M6 6l12 12M18 6L6 18",
  expand: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5",
  shrink: "M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5",
  page: "M5 12h14M13 6l6 6-6 6",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 100 6 3 3 0 000-6z",
  hidden: "M4 4l16 16M9.9 5.8A9 9 0 0112 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 01-3 3.7M6.3 7.6A16 16 0 002.5 12S6 18.5 12 18.5a9 9 0 004-.9",
  isolate: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 8.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7z",
  ghost: "M5 20V11a7 7 0 0114 0v9l-2.3-1.7L14.3 20 12 18.3 9.7 20l-2.4-1.7zM9.5 11h.01M14.5 11h.01",
  all: "M12 4l8.5 4.5L12 13 3.5 8.5zM3.5 12.5L12 17l8.5-4.5M3.5 16.5L12 21l8.5-4.5",
  mirror: "M12 3v18M9 7l-5.5 10H9zM15 7l5.5 10H15z",
  label: "M4 5h9l7 7-7 7H4zM8 12h.01",
  reset: "M4.5 12a7.5 7.5 0 102.4-5.5L4 9M4 4v5h5",
  link: "M10 14a4 4 0 005.7 0l3-3a4 4 0 00-5.7-5.7L11.8 6.5M14 10a4 4 0 00-5.7 0l-3 3a4 4 0 005.7 5.7l1.2-1.2",
  undo: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 010 11h-3",
  redo: "M16 5l4 4-4 4M20 9H10a5.5 5.5 0 000 11h3",
  near: "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L21 21M10.5 7.5v6M7.5 10.5h6",
  among: "M5 4v16M19 4v16M9 8h6M9 12h6M9 16h6",
  move: "M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
};

/** @typedef {keyof typeof ICONS} IconName */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag @param {Record<string, string>} attributes
 */
export function makeSvg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** @param {IconName} name */
export function icon(name) {
  const svg = makeSvg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" });
  svg.append(makeSvg("path", { d: ICONS[name] }));
  return svg;
}

/** Exchanges the icon of a button. @param {Element} button @param {IconName} name */
export function setIcon(button, name) {
  button.querySelector("path")?.setAttribute("d", ICONS[name]);
}

/**
 * A button with an icon; the label is spoken, and seen unless `bare`.
 * @param {{ icon: IconName, label: string, bare?: boolean, press: () => void }} what @param {Attributes} [attributes]
 */
export function iconButton({ icon: name, label, bare = false, press }, attributes = {}) {
  const spoken = bare ? { "aria-label": label, title: label } : {};
  return make("button", { type: "button", click: press, ...spoken, ...attributes }, icon(name), !bare && label);
}

/** @param {Element} button @param {boolean} pressed */
export function setPressed(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}
