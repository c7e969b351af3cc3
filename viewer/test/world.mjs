/** The tiny world of these tests: a scene of two structures, and a file with a box in two parts. */
import { MeshoptEncoder } from "meshoptimizer/encoder";

/** A levator on a scapula with a ghost rib, seen from behind and from its right side. */
export const scene = {
  id: "levator",
  title: "Levator",
  structures: [
    { id: "scapula", name: "Scapula", side: "right", kind: "bone", layer: 0, role: "show", file: "s.glb", bytes: 1, page: null },
    { id: "levator", name: "Levator", side: "right", kind: "muscle", layer: 2, role: "highlight", file: "l.glb", bytes: 1, page: "muscles/levator/" },
    { id: "rib-1", name: "Rib 1", side: "left", kind: "bone", layer: 0, role: "ghost", file: "r.glb", bytes: 1, page: null },
  ],
  views: [
    { name: "posterior", label: "Posterior", eye: [0.1, 1.4, -1], target: [0.1, 1.4, 0], up: [0, 1, 0], fov_deg: 24 },
    { name: "lateral-right", label: "Right side", eye: [-0.9, 1.4, 0], target: [0.1, 1.4, 0], up: [0, 1, 0], fov_deg: 24 },
  ],
  landmarks: [],
  poster: { width: 960, height: 720, alt: "" },
  text: [],
  credits: [],
  faults: [],
};

/** Corners of a box from 0 to 1000 steps, and its triangles, counter-clockwise from outside. */
const CORNERS = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => [n & 1, (n >> 1) & 1, (n >> 2) & 1].map((bit) => bit * 1000));
const TRIANGLES = [0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5];

/** A compressed file as the bake writes it: 12 bytes a vertex (position, openness and tendon), two nodes that share the views. */
export async function boxFile({ rotation = undefined } = {}) {
  await MeshoptEncoder.ready;
  const vertices = new DataView(new ArrayBuffer(16 * 12));
  for (let at = 0; at < 16; at++) {
    CORNERS[at % 8].forEach((value, axis) => vertices.setUint16(at * 12 + axis * 2, value, true));
    vertices.setUint8(at * 12 + 8, at < 8 ? 255 : 51);
    vertices.setUint8(at * 12 + 9, at < 8 ? 0 : 102);
  }
  const indices = new Uint8Array(Uint16Array.from([...TRIANGLES, ...TRIANGLES]).buffer);
  const packed = [
    MeshoptEncoder.encodeGltfBuffer(new Uint8Array(vertices.buffer), 16, 12, "ATTRIBUTES", 0),
    MeshoptEncoder.encodeGltfBuffer(indices, 72, 2, "TRIANGLES", 1),
  ];
  return container(json(packed, rotation), packed);
}

function json(packed, rotation) {
  const view = (at, offset, byteStride, count, mode) => ({
    buffer: 1, byteOffset: 0, byteLength: byteStride * count, byteStride: mode === "ATTRIBUTES" ? byteStride : undefined,
    extensions: { EXT_meshopt_compression: { buffer: 0, byteOffset: offset, byteLength: packed[at].length, byteStride, count, mode } },
  });
  const part = (at) => [
    { bufferView: 0, byteOffset: at * 96, componentType: 5123, count: 8, type: "VEC3" },
    { bufferView: 0, byteOffset: at * 96 + 8, componentType: 5121, normalized: true, count: 8, type: "VEC2" },
    { bufferView: 1, byteOffset: at * 72, componentType: 5123, count: 36, type: "SCALAR" },
  ];
  const primitive = (at) => ({ attributes: { POSITION: at * 3, _SURFACE: at * 3 + 1 }, indices: at * 3 + 2 });
  return {
    asset: { version: "2.0" },
    nodes: [
      { name: "box.upper", mesh: 0, translation: [1, 2, 3], scale: [0.001, 0.001, 0.001], rotation },
      { name: "box.lower", mesh: 1, translation: [1, 0, 3], scale: [0.001, 0.001, 0.001] },
    ],
    meshes: [0, 1].map((at) => ({ primitives: [primitive(at)] })),
    accessors: [...part(0), ...part(1)],
    bufferViews: [view(0, 0, 12, 16, "ATTRIBUTES"), view(1, padded(packed[0].length), 2, 72, "TRIANGLES")],
  };
}

const padded = (length) => Math.ceil(length / 4) * 4;

function container(document, packed) {
  const text = new TextEncoder().encode(JSON.stringify(document));
  const jsonRoom = padded(text.length);
  const file = new Uint8Array(28 + jsonRoom + padded(packed[0].length) + padded(packed[1].length)).fill(32);
  const head = new DataView(file.buffer);
  [0x46546c67, 2, file.length, jsonRoom, 0x4e4f534a].forEach((word, at) => head.setUint32(at * 4, word, true));
  file.set(text, 20);
  head.setUint32(20 + jsonRoom, file.length - 28 - jsonRoom, true);
  head.setUint32(24 + jsonRoom, 0x004e4942, true);
  file.set(packed[0], 28 + jsonRoom);
  file.set(packed[1], 28 + jsonRoom + padded(packed[0].length));
  return file.buffer;
}
