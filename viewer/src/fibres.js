/**
 * The axes along which the grain of a muscle is drawn: the longest axis of its body and two across it.
 *
 * @typedef {import("./scene.js").Vec3} Vec3
 */

const ROUNDS = 24;

/**
 * @param {Float32Array} positions  metres
 * @param {number} scale  units of grain a metre
 * @returns {number[]}  3 x 3, column by column: from the body to grain coordinates
 */
export function grainAxes(positions, scale) {
  const along = longestAxis(positions);
  const across = unit(cross(along, Math.abs(along[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0]));
  const rows = [along, across, cross(along, across)];
  return [0, 1, 2].flatMap((column) => rows.map((row) => row[column] * scale));
}

/** The direction of greatest spread, by power iteration on the covariance. @param {Float32Array} p @returns {Vec3} */
function longestAxis(p) {
  const [xx, xy, xz, yy, yz, zz] = covariance(p);
  /** @type {Vec3} */
  let axis = [0.48, 0.62, 0.62];
  for (let round = 0; round < ROUNDS; round++) {
    const [x, y, z] = axis;
    axis = unit([xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z]);
  }
  return axis;
}

/** @param {Float32Array} p */
function covariance(p) {
  const middle = [0, 1, 2].map((axis) => mean(p, axis));
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < p.length; at += 3) {
    const [x, y, z] = [p[at] - middle[0], p[at + 1] - middle[1], p[at + 2] - middle[2]];
    xx += x * x;
    xy += x * y;
    xz += x * z;
    yy += y * y;
    yz += y * z;
    zz += z * z;
  }
  return [xx, xy, xz, yy, yz, zz];
}

/** @param {Float32Array} p @param {number} axis */
function mean(p, axis) {
  let sum = 0;
  for (let at = axis; at < p.length; at += 3) sum += p[at];
  return sum / (p.length / 3);
}

/** @param {Vec3} a @param {Vec3} b @returns {Vec3} */
function cross(a, b) {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** @param {Vec3} v @returns {Vec3} */
function unit(v) {
  const length = Math.hypot(...v) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}
