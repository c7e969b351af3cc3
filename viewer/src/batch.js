/**
 * The pieces of one file in common buffers. Each side of the body is a unit of drawing: it lists the triangles of
 * what is solid first and of what is a ghost after it, so that a whole region is drawn in a few calls.
 *
 * @typedef {import("ogl").OGLRenderingContext} Gl
 * @typedef {import("./glb.js").Piece} Piece
 * @typedef {import("./state.js").Look} Look
 * @typedef {import("./scene.js").Vec3} Vec3
 * @typedef {{ low: Vec3, high: Vec3 }} Box
 * @typedef {{ middle: Vec3, radius: number }} Ball
 * @typedef {{ name: string, box: Box, ball: Ball, triangles: Uint32Array }} Part  a piece and its triangles in the common buffers
 * @typedef {{ start: number, count: number, ball: Ball }} Span  the corners of one piece in the list of its unit
 */
import { Geometry, Mesh } from "ogl";
import { smoothNormals } from "./normals.js";

export class Batch {
  /** @param {Gl} gl @param {Piece[]} pieces @param {number} first  number of the first piece */
  constructor(gl, pieces, first) {
    const vertices = verticesOf(pieces, first);
    this.first = first;
    this.parts = partsOf(pieces);
    this.ball = ballAround(around(this.parts.map(({ box }) => box)));
    const attributes = attributesOn(gl, vertices);
    const whole = pieces.reduce((sum, { indices }) => sum + indices.length, 0);
    this.units = [0, 1].map((side) => new Unit(gl, this, side, attributes, whole));
  }

  dispose() {
    for (const unit of this.units) unit.mesh.geometry.remove();
  }
}

/** One side of a batch. */
export class Unit {
  #looks = "";

  /** @param {Gl} gl @param {Batch} batch @param {number} side  0 right or midline, 1 left @param {Record<string, any>} attributes @param {number} whole */
  constructor(gl, batch, side, attributes, whole) {
    this.gl = gl;
    this.batch = batch;
    this.side = side;
    const shared = Object.fromEntries(Object.entries(attributes).map(([name, each]) => [name, { ...each }]));
    const geometry = new Geometry(gl, { ...shared, index: { data: new Uint32Array(whole), usage: gl.DYNAMIC_DRAW } });
    this.mesh = new Mesh(gl, { geometry });
    /** What is listed, piece by piece. @type {{ solid: Span[], ghost: Span[] }} */
    this.spans = { solid: [], ghost: [] };
  }

