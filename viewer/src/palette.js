/**
 * The colours of structures, from the same table as the posters (src/palpate/body/colours.py), which the
 * build hands over as JSON.
 *
 * @typedef {[number, number, number]} Rgb  linear light, 0 .. 1
 */
import palette from "palette";

/** @param {{ kind: string, role: string }} structure @returns {string} as #rrggbb */
export function colourOf({ kind, role }) {
  return palette.roles[role] ?? palette.natural[kind] ?? palette.other;
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
