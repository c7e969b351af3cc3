/**
 * The buttons under the picture: canonical views first, then what can be done with the chosen structure, then
 * the whole scene, then turning and zooming for those who cannot or do not want to drag.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./state.js").State} State
 * @typedef {object} Presses
 * @property {(name: string) => void} view
 * @property {() => void} isolate
 * @property {() => void} ghost
 * @property {() => void} hide
 * @property {() => void} showAll
 * @property {() => void} mirror
 * @property {() => void} labels
 * @property {() => void} reset
 * @property {() => void} copyLink
 * @property {(right_deg: number, up_deg: number) => void} turn
 * @property {(factor: number) => void} zoom
 */
import { icon, iconButton, make, setPressed } from "./dom.js";
import { TURN_STEP_DEG, ZOOM_STEP } from "./keys.js";
import { keyOf } from "./scene.js";
import { lookOf, viewLabel } from "./state.js";

export class Controls {
  /** @param {Scene} scene @param {Presses} press */
  constructor(scene, press) {
    this.scene = scene;
    this.views = scene.views.map((view) => ({ view, button: viewButton(view, press) }));
    this.isolate = iconButton({ icon: "isolate", label: "Isolate", press: press.isolate });
    this.ghost = iconButton({ icon: "ghost", label: "Ghost", press: press.ghost });
    this.hide = iconButton({ icon: "hidden", label: "Hide", press: press.hide });
    this.mirror = iconButton({ icon: "mirror", label: "Mirror left and right", bare: true, press: press.mirror });
    this.labels = iconButton({ icon: "label", label: "Names of landmarks", bare: true, press: press.labels });
    const showAll = iconButton({ icon: "all", label: "Show all", press: press.showAll });
    const { row, toggle } = movingRow(press);
    const reset = iconButton({ icon: "reset", label: "Reset", bare: true, press: press.reset });
    const link = iconButton({ icon: "link", label: "Copy link to this picture", bare: true, press: press.copyLink });
    const named = scene.landmarks.length > 0 && this.labels;
    this.element = make(
      "div",
      { class: "controls" },
      group("Views", "views", ...this.views.map(({ button }) => button)),
      group("Chosen structure", "chosen", this.isolate, this.ghost, this.hide, showAll),
      group("Whole scene", "scene", this.mirror, named, reset, link, toggle),
      row,
    );
  }

  /** @param {State} state */
  update(state) {
    const structure = this.scene.structures.find((each) => keyOf(each) === state.selected);
    const look = structure ? lookOf(state, structure) : null;
    for (const { view, button } of this.views) {
      button.textContent = viewLabel(view.label, state.mirrored);
      setPressed(button, state.view === view.name);
    }
    setPressed(this.isolate, state.isolated !== null);
    setPressed(this.ghost, look === "ghost");
    setPressed(this.hide, look === "hidden");
    setPressed(this.mirror, state.mirrored);
    setPressed(this.labels, state.labels);
  }
}

/** @param {import("./scene.js").View} view @param {{ view: (name: string) => void }} press */
export function viewButton({ name, label }, press) {
  return make("button", { type: "button", "data-view": name, click: () => press.view(name) }, label);
}

/** @param {string} label @param {string} name @param {...import("./dom.js").Child} children */
export function group(label, name, ...children) {
  return make("div", { role: "group", "aria-label": label, class: `group ${name}` }, ...children);
}

/** The row of turning and zooming, and the button that opens it. @param {Pick<Presses, "turn" | "zoom">} press */
export function movingRow(press) {
  const row = group("Turn and zoom", "moving", ...moves(press));
  row.hidden = true;
  const open = () => {
    row.hidden = !row.hidden;
    toggle.setAttribute("aria-expanded", String(!row.hidden));
  };
  const name = "Turn and zoom with buttons";
  const attributes = { type: "button", "aria-label": name, title: name, "aria-expanded": "false", click: open };
  const toggle = make("button", attributes, icon("move"));
  return { row, toggle };
}

/** @param {Pick<Presses, "turn" | "zoom">} press */
function moves({ turn, zoom }) {
  /** @type {[import("./dom.js").IconName, string, () => void][]} */
  const steps = [
    ["left", "Turn left", () => turn(-TURN_STEP_DEG, 0)],
    ["right", "Turn right", () => turn(TURN_STEP_DEG, 0)],
    ["up", "Turn up", () => turn(0, TURN_STEP_DEG)],
    ["down", "Turn down", () => turn(0, -TURN_STEP_DEG)],
    ["plus", "Zoom in", () => zoom(ZOOM_STEP)],
    ["minus", "Zoom out", () => zoom(1 / ZOOM_STEP)],
  ];
  return steps.map(([name, label, step]) => iconButton({ icon: name, label, bare: true, press: step }));
}
