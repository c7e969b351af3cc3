/**
 * The camera: a turntable about the body's long axis, because free tumbling loses learners.
 *
 * It is kept as angles, so that a turn over the crown of the head stays well defined: azimuth 0 looks from
 * the front and grows towards the body's left, elevation 90 looks down from above. All functions return new values.
 *
 * @typedef {import("./scene.js").Vec3} Vec3
 * @typedef {object} Camera
 * @property {Vec3} target  metres
 * @property {number} azimuth_deg
 * @property {number} elevation_deg
 * @property {number} distance_m
 * @property {number} fov_deg  vertical, at the poster's aspect
 * @typedef {{ eye: Vec3, right: Vec3, up: Vec3, back: Vec3 }} Axes
 * @typedef {{ width: number, height: number, posterAspect: number }} Frame  of the canvas in CSS pixels
 */

const DEG = Math.PI / 180;
const NEAREST_M = 0.02;
const FARTHEST_M = 8;
/** Beyond the target: enough to hold a whole body behind it. */
const DEPTH_BEHIND_M = 3;
/** Framings that differ by less are one. */
const SAME_M = 1e-3;
/** Air around what the camera comes close to. */
const CLOSE = 1.3;

/** @param {Vec3} a @param {Vec3} b @returns {Vec3} */
const minus = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
/** @param {Vec3} a @param {Vec3} b */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
/** @param {Vec3} from @param {Vec3} along @param {number} length @returns {Vec3} */
const towards = (from, along, length) => [
  from[0] + along[0] * length,
  from[1] + along[1] * length,
  from[2] + along[2] * length,
];
/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
/** @param {number} degrees  any angle as -180 .. 180 */
const wrapped = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

/**
 * The camera of a view of the scene. Looking straight down or up, the view's `up` says which way it is turned.
 * @param {import("./scene.js").View} view
 * @returns {Camera}
 */
export function cameraOf({ eye, target, up, fov_deg }) {
  const arm = minus(eye, target);
  const distance_m = Math.hypot(...arm);
  const elevation_deg = Math.asin(clamp(arm[1] / distance_m, -1, 1)) / DEG;
  const steep = Math.abs(elevation_deg) > 89.9;
  const sign = elevation_deg > 0 ? -1 : 1;
  const [x, z] = steep ? [up[0] * sign, up[2] * sign] : [arm[0], arm[2]];
  return { target, azimuth_deg: wrapped(Math.atan2(x, z) / DEG), elevation_deg, distance_m, fov_deg };
}

/**
 * Where the eye stands and its axes: right, up, and back towards the eye.
 * @param {Camera} camera
 * @returns {Axes}
 */
export function axesOf({ target, azimuth_deg, elevation_deg, distance_m }) {
  const [sa, ca] = [Math.sin(azimuth_deg * DEG), Math.cos(azimuth_deg * DEG)];
  const [se, ce] = [Math.sin(elevation_deg * DEG), Math.cos(elevation_deg * DEG)];
  /** @type {Vec3} */
  const back = [sa * ce, se, ca * ce];
  return { eye: towards(target, back, distance_m), right: [ca, 0, -sa], up: [-sa * se, ce, -ca * se], back };
}

/** @param {Camera} camera @param {number} right_deg @param {number} up_deg @returns {Camera} */
export function turned(camera, right_deg, up_deg) {
  const elevation_deg = clamp(camera.elevation_deg + up_deg, -90, 90);
  return { ...camera, azimuth_deg: wrapped(camera.azimuth_deg + right_deg), elevation_deg };
}

/** @param {Camera} camera @param {number} factor  below 1 comes nearer @returns {Camera} */
export function zoomed(camera, factor) {
  return { ...camera, distance_m: clamp(camera.distance_m * factor, NEAREST_M, FARTHEST_M) };
}

/**
 * Moves the target across the picture, in heights of the picture.
 * @param {Camera} camera @param {number} right @param {number} up @returns {Camera}
 */
export function panned(camera, right, up) {
  const height_m = 2 * camera.distance_m * Math.tan((camera.fov_deg / 2) * DEG);
  const axes = axesOf(camera);
  return { ...camera, target: towards(towards(camera.target, axes.right, right * height_m), axes.up, up * height_m) };
}

/** The camera on the other side of the midline. @param {Camera} camera @returns {Camera} */
export function mirrored(camera) {
  const [x, y, z] = camera.target;
  return { ...camera, target: [-x, y, z], azimuth_deg: wrapped(-camera.azimuth_deg) };
}

/**
 * A camera on the way from one to another, by the shorter turn.
 * @param {Camera} from @param {Camera} to @param {number} share  0 .. 1 @returns {Camera}
 */
export function between(from, to, share) {
  /** @param {number} a @param {number} b */
  const mix = (a, b) => a + (b - a) * share;
  return {
    target: [mix(from.target[0], to.target[0]), mix(from.target[1], to.target[1]), mix(from.target[2], to.target[2])],
    azimuth_deg: wrapped(from.azimuth_deg + wrapped(to.azimuth_deg - from.azimuth_deg) * share),
    elevation_deg: mix(from.elevation_deg, to.elevation_deg),
    distance_m: from.distance_m * (to.distance_m / from.distance_m) ** share,
    fov_deg: mix(from.fov_deg, to.fov_deg),
  };
}