  /** Takes the looks of its pieces, in their order. @param {Look[]} looks */
  arrange(looks) {
    const said = looks.join();
    if (said === this.#looks) return;
    this.#looks = said;
    const index = this.mesh.geometry.attributes.index;
    const corners = /** @type {Uint32Array} */ (index.data);
    this.spans.solid = this.#list(corners, looks, "solid", 0);
    this.spans.ghost = this.#list(corners, looks, "ghost", endOf(this.spans.solid, 0));
    upload(this.gl, index.buffer, corners.subarray(0, endOf(this.spans.ghost, endOf(this.spans.solid, 0))));
  }

  /** Puts it on its side of the body, or on the other in a mirrored scene. @param {boolean} mirrored */
  stand(mirrored) {
    const x = this.#sign(mirrored);
    this.mesh.worldMatrix.fromArray([x, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  }

  /** Where a ball of it stands. @param {Ball} ball @param {boolean} mirrored @returns {Ball} */
  placed({ middle: [x, y, z], radius }, mirrored) {
    return { middle: [x * this.#sign(mirrored), y, z], radius };
  }

  /** @param {boolean} mirrored */
  #sign(mirrored) {
    return (this.side === 1) !== mirrored ? -1 : 1;
  }

  /** The corners that must be drawn so that all wanted pieces are: pieces listed one after the other in one go. @param {Span[]} spans */
  runs(spans) {
    /** @type {{ start: number, count: number }[]} */
    const runs = [];
    for (const { start, count } of spans) {
      const last = runs.at(-1);
      if (last && last.start + last.count === start) last.count += count;
      else runs.push({ start, count });
    }
    return runs;
  }

  /** @param {Uint32Array} corners @param {Look[]} looks @param {Look} wanted @param {number} from @returns {Span[]} */
  #list(corners, looks, wanted, from) {
    let start = from;
    return this.batch.parts.flatMap(({ triangles, ball }, number) => {
      if (looks[number] !== wanted) return [];
      corners.set(triangles, start);
      start += triangles.length;
      return [{ start: start - triangles.length, count: triangles.length, ball }];
    });
  }
}

/** Where the last of spans ends, or where they would begin. @param {Span[]} spans @param {number} begin */
function endOf(spans, begin) {
  const last = spans.at(-1);
  return last ? last.start + last.count : begin;
}

/** Writes a list of corners past ogl, which looks after vertices only. @param {Gl} gl @param {any} buffer @param {Uint32Array} corners */
function upload(gl, buffer, corners) {
  if (!corners.length) return;
  gl.renderer.bindVertexArray(null);
  gl.renderer.currentGeometry = null;
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer);
  gl.bufferSubData(gl.ELEMENT_ARRAY_BUFFER, 0, corners);
  gl.renderer.state.boundBuffer = null;
}

/** @param {Piece[]} pieces @param {number} first */
function verticesOf(pieces, first) {
  const count = pieces.reduce((sum, { positions }) => sum + positions.length / 3, 0);
  const positions = new Float32Array(count * 3);
  const normals = new Int16Array(count * 4);
  const surface = new Uint8Array(count * 2);
  const numbers = new Uint16Array(count);
  let at = 0;
  pieces.forEach((piece, number) => {
    positions.set(piece.positions, at * 3);
    normals.set(smoothNormals(piece.positions, piece.indices), at * 4);
    surface.set(piece.surface, at * 2);
    const next = at + piece.positions.length / 3;
    numbers.fill(first + number, at, next);
    at = next;
  });
  return { positions, normals, surface, numbers };
}

/** @param {Gl} gl @param {ReturnType<typeof verticesOf>} vertices */
function attributesOn(gl, { positions, normals, surface, numbers }) {
  /** @param {ArrayBufferView} data @param {object} kind */
  const attribute = (data, kind) => {
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    return { ...kind, buffer, count: numbers.length };
  };
  const attributes = {
    position: attribute(positions, { size: 3, type: gl.FLOAT }),
    normal: attribute(normals, { size: 4, type: gl.SHORT, normalized: true }),
    surface: attribute(surface, { size: 2, type: gl.UNSIGNED_BYTE, normalized: true }),
    number: attribute(numbers, { size: 1, type: gl.UNSIGNED_SHORT }),
  };
  gl.renderer.state.boundBuffer = null;
  return attributes;
}

/** @param {Piece[]} pieces @returns {Part[]} */
function partsOf(pieces) {
  let before = 0;
  return pieces.map(({ name, positions, indices }) => {
    const triangles = Uint32Array.from(indices, (corner) => corner + before);
    before += positions.length / 3;
    const box = boxOf(positions);
    return { name, box, ball: ballAround(box), triangles };
  });
}

/** @param {Float32Array} positions @returns {Box} */
function boxOf(positions) {
  /** @type {Box} */
  const box = { low: [Infinity, Infinity, Infinity], high: [-Infinity, -Infinity, -Infinity] };
  for (let at = 0; at < positions.length; at++) {
    if (positions[at] < box.low[at % 3]) box.low[at % 3] = positions[at];
    if (positions[at] > box.high[at % 3]) box.high[at % 3] = positions[at];
  }
  return box;
}

/** The box around boxes. @param {Box[]} boxes @returns {Box} */
export function around(boxes) {
  /** @param {(...values: number[]) => number} most @param {"low" | "high"} end @returns {Vec3} */
  const edge = (most, end) => {
    /** @param {number} axis */
    const along = (axis) => most(...boxes.map((box) => box[end][axis]));
    return [along(0), along(1), along(2)];
  };
  return { low: edge(Math.min, "low"), high: edge(Math.max, "high") };
}

/** @param {Box} box @returns {Vec3} */
export function middleOf({ low, high }) {
  return [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
}

/** @param {Box} box @returns {Ball} */
function ballAround({ low, high }) {
  const radius = Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]) / 2;
  return { middle: middleOf({ low, high }), radius };
}

/** The box on the other side of the body. @param {Box} box @returns {Box} */
export function mirroredBox({ low, high }) {
  return { low: [-high[0], low[1], low[2]], high: [-low[0], high[1], high[2]] };
}
