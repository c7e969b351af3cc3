import assert from "node:assert/strict";
import test from "node:test";
import { fragmentOf, sceneIn, stateIn } from "../src/fragment.js";
import { spread } from "../src/rows.js";
import { keyOf, ownersOf, partName, sceneOf, spokenName } from "../src/scene.js";
import * as states from "../src/state.js";
import { scene } from "./world.mjs";

const [scapula, levator, rib] = scene.structures;
const start = states.initialState(scene);

test("a scene begins in its poster's view with what it is about chosen", () => {
  assert.equal(start.view, "posterior");
  assert.equal(start.selected, "levator");
});

test("a scene that is about nothing in particular begins with nothing chosen", () => {
  const plain = { ...scene, structures: [scapula, rib] };
  assert.equal(states.initialState(plain).selected, null);
});

test("ghosts are ghosts until they are made solid, and solid ones may become ghosts", () => {
  assert.equal(states.lookOf(start, rib), "ghost");
  assert.equal(states.lookOf(states.ghosted(start, rib), rib), "solid");
  assert.equal(states.lookOf(states.ghosted(start, scapula), scapula), "ghost");
  assert.deepEqual(states.ghosted(states.ghosted(start, rib), rib).looks, {});
});

test("an organ to keep away from is a veil, a vessel to keep away from is not", () => {
  const lung = { ...rib, kind: "organ", role: "nogo" };
  const artery = { ...rib, kind: "artery", role: "nogo" };
  assert.equal(states.lookOf(start, lung), "ghost");
  assert.equal(states.lookOf(start, artery), "solid");
});

test("isolating shows one alone, and again gives back what was there", () => {
  const hidden = states.shownOrHidden(start, scapula);
  const alone = states.isolated(hidden, "levator");
  assert.deepEqual(scene.structures.map((each) => states.lookOf(alone, each)), ["hidden", "solid", "hidden"]);
  const again = states.isolated(alone, "levator");
  assert.deepEqual(scene.structures.map((each) => states.lookOf(again, each)), ["hidden", "solid", "ghost"]);
});

test("showing another structure ends an isolation", () => {
  const shown = states.shownOrHidden(states.isolated(start, "levator"), scapula);
  assert.equal(shown.isolated, null);
  assert.equal(states.lookOf(shown, scapula), "solid");
});

test("show all brings back what was hidden, ghosted or isolated", () => {
  const changed = states.isolated(states.ghosted(states.shownOrHidden(start, rib), scapula), "levator");
  const all = states.allShown(changed);
  assert.deepEqual(scene.structures.map((each) => states.lookOf(all, each)), ["solid", "solid", "ghost"]);
});

test("a mirrored scene calls right left, and its right view is the left one", () => {
  const mirrored = states.mirrored(start);
  assert.equal(spokenName(levator, true), "Levator, left");
  assert.equal(states.viewLabel("Right side", true), "Left side");
  assert.equal(states.viewLabel("Right side", false), "Right side");
  assert.equal(states.viewed(start, scene, "lateral-right").camera.azimuth_deg, -90);
  assert.equal(states.viewed(mirrored, scene, "lateral-right").camera.azimuth_deg, 90);
  assert.equal(mirrored.camera.target[0], -0.1);
});

test("the left twin has a key of its own", () => {
  assert.equal(keyOf(levator), "levator");
  assert.equal(keyOf(rib), "rib-1:left");
});

test("a part that is listed by itself leaves the whole", () => {
  const whole = { ...levator, id: "trapezius" };
  const part = { ...levator, id: "trapezius.upper" };
  assert.equal(ownersOf([whole, part])("trapezius.lower", 0), whole);
  assert.equal(ownersOf([whole, part])("trapezius.upper", 0), part);
  assert.equal(ownersOf([part])("trapezius.lower", 0), undefined);
  const left = { ...part, side: "left" };
  assert.equal(ownersOf([whole, left])("trapezius.upper", 0), whole);
  assert.equal(ownersOf([whole, left])("trapezius.upper", 1), left);
  assert.equal(ownersOf([whole])("trapezius.upper", 1), undefined);
  assert.equal(partName("biceps-femoris.long-head"), "long head");
});

test("every state survives the way through the address", () => {
  const turned = states.moved(start, { ...start.camera, azimuth_deg: 12.5, elevation_deg: -4.5, distance_m: 0.7 });
  const many = states.labelsToggled(states.ghosted(states.shownOrHidden(states.selected(turned, "rib-1:left"), scapula), rib));
  for (const state of [start, turned, many, states.mirrored(many), states.isolated(start, "scapula"), states.selected(start, null)]) {
    assert.deepEqual(stateIn(fragmentOf(state, scene), scene), state);
  }
});

test("the address can be read by a person", () => {
  const state = states.shownOrHidden(states.shownOrHidden(start, rib), scapula);
  assert.equal(fragmentOf(state, scene), "#scene=levator&view=posterior&hide=rib-1:left,scapula");
});

test("an address that names unknown structures or nonsense still opens the scene", () => {
  const state = stateIn("#scene=levator&view=nowhere&hide=nobody,scapula&select=nobody&camera=1,2&isolate=x", scene);
  assert.deepEqual(state?.looks, { scapula: "hidden" });
  assert.equal(state?.selected, null);
  assert.equal(state?.isolated, null);
  assert.equal(state?.view, "posterior");
  assert.deepEqual(stateIn("#scene=levator&camera=NaN,0,1,0,0,0", scene), start);
});

test("a heading's address is none of the viewer's business", () => {
  assert.equal(sceneIn("#where-it-lies"), null);
  assert.equal(sceneIn(""), null);
  assert.equal(stateIn("#scene=other", scene), null);
});

test("a scene without structures or views is refused", () => {
  assert.throws(() => sceneOf({ id: "x", structures: [], views: scene.views }), /no structure/);
  assert.throws(() => sceneOf({ id: "x", structures: scene.structures }), /no structure or no view/);
});

test("names keep their order and their distance, and stay in the picture", () => {
  const rows = spread([10, 100, 102, 104, 290].map((middle) => ({ middle, height: 20 })), 50, 300);
  assert.deepEqual(rows, [60, 100, 120, 140, 290]);
  const crowded = spread(Array.from({ length: 30 }, () => ({ middle: 200, height: 20 })), 50, 300);
  assert.ok(crowded[0] >= 50 && crowded[29] <= 300 && crowded.every((row, at) => at === 0 || row > crowded[at - 1]));
  assert.deepEqual(spread([{ middle: 400, height: 20 }, { middle: 400, height: 20 }], 50, 300), [270, 290]);
});
