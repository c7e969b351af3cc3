/**
 * How the body is opened: cut along a plane, and taken apart.
 *
 * @typedef {"side" | "front" | "height"} Axis
 * @typedef {{ axis: Axis, at: number, turned: boolean }} Cut  where along the axis (share of the body), which half is gone
 */

/** Of each plane its name, the axis it stands on, and where the body begins and ends along it, metres (glTF frame). */
export const PLANES = {
  side: { name: "Sagittal", normal: [1, 0, 0], from: -0.45, to: 0.45 },
  front: { name: "Coronal", normal: [0, 0, 1], from: -0.18, to: 0.22 },
  height: { name: "Transverse", normal: [0, 1, 0], from: 0, to: 1.8 },
};
const STEPS = 100;

/** The plane as the shaders take it, or null. @param {Cut | null} cut */
export function planeOf(cut) {
  if (!cut) return null;
  const { normal, from, to } = PLANES[cut.axis];
  const sign = cut.turned ? -1 : 1;
  const metres = from + (to - from) * cut.at;
  return [...normal.map((value) => value * sign), metres * sign];
}

/** The cut in the address: `front,50` or `front,50,turned`. @param {Cut | null} cut */
export function cutWords(cut) {
  return cut ? [cut.axis, Math.round(cut.at * STEPS), ...(cut.turned ? ["turned"] : [])].join(",") : "";
}

/** @param {string | null} words @returns {Cut | null} */
export function cutIn(words) {
  const [axis = "", at = "", turned = ""] = (words ?? "").split(",");
  const share = Number(at) / STEPS;
  if (!Object.hasOwn(PLANES, axis) || at === "" || !(share >= 0 && share <= 1)) return null;
  return { axis: /** @type {Axis} */ (axis), at: share, turned: turned === "turned" };
}
