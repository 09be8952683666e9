import assert from "node:assert/strict";
import { test } from "node:test";

import { Mark } from "../src/frame.ts";
import { Groups, HIDES_PX } from "../src/groups.ts";
import { Spots } from "../src/spots.ts";
import { type Place, VIEWPORT, scattered, unitsAt } from "./fleet.ts";

const grouped = (places: readonly Place[]) => {
  const units = unitsAt(places);
  const groups = new Groups();
  const spots = new Spots();
  groups.spots(units, Int32Array.from(places.keys()), VIEWPORT, spots);
  return { groups, spots };
};

test("units apart stand for themselves", () => {
  const { spots } = grouped([{ x: 100, y: 100 }, { x: 100 + HIDES_PX + 1, y: 100 }]);
  assert.equal(spots.size, 2);
});

test("units that hide each other share a badge, the lowest number's", () => {
  const { groups, spots } = grouped([{ x: 100, y: 100, number: 9 }, { x: 104, y: 100, number: 4 }]);
  assert.equal(spots.size, 1);
  assert.equal(spots.unit[0], 1);
  assert.equal(spots.count[0], 2);
  assert.deepEqual(groups.together(1), [1, 0]);
});

test("a selected unit never disappears behind another, and is drawn last", () => {
  const { spots } = grouped([
    { x: 100, y: 100, marks: Mark.selected },
    { x: 102, y: 100, marks: Mark.selected },
    { x: 300, y: 100 },
  ]);
  assert.equal(spots.size, 3);
  assert.deepEqual(Array.from(spots.unit.subarray(0, 3)), [2, 1, 0]);
});

test("no two badges of unmarked units hide each other, and nobody is lost", () => {
  const { spots } = grouped(scattered(600, 800, 600));
  let units = 0;
  for (let a = 0; a < spots.size; a++) {
    units += spots.count[a];
    for (let b = 0; b < a; b++) {
      assert.ok(Math.hypot(spots.x[a] - spots.x[b], spots.y[a] - spots.y[b]) > HIDES_PX - 0.01);
    }
  }
  assert.equal(units, 600);
});
