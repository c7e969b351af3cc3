/**
 * Middles of rows near the wanted ones, in their order, none over another where there is room for all.
 * @param {{ middle: number, height: number }[]} wanted  sorted @param {number} top @param {number} bottom
 */
export function spread(wanted, top, bottom) {
  const needed = wanted.reduce((sum, { height }) => sum + height, 0);
  const scale = Math.min(1, (bottom - top) / (needed || 1));
  const heights = wanted.map(({ height }) => height * scale);
  const rows = wanted.map(({ middle }, at) => middle - heights[at] / 2);
  for (let at = 0, free = top; at < rows.length; at++) free = (rows[at] = Math.max(rows[at], free)) + heights[at];
  for (let at = rows.length - 1, end = bottom; at >= 0; at--) end = rows[at] = Math.min(rows[at], end - heights[at]);
  return rows.map((row, at) => row + heights[at] / 2);
}
