/**
 * Smooth normals, one a vertex: the sum of the normals around it, large faces counting more. The files
 * leave them out because this is faster than loading them.
 *
 * @param {Float32Array} positions  x, y, z of each vertex
 * @param {Uint16Array | Uint32Array} indices  three a triangle, counter-clockwise from outside
 * @returns {Int16Array}  x, y, z and a filler of each vertex, 32767 for 1
 */
export function smoothNormals(positions, indices) {
  const sums = faceSums(positions, indices);
  const normals = new Int16Array((positions.length / 3) * 4);
  for (let from = 0, to = 0; from < sums.length; from += 3, to += 4) {
    const scale = 32767 / (Math.hypot(sums[from], sums[from + 1], sums[from + 2]) || 1);
    normals[to] = sums[from] * scale;
    normals[to + 1] = sums[from + 1] * scale;
    normals[to + 2] = sums[from + 2] * scale;
  }
  return normals;
}

/** @param {Float32Array} p @param {Uint16Array | Uint32Array} indices */
function faceSums(p, indices) {
  const sums = new Float32Array(p.length);
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [indices[at] * 3, indices[at + 1] * 3, indices[at + 2] * 3];
    const [ux, uy, uz] = [p[b] - p[a], p[b + 1] - p[a + 1], p[b + 2] - p[a + 2]];
    const [vx, vy, vz] = [p[c] - p[a], p[c + 1] - p[a + 1], p[c + 2] - p[a + 2]];
    const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (const corner of [a, b, c]) {
      sums[corner] += x;
      sums[corner + 1] += y;
      sums[corner + 2] += z;
    }
  }
  return sums;
}
