import assert from "node:assert/strict";
import test from "node:test";
import { closeTo, inSight, planesOf, projectionMatrix, cameraOf, viewMatrix } from "../src/camera.js";
import { found } from "../src/finding.js";
import { fragmentOf, stateIn } from "../src/fragment.js";
import { NO_HISTORY, redone, remembered, undone } from "../src/history.js";
import { cutIn, cutWords, planeOf } from "../src/opening.js";
import { sceneOf } from "../src/scene.js";
import * as states from "../src/state.js";

const line = (id, system, pack, layer, more = {}) => ({ id, name: id, kind: system, system, pack, layer, side: "right", page: null, ...more });
const body = sceneOf({
  id: "explore",
  title: "The whole body",
  packs: [{ id: "knee", name: "Knee", file: "k.glb" }, { id: "head", name: "Head", file: "h.glb" }, { id: "skin", name: "Skin", file: "s.glb", over: true }],
  systems: [{ id: "bones", name: "Bones", on: true, always: true }, { id: "muscles", name: "Muscles", on: true }, { id: "skin", name: "Skin", on: true }, { id: "zones", name: "Zones", on: false, always: true }],
  structures: [
    line("patella", "bones", "knee", 0, { words: "kneecap knee cap" }),
    line("vastus", "muscles", "knee", 3, { name: "Vastus medialis" }),
    line("masseter", "muscles", "head", 4),
    line("skin", "skin", "skin", 6, { side: "midline" }),
    line("neck-behind", "zones", "skin", 7),
  ],
  views: [{ name: "anterior", label: "Anterior", eye: [0, 0.9, 4], target: [0, 0.9, 0], up: [0, 1, 0], fov_deg: 24 }],
});
const start = states.initialState(body);
const by = (key) => body.structures.find((each) => (each.side === "left" ? `${each.id}:left` : each.id) === key);
const look = (state, key) => states.lookOf(state, by(key));
const sieved = (change, state = start) => states.sieved(state, change);

test("of each pair the other side is there too, and each structure knows its file", () => {
  assert.deepEqual(body.structures.map(({ id, side }) => `${id} ${side}`).slice(0, 2), ["patella right", "patella left"]);
  assert.equal(body.structures.filter(({ id }) => id === "skin").length, 1);
  assert.equal(by("vastus:left").file, "k.glb");
});

test("in the beginning all under the skin is shown, and what is off is not", () => {
  assert.deepEqual(["patella", "vastus:left", "skin", "neck-behind"].map((key) => look(start, key)), ["solid", "solid", "hidden", "hidden"]);
});

test("peeling takes the skin first, then the upper layers, and leaves the bones", () => {
  const shown = (peeled) => ["skin", "masseter", "vastus", "patella"].filter((key) => look(sieved({ peeled }), key) === "solid");
  assert.deepEqual(shown(0), ["skin", "masseter", "vastus", "patella"]);
  assert.deepEqual(shown(2), ["masseter", "vastus", "patella"]);
  assert.deepEqual(shown(3), ["vastus", "patella"]);
  assert.deepEqual(shown(7), ["patella"]);
});

test("areas of the skin are shown at any depth and with any region once they are switched on", () => {
  assert.equal(look(sieved({ systems: ["zones"], peeled: 7, regions: [] }), "neck-behind"), "solid");
});

test("a structure that the sieve holds back can be shown by itself, and hidden again", () => {
  const bones = sieved({ peeled: 7 });
  const shown = states.shownOrHidden(bones, by("vastus"));
  assert.equal(look(shown, "vastus"), "solid");
  assert.equal(look(states.shownOrHidden(shown, by("vastus")), "vastus"), "hidden");
});

