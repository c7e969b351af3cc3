import assert from "node:assert/strict";
import test from "node:test";
import { piecesOf } from "../src/glb.js";
import { smoothNormals } from "../src/normals.js";
import { grainAxes } from "../src/fibres.js";
import { boxFile } from "./world.mjs";

test("a compressed file gives its named pieces in metres, with the openness and the tendon of each vertex", async () => {
  const [upper, lower] = piecesOf(await boxFile());
  assert.equal(upper.name, "box.upper");
  assert.equal(lower.name, "box.lower");
  assert.equal(upper.indices.length, 36);
  assert.deepEqual([...upper.positions.slice(21)], [2, 3, 4]);
  assert.deepEqual([...lower.positions.slice(0, 3)], [1, 0, 3]);
  assert.equal(upper.surface[0], 255);
  assert.equal(upper.surface[1], 0);
  assert.deepEqual([...lower.surface.slice(14)], [51, 102]);
});

test("what is not a binary glTF is refused", () => {
  assert.throws(() => piecesOf(new TextEncoder().encode("<!doctype html><title>404</title>").buffer), /Not a binary glTF/);
  assert.throws(() => piecesOf(new ArrayBuffer(0)), /Not a binary glTF/);
});

test("a file that ends too early is refused", async () => {
  const file = await boxFile();
  assert.throws(() => piecesOf(file.slice(0, file.byteLength - 40)), /ends too early/);
});

test("a turned node is refused instead of drawn in the wrong place", async () => {
  const file = await boxFile({ rotation: [0, 0, 0, 1] });
  assert.throws(() => piecesOf(file), /box\.upper is turned/);
});

test("smooth normals of a box point outwards from its corners", async () => {
  const [{ positions, indices }] = piecesOf(await boxFile());
  const normals = smoothNormals(positions, indices);
  for (let corner = 0; corner < 8; corner++) {
    for (const axis of [0, 1, 2]) {
      const outward = positions[corner * 3 + axis] - [1.5, 2.5, 3.5][axis];
      assert.equal(Math.sign(normals[corner * 4 + axis]), Math.sign(outward));
    }
    const length = Math.hypot(...normals.slice(corner * 4, corner * 4 + 3));
    assert.ok(Math.abs(length - 32767) < 3);
  }
});

test("the grain of a muscle runs along its longest axis", () => {
  const rod = Float32Array.from({ length: 300 }, (_, at) => [at * 0.003, at * 0.003, (at % 5) * 0.001][at % 3]);
  const matrix = grainAxes(rod, 1000);
  const along = [matrix[0], matrix[3], matrix[6]].map((value) => Math.abs(value / 1000));
  assert.ok(Math.abs(along[0] - Math.SQRT1_2) < 0.01 && Math.abs(along[1] - Math.SQRT1_2) < 0.01 && along[2] < 0.02);
});
