/**
 * The keyboard on the canvas: arrows turn, with Shift they move the picture; plus and minus zoom; Home resets.
 *
 * @typedef {object} KeyMoves
 * @property {(right_deg: number, up_deg: number) => void} turn
 * @property {(factor: number) => void} zoom
 * @property {(right: number, up: number) => void} pan
 * @property {() => void} home
 */

export const TURN_STEP_DEG = 15;
export const ZOOM_STEP = 0.8;
const PAN_STEP = 0.1;

/** Way of each arrow: right and up. @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Does what a key asks for; tells whether it was one of the viewer's.
 * @param {KeyboardEvent} event @param {KeyMoves} moves
 */
export function pressed(event, moves) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) moves.pan(arrow[0] * PAN_STEP, arrow[1] * PAN_STEP);
  else if (arrow) moves.turn(arrow[0] * TURN_STEP_DEG, arrow[1] * TURN_STEP_DEG);
  else if (event.key === "+" || event.key === "=") moves.zoom(ZOOM_STEP);
  else if (event.key === "-") moves.zoom(1 / ZOOM_STEP);
  else if (event.key === "Home") moves.home();
  else return false;
  return true;
}
