/**
 * Draws the structures of a scene and tells which of them lies under a place of the picture.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./state.js").Look} Look
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {import("./camera.js").Frame} Frame
 * @typedef {import("./palette.js").Rgb} Rgb
 *
 * @typedef {object} Actor  one piece of a structure, as it is drawn
 * @property {number} number  1, 2, ...: its mark in the picture that picking reads
 * @property {string} key
 * @property {string} node
 * @property {Structure} structure
 * @property {import("ogl").Mesh} mesh
 * @property {Rgb} albedo
 * @property {Rgb} tint  of its ghost
 * @property {number[]} line  colour of its outline
 * @property {number[]} fibres
 * @property {import("./scene.js").Vec3} middle
 *
 * @typedef {object} Shot  all that a picture depends on
 * @property {Camera} camera
 * @property {Frame} frame
 * @property {boolean} mirrored
 * @property {boolean} dark
 * @property {string | null} selected
 * @property {string | null} hovered
 * @property {(structure: Structure) => Look} look
 */
import { Camera as GlCamera } from "ogl";
import { axesOf, farthest, narrowed, projectionMatrix, viewMatrix } from "./camera.js";
import { grainAxes } from "./fibres.js";
import { meshOn, programsOn, release, rendererOn } from "./gpu.js";
import { GHOST_COLOUR, colourOf, linearRgb, srgbOf } from "./palette.js";
import { MarkReader } from "./marks.js";
import { keyOf } from "./scene.js";

/** Cover of a ghost where it faces the eye, where it turns away, and on its outline (poster.py). */
const VEIL = [0.24, 0.66];
const VEIL_INK = premultiplied(GHOST_COLOUR, 0.75, 0.8);
/** How dark an outline is (shading.LINE). */
const LINE = 0.72;
/** How wide an outline is, CSS pixels, and how far it lies back so that small creases get none, metres. */
const OUTLINES = {
  plain: { widen: 0.7, back: 0.0008 },
  hovered: { widen: 1.3, back: 0.006 },
  selected: { widen: 1.3, back: 0.006 },
};
const GLOW = 0.12;
const GRAIN = 0.13;
const HATCH_PX = 14;
/** Grain is this many times finer than a pixel of the poster (shading.fibres counts pixels of a poster). */
const POSTER_HEIGHT_PX = 720;

export class Drawing {
  /** @type {Actor[]} */
  #actors = [];

  /** @param {HTMLCanvasElement} canvas @param {Camera} first  the poster's camera, which sets the grain of muscle */
  constructor(canvas, first) {
    this.renderer = rendererOn(canvas);
    this.gl = this.renderer.gl;
    this.programs = programsOn(this.gl);
    this.marks = new MarkReader(this.gl);
    this.camera = new GlCamera(this.gl);
    this.grainPerMetre = POSTER_HEIGHT_PX / (2 * first.distance_m * Math.tan((first.fov_deg * Math.PI) / 360));
  }