test("what is isolated stands alone, or among ghosts of the bones that pass", () => {
  const among = states.amongBones(start, "vastus");
  assert.deepEqual(["vastus", "masseter", "patella"].map((key) => look(among, key)), ["solid", "hidden", "ghost"]);
  assert.equal(look(states.isolated(among, "vastus"), "patella"), "hidden");
  assert.equal(states.amongBones(among, "vastus").isolated, null);
});

test("every state of the body survives the way through the address", () => {
  const many = sieved({ peeled: 4, systems: ["bones", "zones"], regions: ["head"], left: false });
  const cut = { axis: "front", at: 0.4, turned: true };
  for (const state of [start, many, sieved({ regions: [] }), { ...many, cut, apart: 0.25 }, states.amongBones(start, "vastus")]) {
    assert.deepEqual(stateIn(fragmentOf(state, body), body), state);
  }
});

test("an address with nonsense still opens the body", () => {
  const state = stateIn("#scene=explore&peel=99&systems=magic&cut=up,1&apart=x&regions=knee,moon", body);
  assert.deepEqual([state.sieve.peeled, state.sieve.systems, state.sieve.regions, state.cut, state.apart], [1, [], ["knee"], null, 0]);
});

test("undo goes back, redo forth again, and both leave the eye where it is", () => {
  const hidden = states.shownOrHidden(start, by("vastus"));
  const history = remembered(NO_HISTORY, start, hidden);
  const turned = states.moved(hidden, { ...hidden.camera, azimuth_deg: 50 });
  assert.equal(remembered(history, hidden, turned), history);
  const back = undone(history, turned);
  assert.equal(look(back.state, "vastus"), "solid");
  assert.equal(back.state.camera.azimuth_deg, 50);
  assert.equal(look(redone(back.history, back.state).state, "vastus"), "hidden");
  assert.equal(undone(NO_HISTORY, start), null);
  assert.deepEqual(remembered(back.history, back.state, states.shownOrHidden(start, by("skin"))).future, []);
});

test("a cut keeps what lies on this side of its plane", () => {
  const [x, y, z, w] = planeOf({ axis: "height", at: 0.5, turned: false });
  assert.deepEqual([x, y, z, w], [0, 1, 0, 0.9]);
  assert.deepEqual(planeOf({ axis: "height", at: 0.5, turned: true }).map((value) => value + 0), [0, -1, 0, -0.9]);
  assert.deepEqual(cutIn(cutWords({ axis: "side", at: 0.07, turned: true })), { axis: "side", at: 0.07, turned: true });
  assert.equal(cutIn("toString,1"), null);
});

test("a name is found by its beginning, in any order of words, and by other names after that", () => {
  assert.deepEqual(found(body.structures, "medialis va").map(({ id }) => id), ["vastus", "vastus"]);
  assert.equal(found(body.structures, "Kneecap")[0].id, "patella");
  assert.deepEqual(found(body.structures, "edialis"), []);
  assert.deepEqual(found(body.structures, "  "), []);
});

test("what stands behind the eye or beside the picture is not drawn", () => {
  const camera = cameraOf(body.views[0]);
  const planes = planesOf(projectionMatrix(camera, { width: 400, height: 400, posterAspect: 0.6 }), viewMatrix(camera));
  assert.ok(inSight(planes, { middle: [0, 0.9, 0], radius: 0.1 }));
  assert.ok(!inSight(planes, { middle: [3, 0.9, 0], radius: 0.1 }));
  assert.ok(inSight(planes, { middle: [3, 0.9, 0], radius: 3 }));
  assert.ok(!inSight(planes, { middle: [0, 0.9, 6], radius: 0.5 }));
});

test("coming close to a small box fills the picture with it", () => {
  const near = closeTo(cameraOf(body.views[0]), { low: [0.1, 0.5, 0], high: [0.2, 0.6, 0.1] });
  assert.ok(near.target.every((value, axis) => Math.abs(value - [0.15, 0.55, 0.05][axis]) < 1e-9));
  assert.ok(near.distance_m > 0.3 && near.distance_m < 0.7);
});
