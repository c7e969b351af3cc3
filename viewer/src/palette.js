/**
 * The colours of structures, from the same table as the posters (src/palpate/body/colours.py), which the
 * build hands over as JSON.
 *
 * @typedef {[number, number, number]} Rgb  linear light, 0 .. 1
 */
import palette from "palette";

/** Hues of areas of the skin (Okabe and Ito, lightened): neighbours get different ones, and each has its outline and name. */
const AREAS = ["#7fb2d9", "#f0b35a", "#7cc4a4", "#d98fb5", "#e3d36b", "#a79bd6"];
/** Where the levels of each part of the spine begin among all. @type {Record<string, number>} */
const BEFORE = { v: 0, c: 3, t: 10, l: 22, s: 27 };

/** @param {{ kind: string, role: string, id?: string }} structure @returns {string} as #rrggbb */
export function colourOf({ kind, role, id = "" }) {
  return palette.roles[role] ?? areaColour(kind, id) ?? palette.natural[kind] ?? palette.other;
}

/** @param {string} kind @param {string} id */
function areaColour(kind, id) {
  const level = /^dermatome-([vctls])(\d+)$/.exec(id);
  if (level) return AREAS[(BEFORE[level[1]] + Number(level[2])) % AREAS.length];
  const number = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 0);
  return kind === "zone" ? AREAS[number % AREAS.length] : null;
}

export const GHOST_COLOUR = palette.ghost;
export const TENDON_COLOUR = palette.natural.tendon;
/** How far tendons go from the colour of their muscle towards that of tendon, by role. */
export const PALE = palette.pale;
export const LANDMARK_COLOUR = palette.landmark;

/** `#rrggbb` as values 0 .. 1. @param {string} colour @returns {[number, number, number]} */
export function srgbOf(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return [red, green, blue];
}

/** `#rrggbb` as linear light (sRGB, IEC 61966-2-1). @param {string} colour @returns {Rgb} */
export function linearRgb(colour) {
  const [red, green, blue] = srgbOf(colour);
  return [linear(red), linear(green), linear(blue)];
}

/** @param {number} value */
function linear(value) {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** A colour darkened and laid on with a cover, as shaders take outlines. @param {string} colour @param {number} light @param {number} cover */
export function premultiplied(colour, light, cover) {
  return [...srgbOf(colour).map((value) => value * light * cover), cover];
}