  /** @param {Structure} structure @param {import("./glb.js").Piece} piece */
  add(structure, piece) {
    const mesh = meshOn(this.gl, piece, this.programs.solid);
    mesh.geometry.computeBoundingBox();
    const { x, y, z } = mesh.geometry.bounds.center;
    const own = linearRgb(colourOf({ kind: structure.kind, role: "show" }));
    const grey = linearRgb(GHOST_COLOUR);
    this.#actors.push({
      number: this.#actors.length + 1,
      key: keyOf(structure),
      node: piece.name,
      structure,
      mesh,
      albedo: linearRgb(colourOf(structure)),
      tint: [(own[0] + grey[0]) / 2, (own[1] + grey[1]) / 2, (own[2] + grey[2]) / 2],
      line: premultiplied(colourOf(structure), 1 - LINE, 1),
      fibres: structure.kind === "muscle" ? grainAxes(piece.positions, this.grainPerMetre) : [],
      middle: [x, y, z],
    });
  }

  /** @param {number} width @param {number} height  CSS pixels */
  resize(width, height) {
    this.renderer.setSize(width, height);
  }

  /** @param {Shot} shot */
  draw(shot) {
    const { renderer } = this;
    renderer.bindFramebuffer();
    renderer.setViewport(this.gl.canvas.width, this.gl.canvas.height);
    this.#clear();
    this.#place(shot, projectionMatrix(shot.camera, shot.frame));
    const { solid, ghost } = this.#cast(shot);
    for (const actor of solid) this.#solid(actor, shot);
    for (const actor of solid) this.#contour(actor, shot, actor.line);
    for (const actor of farthestFirst(ghost, shot)) this.#ghost(actor, shot);
  }

  /**
   * What lies under a place of the picture (CSS pixels), or nothing; solid structures before ghosts.
   * @param {Shot} shot @param {{ x: number, y: number }} place @param {number} reach  CSS pixels around it
   */
  pick(shot, place, reach) {
    const { width, height } = shot.frame;
    const window = { x: (2 * place.x) / width - 1, y: 1 - (2 * place.y) / height, width: reach / width, height: reach / height };
    const side = Math.max(3, Math.round(reach));
    const found = this.#marked(shot, side, side, narrowed(projectionMatrix(shot.camera, shot.frame), window), true).nearest();
    const actor = found && this.#actors[found.number - 1];
    return actor ? { key: actor.key, node: actor.node, depth_m: found.depth * farthest(shot.camera) } : null;
  }

  /**
   * A coarse picture of how deep the solid structures lie: metres before the eye at a place in CSS pixels.
   * @param {Shot} shot @param {number} wide  pixels of the coarse picture
   */
  depths(shot, wide) {
    const { width, height } = shot.frame;
    const high = Math.max(1, Math.round((wide * height) / width));
    const marks = this.#marked(shot, wide, high, projectionMatrix(shot.camera, shot.frame), false);
    /** @param {number} x @param {number} y */
    return (x, y) => marks.depth(x / width, y / height) * farthest(shot.camera);
  }

  dispose() {
    release(this.gl);
    this.#actors = [];
  }

  #clear() {
    this.renderer.enable(this.gl.DEPTH_TEST);
    this.renderer.setDepthMask(true);
    this.gl.clear(this.gl.COLOR_BUFFER_BIT | this.gl.DEPTH_BUFFER_BIT);
  }

  /** @param {Shot} shot @param {number[]} projection */
  #place(shot, projection) {
    this.camera.viewMatrix.fromArray(viewMatrix(shot.camera));
    this.camera.projectionMatrix.fromArray(projection);
    for (const { structure, mesh } of this.#actors) {
      const flipped = (structure.side === "left") !== shot.mirrored;
      mesh.worldMatrix.fromArray([flipped ? -1 : 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    }
  }

  /** @param {Shot} shot @returns {Record<Look, Actor[]>} */
  #cast({ look }) {
    /** @type {Record<Look, Actor[]>} */
    const cast = { solid: [], ghost: [], hidden: [] };
    for (const actor of this.#actors) cast[look(actor.structure)].push(actor);
    return cast;
  }

  /** @param {Actor} actor @param {import("./gpu.js").ProgramName} name @param {Record<string, unknown>} values */
  #paint(actor, name, values) {
    const program = this.programs[name];
    for (const [uniform, value] of Object.entries(values)) program.uniforms[uniform].value = value;
    program.uniforms.uPicture.value = [this.gl.canvas.width, this.gl.canvas.height];
    actor.mesh.program = program;
    actor.mesh.draw({ camera: this.camera });
  }

  /** @param {Actor} actor @param {Shot} shot */
  #solid(actor, shot) {
    const grain = actor.fibres.length ? GRAIN : 0;
    this.#paint(actor, "solid", {
      uAlbedo: actor.albedo,
      uGrain: grain,
      uFibres: grain ? actor.fibres : [1, 0, 0, 0, 1, 0, 0, 0, 1],
      uHatch: actor.structure.role === "nogo" ? HATCH_PX * this.renderer.dpr : 0,
      uGlow: actor.key === shot.hovered ? GLOW : 0,
    });
  }

  /** @param {Actor} actor @param {Shot} shot @param {number[]} line  its colour where nothing stands out */
  #contour(actor, shot, line) {
    const emphasis = actor.key === shot.selected ? "selected" : actor.key === shot.hovered ? "hovered" : "plain";
    const ink = shot.dark ? [1, 1, 1, 1] : [0.07, 0.07, 0.09, 1];
    const uColour = emphasis === "plain" ? line : ink;
    const { widen, back } = OUTLINES[emphasis];
    this.#paint(actor, "contour", { uColour, uWiden: widen * this.renderer.dpr, uBack: back });
  }

  /**
   * A ghost hides its own far side and folds: its depth is laid down first, then its outline, then its veil.
   * @param {Actor} actor @param {Shot} shot
   */
  #ghost(actor, shot) {
    this.gl.colorMask(false, false, false, false);
    this.#paint(actor, "veil", {});
    this.gl.colorMask(true, true, true, true);
    this.#contour(actor, shot, VEIL_INK);
    this.#paint(actor, "ghost", { uAlbedo: actor.tint, uVeil: VEIL });
  }

  /** @param {Shot} shot @param {number} wide @param {number} high @param {number[]} projection @param {boolean} ghosts */
  #marked(shot, wide, high, projection, ghosts) {
    this.marks.begin(wide, high);
    this.#place(shot, projection);
    const { solid, ghost } = this.#cast(shot);
    const uFarthest = farthest(shot.camera);
    if (ghosts) for (const actor of ghost) this.#paint(actor, "mark", { uNumber: actor.number, uFarthest });
    this.marks.bringForward();
    for (const actor of solid) this.#paint(actor, "mark", { uNumber: actor.number, uFarthest });
    return this.marks.read();
  }
}

/** A colour darkened and laid on with a cover, as the contour shader takes it. @param {string} colour @param {number} light @param {number} cover */
function premultiplied(colour, light, cover) {
  return [...srgbOf(colour).map((value) => value * light * cover), cover];
}

/** @param {Actor[]} actors @param {Shot} shot */
function farthestFirst(actors, { camera, mirrored }) {
  const { back } = axesOf(camera);
  /** @param {Actor} actor */
  const nearness = ({ structure, middle: [x, y, z] }) => {
    const side = (structure.side === "left") !== mirrored ? -1 : 1;
    return side * x * back[0] + y * back[1] + z * back[2];
  };
  return [...actors].sort((a, b) => nearness(a) - nearness(b));
}