/**
 * Half heights of the picture at one metre: what fits into the poster also fits into a narrower canvas.
 * @param {Camera} camera @param {Frame} frame
 */
function slopes(camera, { width, height, posterAspect }) {
  const up = Math.tan((camera.fov_deg / 2) * DEG) * Math.max(1, (posterAspect * height) / width);
  return { up, right: (up * width) / height };
}

/** The farthest depth that is drawn, in metres before the eye. @param {Camera} camera */
export function farthest(camera) {
  return camera.distance_m + DEPTH_BEHIND_M;
}

/**
 * World to eye, column by column, as WebGL takes it.
 * @param {Camera} camera
 * @returns {number[]}
 */
export function viewMatrix(camera) {
  const { eye, right, up, back } = axesOf(camera);
  return [
    ...[right[0], up[0], back[0], 0],
    ...[right[1], up[1], back[1], 0],
    ...[right[2], up[2], back[2], 0],
    ...[-dot(right, eye), -dot(up, eye), -dot(back, eye), 1],
  ];
}

/**
 * Eye to clip space, column by column.
 * @param {Camera} camera @param {Frame} frame
 * @returns {number[]}
 */
export function projectionMatrix(camera, frame) {
  const { up, right } = slopes(camera, frame);
  const [near, far] = [camera.distance_m * 0.05, farthest(camera)];
  const depth = [(far + near) / (near - far), (2 * far * near) / (near - far)];
  return [1 / right, 0, 0, 0, 0, 1 / up, 0, 0, 0, 0, depth[0], -1, 0, 0, depth[1], 0];
}

/**
 * The projection of a window of the picture alone: what picking draws.
 * @param {number[]} projection
 * @param {{ x: number, y: number, width: number, height: number }} part  middle and size, in shares of clip space
 */
export function narrowed(projection, { x, y, width, height }) {
  return projection.map((value, at) => {
    const depthRow = projection[at - (at % 4) + 3];
    if (at % 4 === 0) return (value - x * depthRow) / width;
    return at % 4 === 1 ? (value - y * depthRow) / height : value;
  });
}

/**
 * Where a point lies in the picture (CSS pixels from its top left) and how deep before the eye (metres).
 * @param {Camera} camera @param {Frame} frame @param {Vec3} point
 */
export function projected(camera, frame, point) {
  const { eye, right, up, back } = axesOf(camera);
  const arm = minus(point, eye);
  const depth_m = -dot(arm, back);
  const slope = slopes(camera, frame);
  const [x, y] = [dot(arm, right) / (depth_m * slope.right), dot(arm, up) / (depth_m * slope.up)];
  return { x: ((1 + x) / 2) * frame.width, y: ((1 - y) / 2) * frame.height, depth_m };
}

/**
 * The point at a place of the picture and a depth: the way back of `projected`.
 * @param {Camera} camera @param {Frame} frame @param {{ x: number, y: number, depth_m: number }} place
 * @returns {Vec3}
 */
export function pointAt(camera, frame, { x, y, depth_m }) {
  const { eye, right, up, back } = axesOf(camera);
  const slope = slopes(camera, frame);
  const across = ((2 * x) / frame.width - 1) * slope.right * depth_m;
  const above = (1 - (2 * y) / frame.height) * slope.up * depth_m;
  return towards(towards(towards(eye, right, across), up, above), back, -depth_m);
}

/**
 * The six planes that bound what a camera sees: inside where `a x + b y + c z + d` is positive, in lengths.
 * @param {number[]} projection @param {number[]} view
 */
export function planesOf(projection, view) {
  /** @param {number} row */
  const clip = (row) => [0, 1, 2, 3].map((column) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + projection[k * 4 + row] * view[column * 4 + k], 0),
  );
  const last = clip(3);
  return [0, 1, 2].flatMap((row) => [1, -1].map((sign) => {
    const plane = clip(row).map((value, at) => last[at] + sign * value);
    const length = Math.hypot(plane[0], plane[1], plane[2]) || 1;
    return plane.map((value) => value / length);
  }));
}

/** Whether a ball reaches into what the planes bound. @param {number[][]} planes @param {{ middle: Vec3, radius: number }} ball */
export function inSight(planes, { middle: [x, y, z], radius }) {
  return planes.every(([a, b, c, d]) => a * x + b * y + c * z + d > -radius);
}

/** The same place seen from the side of another camera. @param {Camera} camera @param {Camera} other @returns {Camera} */
export function fromSideOf(camera, { azimuth_deg, elevation_deg }) {
  return { ...camera, azimuth_deg, elevation_deg };
}

/** Whether two cameras look at the same place from the same distance. @param {Camera} a @param {Camera} b */
export function sameFraming(a, b) {
  return Math.hypot(...minus(a.target, b.target)) < SAME_M && Math.abs(a.distance_m - b.distance_m) < SAME_M;
}

/** The same camera so near that a box fills the picture. @param {Camera} camera @param {{ low: Vec3, high: Vec3 }} box @returns {Camera} */
export function closeTo(camera, { low, high }) {
  /** @type {Vec3} */
  const target = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
  const radius = Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]) / 2;
  const distance_m = clamp((CLOSE * radius) / Math.tan((camera.fov_deg / 2) * DEG), NEAREST_M * 4, FARTHEST_M);
  return { ...camera, target, distance_m };
}
