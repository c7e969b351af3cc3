/**
 * What every piece of the body wears, as a table that the shaders look up: so that many structures, each in its own
 * colours, are drawn in one call. A slot is one piece on one side; slots of a piece are neighbours (right, left).
 *
 * @typedef {import("ogl").OGLRenderingContext} Gl
 * @typedef {import("./scene.js").Vec3} Vec3
 * @typedef {import("./palette.js").Rgb} Rgb
 *
 * @typedef {object} Dress
 * @property {number[]} fibres  3 x 3, column by column: from the body to grain coordinates; empty where there is no grain
 * @property {number} hatch  CSS pixels of a stripe and its gap, 0 for none
 * @property {number} wearer  number of the structure
 * @property {Rgb} albedo
 * @property {number} pale  how far its tendons go towards the colour of tendon, 0 .. 1
 * @property {Rgb} tint  of its ghost
 * @property {number} cover  of its ghost, 0 .. 1
 * @property {number[]} line  colour of its outline, premultiplied
 * @property {Vec3} away  where it goes when the body is taken apart, metres
 * @property {number} lift  how much nearer it is drawn, metres
 */
import { Texture } from "ogl";
import { GHOST_COLOUR, PALE, colourOf, linearRgb, premultiplied } from "./palette.js";
import { isVeil } from "./scene.js";

export const COLUMNS = 256;
export const ROWS = 7;
const GRAIN = 0.13;
/** How dark an outline is (shading.LINE). */
const LINE = 0.72;
const HATCH_PX = 14;
/** How much a ghost covers, and an organ to keep away from (ghosts.py). */
const COVER = 0.32;
const NOGO_COVER = 0.55;
/** Middle of the body, and how far each axis is drawn out when it is taken apart. */
const CORE = [0, 0.95, 0];
const AWAY = [0.9, 0.12, 1.8];
/**
 * What lies over all is drawn so much nearer, metres: in the packs each mesh is thinned by itself, so that what lies
 * close under another would come through it in spots.
 * @type {Record<string, number>}
 */
const LIFT = { "skull-bone": 0.003, skin: 0.01, dermatome: 0.014, zone: 0.018 };
const VEIL_LIFT = 0.003;

export class Wardrobe {
  /** Bands of ROWS rows that the table has room for. */
  #bands = 1;

  /** @param {Gl} gl */
  constructor(gl) {
    this.texture = new Texture(gl, {
      image: new Float32Array(COLUMNS * ROWS * 4),
      width: COLUMNS,
      height: ROWS,
      type: gl.FLOAT,
      internalFormat: /** @type {WebGL2RenderingContext} */ (/** @type {unknown} */ (gl)).RGBA32F,
      minFilter: gl.NEAREST,
      magFilter: gl.NEAREST,
      generateMipmaps: false,
      flipY: false,
    });
  }

  /** @param {number} slot @param {Dress} dress */
  put(slot, { fibres, hatch, wearer, albedo, pale, tint, cover, line, away, lift }) {
    const [a, b, c] = [0, 1, 2].map((row) => [0, 3, 6].map((column) => fibres[row + column] ?? 0));
    const rows = [[...a, fibres.length ? GRAIN : 0], [...b, hatch], [...c, wearer], [...albedo, pale], [...tint, cover], line, [...away, lift]];
    const band = Math.floor(slot / COLUMNS);
    while (band >= this.#bands) this.#grow();
    const table = /** @type {Float32Array} */ (/** @type {unknown} */ (this.texture.image));
    rows.forEach((row, at) => table.set(row, ((band * ROWS + at) * COLUMNS + (slot % COLUMNS)) * 4));
    this.texture.needsUpdate = true;
  }

  #grow() {
    const { texture } = this;
    const table = /** @type {Float32Array} */ (/** @type {unknown} */ (texture.image));
    const larger = new Float32Array(table.length * 2);
    larger.set(table);
    texture.image = /** @type {any} */ (larger);
    this.#bands *= 2;
    texture.height = this.#bands * ROWS;
  }
}

/** @param {Rgb} one @param {Rgb} other @returns {Rgb} */
function halfway(one, other) {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2, (one[2] + other[2]) / 2];
}

/**
 * What a piece of a structure wears.
 * @param {import("./scene.js").Structure} structure @param {number} wearer @param {number[]} fibres @param {Vec3} middle
 * @returns {Dress}
 */
export function dressOf(structure, wearer, fibres, middle) {
  const own = linearRgb(colourOf({ ...structure, role: "show" }));
  const grey = linearRgb(GHOST_COLOUR);
  return {
    fibres: structure.kind === "muscle" ? fibres : [],
    hatch: structure.role === "nogo" ? HATCH_PX : 0,
    wearer,
    albedo: linearRgb(colourOf(structure)),
    pale: PALE[structure.role] ?? PALE.other,
    tint: isVeil(structure) ? linearRgb(colourOf(structure)) : halfway(own, grey),
    cover: isVeil(structure) ? NOGO_COVER : COVER,
    line: premultiplied(colourOf(structure), 1 - LINE, 1),
    away: /** @type {Vec3} */ ([0, 1, 2].map((axis) => (middle[axis] - CORE[axis]) * AWAY[axis])),
    lift: (LIFT[structure.kind] ?? 0) + (structure.role === "ghost" ? VEIL_LIFT : 0),
  };
}
