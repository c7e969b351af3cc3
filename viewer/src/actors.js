/**
 * Who is in the picture: every piece of a structure on one side, by its slot in the wardrobe.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./batch.js").Box} Box
 * @typedef {import("./batch.js").Part} Part
 * @typedef {import("./state.js").Look} Look
 * @typedef {{ key: string, node: string, structure: Structure, box: Box }} Actor
 */
import { around, middleOf, mirroredBox } from "./batch.js";
import { grainAxes } from "./fibres.js";
import { keyOf, ownersOf } from "./scene.js";
import { Wardrobe, dressOf } from "./wardrobe.js";

export class Actors {
  /** @type {(Actor | undefined)[]} */
  #slots = [];
  /** Number of each structure, by key. @type {Map<string, number>} */
  #numbers = new Map();

  /** @param {import("ogl").OGLRenderingContext} gl @param {number} grainPerMetre */
  constructor(gl, grainPerMetre) {
    this.wardrobe = new Wardrobe(gl);
    this.grainPerMetre = grainPerMetre;
  }

  /** How many pieces there are: the number of the next. */
  get pieces() {
    return this.#slots.length / 2;
  }

  /** Gives the pieces of a file to the structures that use it. @param {Structure[]} users @param {import("./glb.js").Piece[]} pieces @param {Part[]} parts */
  add(users, pieces, parts) {
    const owners = ownersOf(users);
    pieces.forEach((piece, at) => {
      const fibres = grainAxes(piece.positions, this.grainPerMetre);
      for (const side of [0, 1]) this.#dress(owners(piece.name, side), side, parts[at], fibres);
    });
  }

  /** @param {Structure | undefined} structure @param {number} side @param {Part} part @param {number[]} fibres */
  #dress(structure, side, { name, box }, fibres) {
    const slot = this.#slots.length;
    this.#slots[slot] = structure && { key: keyOf(structure), node: name, structure, box: side ? mirroredBox(box) : box };
    if (structure) this.wardrobe.put(slot, dressOf(structure, this.number(keyOf(structure)), fibres, middleOf(box)));
  }

  /** @param {number} slot */
  at(slot) {
    return this.#slots[slot];
  }

  /** The number of a structure; -1 for none. @param {string | null} key */
  number(key) {
    if (key === null) return -1;
    if (!this.#numbers.has(key)) this.#numbers.set(key, this.#numbers.size + 1);
    return /** @type {number} */ (this.#numbers.get(key));
  }

  /** How the pieces of a unit are drawn; what nobody owns is hidden. @param {import("./batch.js").Unit} unit @param {(structure: Structure) => Look} look */
  looks({ side, batch: { first, parts } }, look) {
    return parts.map((_, at) => {
      const actor = this.#slots[(first + at) * 2 + side];
      return actor ? look(actor.structure) : "hidden";
    });
  }

  /** The box around those that are wanted, or null while none is there. @param {(actor: Actor) => boolean} wanted @returns {Box | null} */
  boxOf(wanted) {
    const boxes = this.#slots.flatMap((actor) => (actor && wanted(actor) ? [actor.box] : []));
    return boxes.length ? around(boxes) : null;
  }

  clear() {
    this.#slots = [];
  }
}
