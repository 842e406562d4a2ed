// Where the learner stands on the sweep and on a path, playing, and how points of the map move.
import assert from "node:assert/strict";
import { test } from "node:test";
import { numberModel, pathModel, reached, stepFront, stopsOf } from "../../assets/gradient/moves.js";
import { between, carried, eased, frameOf, home, mixed, spokes, tracks } from "../../assets/map/geometry.js";
import { roomy } from "../../assets/map/labels.js";
import { matches } from "../../assets/map/search.js";
import { Player } from "../../assets/shared/player.js";
import { stillClock } from "./page.js";

const NET = { states: ["h", "c"], steps: 2, first: 0 };
const named = (stops) => stops.map(({ k, q }) => `${q}${k}`).join(" ");

test("the sweep of all losses stops at every output, that of one at its own alone", () => {
  assert.equal(named(stopsOf(NET, "L", 1)), "y1 h1 c1 y0 h0 c0 h-1 c-1");
  assert.equal(named(stopsOf(NET, "E", 1)), "y1 h1 c1 h0 c0 h-1 c-1");
  assert.equal(named(stopsOf({ ...NET, first: 1, states: ["h"] }, "L", 1)), "y1 h1 h0 h-1");
  assert.equal(named(stopsOf(NET, "E", 0)), "y0 h0 c0 h-1 c-1");
});

test("a step at once goes to its end, on to the next, and back before it", () => {
  const stops = stopsOf(NET, "L", 1);
  assert.equal(stepFront(stops, 0, 1), 3);
  assert.equal(stepFront(stops, 1, 1), 3);
  assert.equal(stepFront(stops, 3, 1), 6);
  assert.equal(stepFront(stops, 6, 1), 8);
  assert.equal(stepFront(stops, 6, -1), 3);
  assert.equal(stepFront(stops, 3, -1), 0);
  assert.deepEqual(
    [reached(stops, 3, 1, "c"), reached(stops, 2, 1, "c"), reached(stops, 8, 5, "h")],
    [true, false, false],
  );
});

test("a path is what all share, up to its step, and the parameter's own factor", () => {
  const factor = (key, step) => ({ key, step });
  const path = {
    ks: [0, 1, 2],
    factors: [factor("error", 2), factor("head", 2), factor("state", 2), factor("state", 1)],
    rows: [[1], [2], [3], [4]],
    norms: [1, 2, 3, 4],
    ends: [0, 1, 2].map((k) => ({ key: "local", step: k, value: [k], total: 10 + k })),
  };
  assert.deepEqual(
    pathModel(path, 2, 2).map(({ key }) => key),
    ["error", "head", "local"],
  );
  const whole = pathModel(path, 2, 0);
  assert.deepEqual(
    whole.map(({ toStep }) => toStep),
    [2, 2, 1, 0, 0],
  );
  assert.deepEqual([whole.at(-1).row, whole.at(-1).total, whole.at(-1).last], [[0], 10, true]);
});

test("the slides' numbers are multiplied one by one", () => {
  const model = numberModel({ values: [0.5, -4, 2], names: ["a", "b", "c"] });
  assert.deepEqual(
    model.map(({ row }) => row[0]),
    [0.5, -2, -4],
  );
  assert.deepEqual(
    model.map(({ total, last }) => [total, last]),
    [
      [0.5, false],
      [2, false],
      [4, true],
    ],
  );
});

test("playing goes on at its speed until it cannot, says so once, and holds when it is stopped", () => {
  const pass = stillClock();
  let [left, ended] = [3, 0];
  const player = new Player(
    () => --left > 0,
    () => ended++,
  );
  player.start();
  pass(1399);
  assert.deepEqual([left, player.on], [2, true]);
  player.setSpeed("fast");
  pass(350);
  assert.equal(left, 1);
  player.toggle();
  pass(5000);
  assert.deepEqual([left, player.on, ended], [1, false, 0]);
  player.toggle();
  pass(350);
  assert.deepEqual([left, player.on, ended], [0, false, 1]);
});

test("a map is carried into another's frame, and a new axis starts in its middle", () => {
  const [from, to] = [
    frameOf([
      [
        [0, 2],
        [0, 4],
      ],
    ]),
    frameOf([
      [
        [10, 30],
        [0, 8],
        [1, 3],
      ],
    ]),
  ];
  assert.deepEqual(from, { mid: [1, 2], halves: [1, 2], half: 2 });
  assert.deepEqual(
    carried(
      [
        [1, 2],
        [2, 4],
      ],
      from,
      to,
    ),
    [
      [20, 25],
      [4, 14],
      [2, 2],
    ],
  );
  assert.deepEqual(home(from, 0), [1 - 1.1, 1 + 1.1]);
  assert.equal(frameOf([[[5], [5]]]).half, 1, "one point has room around it");
});

test("points between two slices lie on the way, and a broken line goes to each neighbour", () => {
  const slices = [
    [[0], [0]],
    [[4], [8]],
    [[4], [0]],
  ];
  assert.deepEqual(between(slices, 0.5), [[2], [4]]);
  assert.equal(between(slices, 2), slices[2]);
  assert.deepEqual(mixed(slices[0], slices[1], 0.25), [[1], [2]]);
  assert.deepEqual([eased(0), eased(0.5), eased(1)], [0, 0.5, 1]);
  assert.deepEqual(spokes([[1, 2, 3]], 0, [1, 2]), [[1, 2, null, 1, 3, null]]);
  assert.deepEqual(tracks(slices, [0], 1.5), [
    [0, 4, 4, null],
    [0, 8, 4, null],
  ]);
});

test("a label is written where no earlier one stands and where it is whole", () => {
  const spots = [
    { x: 50, y: 50, text: "first" },
    { x: 55, y: 52, text: "under" },
    { x: 150, y: 50, text: "beside" },
    { x: 2, y: 90, text: "cut off" },
  ];
  assert.deepEqual(roomy(spots, { width: 200, height: 100 }), [0, 2]);
  assert.deepEqual(roomy(spots, { width: 200, height: 100, most: 1 }), [0]);
});

test("a search finds the whole word before its beginnings and its middles", () => {
  assert.deepEqual(matches(["bear", "ear", "early", "Ear"], " ear "), [1, 3, 2, 0]);
  assert.deepEqual(matches(["a"], "  "), []);
});
