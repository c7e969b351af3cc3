/**
 * The hidden picture in which every pixel holds the number of the structure under it and its depth.
 *
 * @typedef {import("ogl").OGLRenderingContext} Gl
 */
import { RenderTarget } from "ogl";

const MOST = 65535;

export class MarkReader {
  /** @type {RenderTarget | null} */
  #target = null;

  /** @param {Gl} gl */
  constructor(gl) {
    this.gl = gl;
  }

  /** Makes the hidden picture ready and empty. @param {number} width @param {number} height */
  begin(width, height) {
    const { gl } = this;
    this.#target ??= new RenderTarget(gl, { width, height, minFilter: gl.NEAREST });
    this.#target.setSize(width, height);
    gl.renderer.bindFramebuffer(this.#target);
    gl.renderer.setViewport(width, height);
    gl.renderer.setDepthMask(true);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  }

  /** What is drawn from now on lies before all that was drawn. */
  bringForward() {
    this.gl.renderer.setDepthMask(true);
    this.gl.clear(this.gl.DEPTH_BUFFER_BIT);
  }

  /** @returns {Marks} */
  read() {
    const { width, height } = /** @type {RenderTarget} */ (this.#target);
    const bytes = new Uint8Array(width * height * 4);
    this.gl.readPixels(0, 0, width, height, this.gl.RGBA, this.gl.UNSIGNED_BYTE, bytes);
    this.gl.renderer.bindFramebuffer();
    return new Marks(bytes, width, height);
  }
}

/** What was read: rows from the bottom up, as WebGL gives them. */
export class Marks {
  /** @param {Uint8Array} bytes @param {number} width @param {number} height */
  constructor(bytes, width, height) {
    this.bytes = bytes;
    this.width = width;
    this.height = height;
  }

  /** The structure nearest to the middle, and its depth as a share of the farthest. */
  nearest() {
    const { width, height } = this;
    let best = { number: 0, depth: 1, away: Infinity };
    for (let at = 0; at < width * height; at++) {
      const away = Math.hypot((at % width) - (width - 1) / 2, Math.floor(at / width) - (height - 1) / 2);
      const number = this.#pair(at * 4);
      if (number && away < best.away) best = { number, depth: this.#pair(at * 4 + 2) / MOST, away };
    }
    return best.number ? best : null;
  }

  /**
   * Depth as a share of the farthest, at shares of width and height from the top left; 1 where nothing is.
   * @param {number} x @param {number} y
   */
  depth(x, y) {
    const column = Math.floor(x * this.width);
    const row = Math.floor((1 - y) * this.height);
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return 1;
    const at = (row * this.width + column) * 4;
    return this.#pair(at) ? this.#pair(at + 2) / MOST : 1;
  }

  /**
   * The numbers that cover most of the picture, each with a place of its own near the middle of what is seen of it
   * (shares of width and height from the top left) and its depth.
   * @param {number} most
   */
  largest(most) {
    const ordered = [...this.#areas()].sort(([, a], [, b]) => b.length - a.length).slice(0, most);
    return ordered.map(([number, pixels]) => {
      const at = this.#middle(pixels);
      const [x, y] = [((at % this.width) + 0.5) / this.width, 1 - (Math.floor(at / this.width) + 0.5) / this.height];
      return { number, x, y, depth: this.#pair(at * 4 + 2) / MOST, pixels: pixels.length };
    });
  }

  /** The pixels of each number. @returns {Map<number, number[]>} */
  #areas() {
    const areas = new Map();
    for (let at = 0; at < this.width * this.height; at++) {
      const number = this.#pair(at * 4);
      if (number) (areas.get(number) ?? areas.set(number, []).get(number)).push(at);
    }
    return areas;
  }

  /** The pixel that lies nearest to the middle of all. @param {number[]} pixels */
  #middle(pixels) {
    const { width } = this;
    /** @param {(at: number) => number} place */
    const mean = (place) => pixels.reduce((sum, at) => sum + place(at), 0) / pixels.length;
    const [x, y] = [mean((at) => at % width), mean((at) => Math.floor(at / width))];
    /** @param {number} at */
    const away = (at) => Math.hypot((at % width) - x, Math.floor(at / width) - y);
    return pixels.reduce((best, at) => (away(at) < away(best) ? at : best));
  }

  /** @param {number} at */
  #pair(at) {
    return this.bytes[at] * 256 + this.bytes[at + 1];
  }
}
