/**
 * Reads the body's files: binary glTF 2.0 with quantised positions (KHR_mesh_quantization) and compressed
 * views (EXT_meshopt_compression), one node a structure or part, moved and scaled but never turned.
 *
 * @typedef {object} Piece
 * @property {string} name  the node's name: id of the structure or part
 * @property {Float32Array} positions  x, y, z of each vertex, metres
 * @property {Uint8Array} surface  two of each vertex: 0 hidden in a corner .. 255 free, 0 belly .. 255 tendon
 * @property {Uint16Array | Uint32Array} indices  three a triangle
 *
 * @typedef {{ bufferView: number, byteOffset?: number, componentType: number, count: number }} Accessor
 * @typedef {{ buffer: number, byteOffset?: number, byteLength: number, byteStride?: number,
 *   extensions?: { EXT_meshopt_compression?: Compression } }} BufferView
 * @typedef {{ byteOffset?: number, byteLength: number, byteStride: number, count: number, mode: string,
 *   filter?: string }} Compression
 * @typedef {{ mesh?: number, name?: string, translation?: number[], scale?: number[], rotation?: number[],
 *   matrix?: number[] }} Node
 * @typedef {{ attributes: Record<string, number>, indices: number }} Primitive
 * @typedef {{ accessors: Accessor[], bufferViews: BufferView[], nodes: Node[],
 *   meshes: { primitives: Primitive[] }[] }} Document
 * @typedef {{ bytes: Uint8Array, stride: number }} Plain  a view after decompression
 */
// The plain JavaScript decoder of the package: no WebAssembly, so that a strict content policy needs no exception
// (docs/decisions/0003-viewer-engine.md).
import { MeshoptDecoder } from "../node_modules/meshoptimizer/meshopt_decoder_reference.js";

const MAGIC = 0x46546c67; // "glTF"
const JSON_CHUNK = 0x4e4f534a;
const FREE = 255;

/** @typedef {{ array: new (buffer: ArrayBufferLike, offset: number, length: number) => ArrayLike<number>, bytes: number }} Component */
/** Component types of glTF 2.0, 3.6.2.2. @type {Record<number, Component>} */
const COMPONENTS = {
  5120: { array: Int8Array, bytes: 1 },
  5121: { array: Uint8Array, bytes: 1 },
  5122: { array: Int16Array, bytes: 2 },
  5123: { array: Uint16Array, bytes: 2 },
  5125: { array: Uint32Array, bytes: 4 },
  5126: { array: Float32Array, bytes: 4 },
};

/**
 * The pieces of a file; an error says what is wrong with one that cannot be read.
 * @param {ArrayBuffer} file
 * @returns {Piece[]}
 */
export function piecesOf(file) {
  const { document, stored } = chunksOf(file);
  const views = document.bufferViews.map((view) => plainView(view, stored));
  return document.nodes.filter(({ mesh }) => mesh !== undefined).map((node) => pieceOf(node, document, views));
}

/**
 * @param {ArrayBuffer} file
 * @returns {{ document: Document, stored: Uint8Array }}
 */
function chunksOf(file) {
  const head = new DataView(file);
  if (file.byteLength < 28 || head.getUint32(0, true) !== MAGIC || head.getUint32(16, true) !== JSON_CHUNK) {
    throw new Error("Not a binary glTF file");
  }
  const jsonLength = head.getUint32(12, true);
  if (head.getUint32(8, true) > file.byteLength) throw new Error("The file ends too early");
  const text = new TextDecoder().decode(new Uint8Array(file, 20, jsonLength));
  return { document: JSON.parse(text), stored: new Uint8Array(file, 28 + jsonLength) };
}

/** @param {BufferView} view @param {Uint8Array} stored @returns {Plain} */
function plainView(view, stored) {
  const packed = view.extensions?.EXT_meshopt_compression;
  if (!packed) return { bytes: slice(stored, view), stride: view.byteStride ?? 0 };
  const bytes = new Uint8Array(packed.count * packed.byteStride);
  MeshoptDecoder.decodeGltfBuffer(bytes, packed.count, packed.byteStride, slice(stored, packed), packed.mode, packed.filter);
  return { bytes, stride: view.byteStride ?? 0 };
}

/** @param {Uint8Array} stored @param {{ byteOffset?: number, byteLength: number }} range */
function slice(stored, { byteOffset = 0, byteLength }) {
  if (byteOffset + byteLength > stored.length) throw new Error("The file ends too early");
  return stored.slice(byteOffset, byteOffset + byteLength);
}

/** @param {Node} node @param {Document} document @param {Plain[]} views @returns {Piece} */
function pieceOf(node, document, views) {
  if (node.rotation || node.matrix) throw new Error(`Node ${node.name} is turned, which is not supported`);
  const { primitives } = document.meshes[/** @type {number} */ (node.mesh)];
  if (primitives.length !== 1) throw new Error(`Node ${node.name} has more than one primitive`);
  const { attributes, indices } = primitives[0];
  /** @param {number} index @param {number} width */
  const read = (index, width) => numbersOf(document.accessors[index], views, width);
  const positions = placed(read(attributes.POSITION, 3), node);
  const surface = attributes._SURFACE === undefined ? null : read(attributes._SURFACE, 2);
  return {
    name: node.name ?? "",
    positions,
    surface: surfaceOf(surface, positions.length / 3),
    indices: indicesOf(read(indices, 1), positions.length / 3),
  };
}

/**
 * The numbers of an accessor, tightly packed.
 * @param {Accessor} accessor @param {Plain[]} views @param {number} width  numbers an element
 * @returns {ArrayLike<number>}
 */
function numbersOf({ bufferView, byteOffset = 0, componentType, count }, views, width) {
  const { bytes, stride } = views[bufferView];
  const { array, bytes: size } = COMPONENTS[componentType];
  const step = (stride || width * size) / size;
  const whole = new array(bytes.buffer, byteOffset, (count - 1) * step + width);
  if (step === width) return whole;
  const packed = new Float32Array(count * width);
  for (let at = 0; at < packed.length; at++) {
    packed[at] = whole[Math.floor(at / width) * step + (at % width)];
  }
  return packed;
}

/** Positions in metres: the node's scale turns steps of the grid into lengths. @param {ArrayLike<number>} steps @param {Node} node */
function placed(steps, { scale = [1, 1, 1], translation = [0, 0, 0] }) {
  return Float32Array.from(steps, (value, at) => value * scale[at % 3] + translation[at % 3]);
}

/** Two bytes a vertex; a file that says nothing of it lies free and has no tendon. @param {ArrayLike<number> | null} read @param {number} count */
function surfaceOf(read, count) {
  return Uint8Array.from(read ?? { length: count * 2 }, (byte, at) => byte ?? (at % 2 ? 0 : FREE));
}

/** @param {ArrayLike<number>} corners @param {number} vertexCount */
function indicesOf(corners, vertexCount) {
  for (let at = 0; at < corners.length; at++) {
    if (corners[at] >= vertexCount) throw new Error("A triangle names a vertex that is not there");
  }
  return corners instanceof Uint16Array || corners instanceof Uint32Array ? corners : Uint32Array.from(corners);
}
