import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOutline, unitsInside } from "../src/polygon.ts";
import { unitsAt } from "./fleet.ts";

const PLAIN = { scale: 1, left: 0, top: 0, width: 1000, height: 1000 };
const at = (...places: [number, number][]) => unitsAt(places.map(([x, y]) => ({ x, y })), PLAIN);

test("units inside a box are found by number", () => {
  const units = at([10, 10], [50, 50], [90, 10], [200, 200]);
  assert.deepEqual(unitsInside(units, boxOutline({ x: 100, y: 100 }, { x: 40, y: 0 })), [2, 3]);
});

test("a lasso may be hollow: what lies in its bay is outside", () => {
  const outline = [
    { x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 60, y: 100 },
    { x: 60, y: 40 }, { x: 40, y: 40 }, { x: 40, y: 100 }, { x: 0, y: 100 },
  ];
  assert.deepEqual(unitsInside(at([20, 80], [50, 80], [80, 80], [50, 20]), outline), [1, 3, 4]);
});

test("fewer than three corners hold nothing", () => {
  assert.deepEqual(unitsInside(at([1, 1]), [{ x: 0, y: 0 }, { x: 5, y: 5 }]), []);
});
