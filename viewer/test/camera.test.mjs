import assert from "node:assert/strict";
import test from "node:test";
import * as camera from "../src/camera.js";

const FRAME = { width: 800, height: 600, posterAspect: 4 / 3 };
const view = (eye, up = [0, 1, 0]) => ({ name: "", label: "", eye, target: [0, 1, 0], up, fov_deg: 24 });
const near = (actual, wanted, tolerance = 1e-6) =>
  actual.forEach((value, at) => assert.ok(Math.abs(value - wanted[at]) < tolerance, `${actual} is not ${wanted}`));

test("a canonical view is kept: its eye and its up come back", () => {
  const views = [
    [[0, 1, 2], [0, 1, 0]],
    [[0, 1, -2], [0, 1, 0]],
    [[-2, 1, 0], [0, 1, 0]],
    [[0, 3, 0], [0, 0, 1]],
    [[0, -1, 0], [0, 0, 1]],
    [[1, 2, 1], [0, 1, 0]],
  ];
  for (const [eye, up] of views) {
    const axes = camera.axesOf(camera.cameraOf(view(eye, up)));
    near(axes.eye, eye);
    const cosine = axes.up[0] * up[0] + axes.up[1] * up[1] + axes.up[2] * up[2];
    assert.ok(cosine > 0.7, `up of ${eye} is ${axes.up}`);
  }
});

test("seen from the front, the body's left lies on the right of the picture", () => {
  const front = camera.cameraOf(view([0, 1, 2]));
  assert.ok(camera.projected(front, FRAME, [0.1, 1, 0]).x > 400);
  const behind = camera.cameraOf(view([0, 1, -2]));
  assert.ok(camera.projected(behind, FRAME, [0.1, 1, 0]).x < 400);
});

test("what is higher lies higher in the picture, and the target in its middle", () => {
  const front = camera.cameraOf(view([0, 1, 2]));
  near(Object.values(camera.projected(front, FRAME, [0, 1, 0])), [400, 300, 2]);
  assert.ok(camera.projected(front, FRAME, [0, 1.1, 0]).y < 300);
});

test("the matrices put a point where the projection says", () => {
  const oblique = camera.turned(camera.cameraOf(view([0, 1, 2])), 30, 20);
  const point = [0.12, 1.05, 0.2];
  const eye = times(camera.viewMatrix(oblique), [...point, 1]);
  const clip = times(camera.projectionMatrix(oblique, FRAME), eye);
  const { x, y, depth_m } = camera.projected(oblique, FRAME, point);
  near([(clip[0] / clip[3] + 1) * 400, (1 - clip[1] / clip[3]) * 300, clip[3]], [x, y, depth_m]);
});

test("a point is found again from its place and depth", () => {
  const oblique = camera.turned(camera.cameraOf(view([0, 1, 2])), 130, -35);
  const point = [0.1, 0.9, 0.15];
  near(camera.pointAt(oblique, FRAME, camera.projected(oblique, FRAME, point)), point);
});

test("the window of picking holds what lies at its middle, at its middle", () => {
  const front = camera.cameraOf(view([0, 1, 2]));
  const point = [0.2, 1.1, 0.1];
  const { x, y } = camera.projected(front, FRAME, point);
  const window = { x: (2 * x) / 800 - 1, y: 1 - (2 * y) / 600, width: 0.01, height: 0.01 };
  const clip = times(camera.narrowed(camera.projectionMatrix(front, FRAME), window), times(camera.viewMatrix(front), [...point, 1]));
  near([clip[0] / clip[3], clip[1] / clip[3]], [0, 0]);
});

test("what fits into the poster fits into a narrow canvas", () => {
  const front = camera.cameraOf(view([0, 1, 2]));
  const edge = [2 * Math.tan((12 * Math.PI) / 180) * (4 / 3) * 0.99, 1, 0];
  const narrow = camera.projected(front, { width: 300, height: 600, posterAspect: 4 / 3 }, edge);
  assert.ok(narrow.x < 300 && narrow.x > 290);
});

test("a turn stops above the head and below the feet", () => {
  const front = camera.cameraOf(view([0, 1, 2]));
  assert.equal(camera.turned(front, 0, 500).elevation_deg, 90);
  assert.equal(camera.turned(front, 0, -500).elevation_deg, -90);
  assert.equal(camera.turned(front, 190, 0).azimuth_deg, -170);
});

test("a glide takes the shorter way around", () => {
  const from = { ...camera.cameraOf(view([0, 1, 2])), azimuth_deg: 170 };
  const halfway = camera.between(from, { ...from, azimuth_deg: -170 }, 0.5);
  assert.equal(Math.abs(halfway.azimuth_deg), 180);
  near(camera.between(from, { ...from, distance_m: 8 }, 0.5).target, [0, 1, 0]);
  assert.equal(camera.between(from, { ...from, distance_m: 8 }, 0.5).distance_m, 4);
});

test("the mirrored camera sees the mirrored point where the camera saw the point", () => {
  const oblique = camera.panned(camera.turned(camera.cameraOf(view([0, 1, 2])), 40, 10), 0.2, 0.1);
  const [seen, mirrored] = [
    camera.projected(oblique, FRAME, [0.2, 1.1, 0.1]),
    camera.projected(camera.mirrored(oblique), FRAME, [-0.2, 1.1, 0.1]),
  ];
  near([mirrored.x, mirrored.y], [800 - seen.x, seen.y]);
});

test("panning by a height moves the picture by a height, whatever the distance", () => {
  for (const eye of [[0, 1, 0.5], [0, 1, 4]]) {
    const moved = camera.panned(camera.cameraOf(view(eye)), 0, -1);
    assert.ok(Math.abs(camera.projected(moved, FRAME, [0, 1, 0]).y - -300) < 1e-6);
  }
});

function times(matrix, vector) {
  return [0, 1, 2, 3].map((row) => vector.reduce((sum, value, column) => sum + matrix[column * 4 + row] * value, 0));
}
