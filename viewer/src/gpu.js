/**
 * The WebGL side of the drawing, through ogl: the context, the programs, and a piece of the body as buffers.
 *
 * @typedef {import("ogl").OGLRenderingContext} Gl
 * @typedef {"solid" | "ghost" | "veil" | "contour" | "mark"} ProgramName
 * @typedef {Record<ProgramName, Program>} Programs
 */
import { Geometry, Mesh, Program, Renderer } from "ogl";
import { smoothNormals } from "./normals.js";
import { FLAT, GHOST, MARK, SOLID, VERTEX } from "./shaders.js";

/** More than two device pixels a CSS pixel cost more than the eye gains. */
const MOST_DEVICE_PIXELS = 2;
const IDENTITY_3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Thrown where the browser gives no WebGL 2: the page keeps its picture. */
export class NoWebGl extends Error {
  /** @override */
  name = "NoWebGl";
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Renderer}
 */
export function rendererOn(canvas) {
  const wanted = { alpha: true, antialias: true, premultipliedAlpha: true };
  if (!canvas.getContext("webgl2", { ...wanted, depth: true, stencil: false })) throw new NoWebGl();
  const renderer = new Renderer({ canvas, ...wanted, dpr: Math.min(devicePixelRatio || 1, MOST_DEVICE_PIXELS) });
  renderer.gl.clearColor(0, 0, 0, 0);
  renderer.gl.depthFunc(renderer.gl.LEQUAL); // which ogl takes for the default of WebGL and never sets
  renderer.gl.disable(renderer.gl.DITHER); // would blur the numbers that picking reads
  return renderer;
}

/** @param {Gl} gl @returns {Programs} */
export function programsOn(gl) {
  /** @param {string} fragment @param {Record<string, unknown>} values @param {object} [options] */
  const program = (fragment, values, options) => {
    const given = Object.entries({ uPicture: [1, 1], uWiden: 0, uBack: 0, ...values });
    const uniforms = Object.fromEntries(given.map(([name, value]) => [name, { value }]));
    return new Program(gl, { vertex: VERTEX, fragment, uniforms, ...options });
  };
  const colour = { uColour: [0, 0, 0, 1] };
  return {
    solid: program(SOLID, { uAlbedo: [1, 1, 1], uFibres: IDENTITY_3, uGrain: 0, uHatch: 0, uGlow: 0 }),
    ghost: program(GHOST, { uAlbedo: [1, 1, 1], uVeil: [0, 1] }, { transparent: true, depthWrite: false }),
    veil: program(FLAT, colour),
    contour: program(FLAT, colour, { cullFace: gl.FRONT, transparent: true }),
    mark: program(MARK, { uNumber: 0, uFarthest: 1 }),
  };
}

/**
 * @param {Gl} gl @param {import("./glb.js").Piece} piece @param {Program} program
 * @returns {Mesh}
 */
export function meshOn(gl, { positions, openness, indices }, program) {
  const normals = smoothNormals(positions, indices);
  const geometry = new Geometry(gl, {
    position: { size: 3, data: positions },
    normal: { size: 4, data: normals, type: gl.SHORT, normalized: true },
    openness: { size: 1, data: openness, type: gl.UNSIGNED_BYTE, normalized: true },
    index: { data: indices },
  });
  return new Mesh(gl, { geometry, program });
}

/** Gives the context back to the browser at once, instead of when the page is swept. @param {Gl} gl */
export function release(gl) {
  gl.getExtension("WEBGL_lose_context")?.loseContext();
}
