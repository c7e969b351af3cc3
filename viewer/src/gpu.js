/**
 * The WebGL side of the drawing, through ogl: the context and the programs.
 *
 * @typedef {import("ogl").OGLRenderingContext} Gl
 * @typedef {"solid" | "ghost" | "veil" | "contour" | "mark"} ProgramName
 * @typedef {Record<ProgramName, Program>} Programs
 */
import { Program, Renderer } from "ogl";
import { GHOST_COLOUR, TENDON_COLOUR, linearRgb, premultiplied } from "./palette.js";
import { FLAT, GHOST, MARK, SOLID, VERTEX, cutOpen } from "./shaders.js";

/** More than two device pixels a CSS pixel cost more than the eye gains. */
const MOST_DEVICE_PIXELS = 2;

/** Outline of a ghost (ghosts.py). */
const VEIL_INK = premultiplied(GHOST_COLOUR, 0.75, 0.8);
const TENDON = linearRgb(TENDON_COLOUR);
export const DARK_INK = [0.07, 0.07, 0.09, 1];

/** Thrown where the browser gives no WebGL 2: the page keeps its picture. */
export class NoWebGl extends Error {
  /** @override */
  name = "NoWebGl";
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} [most]  device pixels a CSS pixel
 * @returns {Renderer}
 */
export function rendererOn(canvas, most = MOST_DEVICE_PIXELS) {
  const wanted = { alpha: true, antialias: true, premultipliedAlpha: true };
  if (!canvas.getContext("webgl2", { ...wanted, depth: true, stencil: false })) throw new NoWebGl();
  const renderer = new Renderer({ canvas, ...wanted, dpr: Math.min(devicePixelRatio || 1, most) });
  renderer.gl.clearColor(0, 0, 0, 0);
  renderer.gl.depthFunc(renderer.gl.LEQUAL); // which ogl takes for the default of WebGL and never sets
  renderer.gl.disable(renderer.gl.DITHER); // would blur the numbers that picking reads
  return renderer;
}

/**
 * The programs, which share their uniforms; those that cut the body open are made apart.
 * @param {Gl} gl @param {Record<string, { value: unknown }>} uniforms @param {boolean} cut
 * @returns {Programs}
 */
export function programsOn(gl, uniforms, cut) {
  /** @param {string} source */
  const shader = (source) => (cut ? cutOpen(source) : source);
  /** @param {string} fragment @param {object} [options] */
  const program = (fragment, options) =>
    new Program(gl, { vertex: shader(VERTEX), fragment: shader(fragment), uniforms, ...options });
  return {
    solid: program(SOLID),
    ghost: program(GHOST, { transparent: true, depthWrite: false }),
    veil: program(FLAT),
    contour: program(FLAT, { cullFace: gl.FRONT, transparent: true }),
    mark: program(MARK, cut ? { cullFace: null } : {}),
  };
}

/** What the shaders are told. @param {import("ogl").Texture} texture @returns {Record<string, { value: any }>} */
export function uniformsWith(texture) {
  const numbers = { uSide: 0, uApart: 0, uOutline: 0, uVeiled: 0, uPixel: 1, uChosen: -1, uHovered: -1, uFarthest: 1 };
  const others = { uWorn: texture, uPicture: [1, 1], uCut: [0, 0, 0, 1], uInk: DARK_INK, uVeilInk: VEIL_INK, uTendon: TENDON };
  return Object.fromEntries(Object.entries({ ...numbers, ...others }).map(([name, value]) => [name, { value }]));
}

/** Gives the context back to the browser at once, instead of when the page is swept. @param {Gl} gl */
export function release(gl) {
  gl.getExtension("WEBGL_lose_context")?.loseContext();
}
