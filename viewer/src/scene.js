/**
 * The scene as the page gives it (assets/scenes/<id>.json), and the names by which its structures are called.
 *
 * @typedef {[number, number, number]} Vec3  glTF frame: metres, x to the body's left, y superior, z anterior
 * @typedef {"right" | "left" | "midline"} Side
 * @typedef {"highlight" | "show" | "ghost" | "nogo" | "source" | "compressed"} Role
 * @typedef {object} Structure
 * @property {string} id  id of the structure's entry, or of one of its parts (`trapezius.upper`)
 * @property {string} name
 * @property {Side} side
 * @property {string} kind
 * @property {number} layer  0 deep .. 5 superficial
 * @property {Role} role
 * @property {string} file
 * @property {number} bytes
 * @property {string | null} page  the entry's page, from the root of the site
 * @property {string} [pack]  of the whole body: the file of many that it lies in
 * @property {string} [system]  of the whole body: id of its system
 * @property {string} [words]  other names, in lower case
 * @property {boolean} [everywhere]  belongs to no single region, as the skin
 * @property {boolean} [always]  stays when the body is peeled, as bones
 * @typedef {object} View
 * @property {string} name
 * @property {string} label
 * @property {Vec3} eye
 * @property {Vec3} target
 * @property {Vec3} up
 * @property {number} fov_deg
 * @typedef {{ id: string, name: string, at: Vec3, mark?: boolean }} Landmark  `mark` shows its dot without its name too
 * @typedef {{ id: string, name: string, file: string, bytes: number, over?: boolean }} Pack  `over` lies over all regions
 * @typedef {{ id: string, name: string, on: boolean, always: boolean }} System  `on` is shown in the beginning
 * @typedef {object} Scene
 * @property {string} id
 * @property {string} title
 * @property {Structure[]} structures
 * @property {View[]} views  the first is the poster's
 * @property {Landmark[]} landmarks
 * @property {{ width: number, height: number, alt: string }} poster
 * @property {string[]} text
 * @property {string[]} credits
 * @property {string[]} faults
 * @property {number} [aspect]  width by height of what a picture must hold, where it is not the poster's
 * @property {Pack[]} [packs]  of the whole body only: its regions
 * @property {System[]} [systems]  of the whole body only
 */

/** Width by height of a poster where a scene does not say (camera.py). */
const POSTER_ASPECT = 4 / 3;

/** Whether it is an organ to keep away from: a red veil, as solid lungs would hide what the page is about. @param {Structure} structure */
export function isVeil({ role, kind }) {
  return role === "nogo" && kind === "organ";
}

/**
 * The key of a structure within a scene: only its left twin needs more than the id.
 * @param {Structure} structure
 */
export function keyOf(structure) {
  return structure.side === "left" ? `${structure.id}:left` : structure.id;
}

/**
 * The side on which a structure is seen once the scene may have been mirrored.
 * @param {Side} side
 * @param {boolean} mirrored
 * @returns {Side}
 */
export function seenSide(side, mirrored) {
  if (!mirrored || side === "midline") return side;
  return side === "left" ? "right" : "left";
}

/**
 * "Levator scapulae, right": the name as it is spoken.
 * @param {Structure} structure
 * @param {boolean} mirrored
 */
export function spokenName(structure, mirrored) {
  const side = seenSide(structure.side, mirrored);
  return side === "midline" ? structure.name : `${structure.name}, ${side}`;
}

/**
 * The words of a node's part: "long head" for `biceps-femoris.long-head`, "" for a structure in one piece.
 * @param {string} node
 */
export function partName(node) {
  return node.split(".").slice(1).join(" ").replaceAll("-", " ");
}

/**
 * Whose a node of a file is, among the structures that use the file: a part listed by itself leaves the whole.
 * @param {Structure[]} users
 * @returns {(node: string, side: number) => Structure | undefined}  side 0 is right or midline, 1 left
 */
export function ownersOf(users) {
  const listed = new Map(users.map((user) => [`${user.id}:${user.side === "left" ? 1 : 0}`, user]));
  return (node, side) => listed.get(`${node}:${side}`) ?? listed.get(`${node.split(".")[0]}:${side}`);
}

/**
 * What the page is about loads first; what stands around it streams in after.
 * @param {Scene} scene
 * @returns {{ own: Structure[], around: Structure[] }}
 */
export function loadingOrder({ structures }) {
  return {
    own: structures.filter(({ role }) => role !== "ghost"),
    around: structures.filter(({ role }) => role === "ghost"),
  };
}

/** @param {Scene} scene */
export function posterAspect({ aspect, poster }) {
  if (aspect) return aspect;
  return poster?.width && poster?.height ? poster.width / poster.height : POSTER_ASPECT;
}

/**
 * The scene's JSON, with empty lists where it says nothing; an error where it cannot be drawn.
 * @param {Partial<Scene>} json
 * @returns {Scene}
 */
export function sceneOf(json) {
  if (!json.id || !json.structures?.length || !json.views?.length) {
    throw new Error("The scene names no structure or no view");
  }
  const empty = { title: json.id, landmarks: [], text: [], credits: [], faults: [] };
  const scene = /** @type {Scene} */ ({ ...empty, ...json });
  return scene.packs ? wholeBody(scene, scene.packs) : scene;
}

/** The same structure on the other side, or the only one. @param {Structure} structure */
export function twinKey({ id, side }) {
  return side === "right" ? `${id}:left` : id;
}

/** The whole body says of each pair the right one only, and of each structure its pack. @param {Scene} scene @param {Pack[]} packs @returns {Scene} */
function wholeBody(scene, packs) {
  const pack = new Map(packs.map((each) => [each.id, each]));
  const system = new Map((scene.systems ?? []).map((each) => [each.id, each]));
  /** @type {Structure[]} */
  const right = scene.structures.map((each) => ({
    ...each,
    role: each.role ?? "show",
    file: pack.get(each.pack ?? "")?.file ?? "",
    bytes: 0,
    everywhere: pack.get(each.pack ?? "")?.over ?? false,
    always: system.get(each.system ?? "")?.always ?? false,
  }));
  const both = right.flatMap((each) => (each.side === "right" ? [each, { ...each, side: /** @type {Side} */ ("left") }] : [each]));
  return { ...scene, structures: both };
}
