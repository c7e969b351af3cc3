/**
 * Draws the structures of a scene and tells which of them lies under a place of the picture.
 *
 * Every file is a batch in common buffers, drawn side by side: a scene's few files one by one, the packs of the whole
 * body in a few calls each. What a piece looks like stands in the wardrobe, which the shaders read.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./scene.js").Vec3} Vec3
 * @typedef {import("./state.js").Look} Look
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {import("./camera.js").Frame} Frame
 * @typedef {import("./batch.js").Unit} Unit
 *
 * @typedef {object} Shot  all that a picture depends on
 * @property {Camera} camera
 * @property {Frame} frame
 * @property {boolean} mirrored
 * @property {boolean} dark
 * @property {string | null} selected
 * @property {string | null} hovered
 * @property {(structure: Structure) => Look} look  another function wherever a look has changed
 * @property {number[] | null} cut  plane that cuts the body open: what lies beyond it (x, y, z, metres) is gone
 * @property {number} apart  how far the body is taken apart, 0 .. 1
 */
import { Camera as GlCamera } from "ogl";
import { Actors } from "./actors.js";
import { Batch } from "./batch.js";
import { axesOf, farthest, inSight, narrowed, planesOf, pointAt, projectionMatrix, viewMatrix } from "./camera.js";
import { DARK_INK, programsOn, release, rendererOn, uniformsWith } from "./gpu.js";
import { MarkReader } from "./marks.js";

/** Grain is this many times finer than a pixel of the poster (shading.fibres counts pixels of a poster). */
const POSTER_HEIGHT_PX = 720;

export class Drawing {
  /** @type {Batch[]} */
  #batches = [];
  /** @type {Shot["look"] | null} */
  #look = null;
  /** @type {number[][]} */
  #planes = [];

  /** @param {HTMLCanvasElement} canvas @param {Camera} first  the poster's camera, which sets the grain of muscle @param {number} [sharpness]  most device pixels a CSS pixel */
  constructor(canvas, first, sharpness) {
    this.renderer = rendererOn(canvas, sharpness);
    this.gl = this.renderer.gl;
    this.actors = new Actors(this.gl, POSTER_HEIGHT_PX / (2 * first.distance_m * Math.tan((first.fov_deg * Math.PI) / 360)));
    this.uniforms = uniformsWith(this.actors.wardrobe.texture);
    this.plain = programsOn(this.gl, this.uniforms, false);
    /** @type {import("./gpu.js").Programs | null} */
    this.cutting = null;
    this.programs = this.plain;
    this.marks = new MarkReader(this.gl);
    this.camera = new GlCamera(this.gl);
  }

  /** Takes in a file that these structures use. @param {Structure[]} users @param {import("./glb.js").Piece[]} pieces */
  add(users, pieces) {
    const batch = new Batch(this.gl, pieces, this.actors.pieces);
    this.actors.add(users, pieces, batch.parts);
    this.#batches.push(batch);
    this.#look = null;
  }

  /** Lets go of all that was taken in. */
  empty() {
    for (const batch of this.#batches) batch.dispose();
    this.#batches = [];
    this.actors.clear();
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
    const solid = this.#inSight(shot, "solid");
    for (const unit of solid) this.#paint(unit, "solid", "solid");
    for (const unit of solid) this.#contour(unit, "solid");
    for (const unit of farthestFirst(this.#inSight(shot, "ghost"), shot)) this.#ghost(unit);
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
    const actor = found && this.actors.at(found.number - 1);
    return actor ? { key: actor.key, node: actor.node, depth_m: found.depth * farthest(shot.camera) } : null;
  }

  /**
   * A coarse picture of how deep the solid structures lie: metres before the eye at a place in CSS pixels.
   * @param {Shot} shot @param {number} wide  pixels of the coarse picture
   */
  depths(shot, wide) {
    const { width, height } = shot.frame;
    const marks = this.#coarse(shot, wide);
    /** @param {number} x @param {number} y */
    return (x, y) => marks.depth(x / width, y / height) * farthest(shot.camera);
  }

  /**
   * The structures of which most is seen, each with a point that is seen.
   * @param {Shot} shot @param {number} wide  pixels of the coarse picture @param {number} most
   */
  prominent(shot, wide, most) {
    const { width, height } = shot.frame;
    return this.#coarse(shot, wide).largest(most).flatMap(({ number, x, y, depth, pixels }) => {
      const actor = this.actors.at(number - 1);
      const place = { x: x * width, y: y * height, depth_m: depth * farthest(shot.camera) };
      return actor ? [{ ...actor, at: pointAt(shot.camera, shot.frame, place), pixels }] : [];
    });
  }

  dispose() {
    release(this.gl);
    this.#batches = [];
    this.actors.clear();
  }

  #clear() {
    this.renderer.enable(this.gl.DEPTH_TEST);
    this.renderer.setDepthMask(true);
    this.gl.clear(this.gl.COLOR_BUFFER_BIT | this.gl.DEPTH_BUFFER_BIT);
  }

