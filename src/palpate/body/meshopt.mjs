/**
 * meshoptimizer for the bake: jobs as JSON in, answers as JSON out, in the same order; arrays are base64 of
 * little-endian numbers. The package is the one that the viewer installs (viewer/package.json pins it).
 */
import { json } from "node:stream/consumers";
import { MeshoptEncoder } from "../../../viewer/node_modules/meshoptimizer/meshopt_encoder.js";

const VERTEX_CODEC = 0; // what EXT_meshopt_compression asks for; the package's own choice would be 1
const INDEX_CODEC = 1;

await MeshoptEncoder.ready;
const jobs = await json(process.stdin);
process.stdout.write(JSON.stringify(jobs.map(encoded)));

/** One file: its parts in cache order, one after the other, as a vertex stream and an index stream. */
function encoded({ parts, stride }) {
  const ordered = parts.map((part) => inStrips(part, stride));
  const vertices = joined(Uint8Array, ordered.map((part) => part.vertices));
  const corners = joined(Uint32Array, ordered.map((part) => part.corners));
  return {
    vertices: text(MeshoptEncoder.encodeGltfBuffer(vertices, vertices.length / stride, stride, "ATTRIBUTES", VERTEX_CODEC)),
    corners: text(MeshoptEncoder.encodeGltfBuffer(corners, corners.length, 4, "TRIANGLES", INDEX_CODEC)),
  };
}

/** Triangles in strips that reuse recent vertices (under gzip a tenth smaller), vertices in order of first use. */
function inStrips(part, stride) {
  const corners = numbers(Uint32Array, part.corners);
  const given = numbers(Uint8Array, part.vertices);
  const [places] = MeshoptEncoder.reorderMesh(corners, true, true);
  const vertices = new Uint8Array(given.length);
  places.forEach((place, at) => vertices.set(given.subarray(at * stride, (at + 1) * stride), place * stride));
  return { vertices, corners };
}

function numbers(Kind, base64) {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Kind(bytes.buffer);
}

function text(array) {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

function joined(Kind, arrays) {
  const whole = new Kind(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}