  /** @param {Shot} shot @param {number[]} projection */
  #place(shot, projection) {
    const view = viewMatrix(shot.camera);
    this.camera.viewMatrix.fromArray(view);
    this.camera.projectionMatrix.fromArray(projection);
    this.#planes = planesOf(projection, view);
    this.programs = shot.cut ? (this.cutting ??= programsOn(this.gl, this.uniforms, true)) : this.plain;
    this.#give({
      uCut: shot.cut ?? [0, 0, 0, 1],
      uApart: shot.apart,
      uInk: shot.dark ? [1, 1, 1, 1] : DARK_INK,
      uChosen: this.actors.number(shot.selected),
      uHovered: this.actors.number(shot.hovered),
      uPixel: this.renderer.dpr,
      uPicture: [this.gl.canvas.width, this.gl.canvas.height],
      uFarthest: farthest(shot.camera),
    });
    for (const { units } of this.#batches) for (const unit of units) unit.stand(shot.mirrored);
    this.#arrange(shot);
  }

  /** @param {Record<string, unknown>} values */
  #give(values) {
    for (const [name, value] of Object.entries(values)) this.uniforms[name].value = value;
  }

  /** Sorts what is solid, a ghost or hidden, where that has changed. @param {Shot} shot */
  #arrange({ look }) {
    if (look === this.#look) return;
    this.#look = look;
    for (const { units } of this.#batches) for (const unit of units) unit.arrange(this.actors.looks(unit, look));
  }

  /** The units that have anything to draw, as far as they reach into the picture. @param {Shot} shot @param {"solid" | "ghost"} look */
  #inSight(shot, look) {
    const { apart, mirrored } = shot;
    return this.#batches
      .flatMap(({ units }) => units)
      .filter((unit) => unit.spans[look].length > 0 && (apart > 0 || inSight(this.#planes, unit.placed(unit.batch.ball, mirrored))));
  }

  /** @param {Unit} unit @param {import("./gpu.js").ProgramName} name @param {"solid" | "ghost"} look @param {import("./batch.js").Span[]} [spans] */
  #paint(unit, name, look, spans = unit.spans[look]) {
    this.uniforms.uSide.value = unit.side;
    unit.mesh.program = this.programs[name];
    for (const { start, count } of unit.runs(spans)) {
      unit.mesh.geometry.setDrawRange(start, count);
      unit.mesh.draw({ camera: this.camera });
    }
  }

  /** @param {Unit} unit @param {"solid" | "ghost"} look */
  #contour(unit, look) {
    this.#give({ uOutline: 1, uVeiled: look === "ghost" ? 1 : 0 });
    this.#paint(unit, "contour", look);
    this.#give({ uOutline: 0, uVeiled: 0 });
  }

  /**
   * A ghost hides its own far side and folds: its depth is laid down first, then its outline, then its veil.
   * @param {Unit} unit
   */
  #ghost(unit) {
    this.gl.colorMask(false, false, false, false);
    this.#paint(unit, "veil", "ghost");
    this.gl.colorMask(true, true, true, true);
    this.#contour(unit, "ghost");
    this.#paint(unit, "ghost", "ghost");
  }

  /** Only the pieces in sight: the window of picking holds few of them. @param {Shot} shot @param {"solid" | "ghost"} look */
  #mark(shot, look) {
    for (const unit of this.#inSight(shot, look)) {
      const seen = unit.spans[look].filter(({ ball }) => shot.apart > 0 || inSight(this.#planes, unit.placed(ball, shot.mirrored)));
      this.#paint(unit, "mark", look, seen);
    }
  }

  /** @param {Shot} shot @param {number} wide */
  #coarse(shot, wide) {
    const { width, height } = shot.frame;
    const high = Math.max(1, Math.round((wide * height) / width));
    return this.#marked(shot, wide, high, projectionMatrix(shot.camera, shot.frame), false);
  }

  /** @param {Shot} shot @param {number} wide @param {number} high @param {number[]} projection @param {boolean} ghosts */
  #marked(shot, wide, high, projection, ghosts) {
    this.marks.begin(wide, high);
    this.#place(shot, projection);
    if (ghosts) this.#mark(shot, "ghost");
    this.marks.bringForward();
    this.#mark(shot, "solid");
    return this.marks.read();
  }
}

/** @param {Unit[]} units @param {Shot} shot */
function farthestFirst(units, { camera, mirrored }) {
  const { back } = axesOf(camera);
  /** @param {Unit} unit */
  const nearness = (unit) => unit.placed(unit.batch.ball, mirrored).middle.reduce((sum, value, axis) => sum + value * back[axis], 0);
  return [...units].sort((a, b) => nearness(a) - nearness(b));
}
