import assert from "node:assert/strict";
import { test } from "node:test";

import { Bins, CELL_PX } from "../src/bins.ts";
import { Mark } from "../src/frame.ts";
import { Spots } from "../src/spots.ts";
import { VIEWPORT, scattered, unitsAt } from "./fleet.ts";

const spotsOf = (units: ReturnType<typeof unitsAt>, viewport = VIEWPORT) => {
  const bins = new Bins();
  const spots = new Spots();
  bins.fill(units, viewport);
  bins.spots(units, viewport, spots);
  return { bins, spots };
};

const total = (spots: Spots) => Array.from(spots.count.subarray(0, spots.size)).reduce((sum, count) => sum + count, 0);

test("a lone unit is drawn where it is", () => {
  const { spots } = spotsOf(unitsAt([{ x: 123, y: 45 }]));
  assert.equal(spots.size, 1);
  assert.ok(Math.abs(spots.x[0] - 123) < 0.01);
  assert.ok(Math.abs(spots.y[0] - 45) < 0.01);
});

test("every unit in view is counted once, and none outside", () => {
  const places = scattered(5000, VIEWPORT.width * 2, VIEWPORT.height * 2);
  const inView = places.filter(({ x, y }) => x < VIEWPORT.width && y < VIEWPORT.height).length;
  const { bins, spots } = spotsOf(unitsAt(places));
  assert.equal(bins.visible, inView);
  assert.equal(total(spots), inView);
});

test("there is never more than one spot a cell", () => {
  const { spots } = spotsOf(unitsAt(scattered(100_000, VIEWPORT.width, VIEWPORT.height)));
  const cells = (VIEWPORT.width / CELL_PX + 1) * (VIEWPORT.height / CELL_PX + 1);
  assert.ok(spots.size <= cells);
  assert.equal(total(spots), 100_000);
});

test("panning does not change who shares a cell", () => {
  const units = unitsAt(scattered(300, 400, 300));
  const together = (left: number) => {
    const { bins } = spotsOf(units, { ...VIEWPORT, left: VIEWPORT.left + left });
    return Array.from({ length: units.count }, (_, row) => bins.together(row).sort().join());
  };
  assert.deepEqual(together(-137), together(0));
});

test("a marked unit stands for its cell", () => {
  const { bins, spots } = spotsOf(unitsAt([{ x: 5, y: 5 }, { x: 6, y: 6, marks: Mark.selected }, { x: 7, y: 7 }]));
  assert.equal(spots.size, 1);
  assert.equal(spots.unit[0], 1);
  assert.deepEqual(bins.together(1), [0, 1, 2]);
});

test("the nearest spot within reach is hit, none beyond it", () => {
  const { spots } = spotsOf(unitsAt([{ x: 100, y: 100 }, { x: 140, y: 100 }]));
  const hit = spots.nearest(132, 104, 14);
  assert.equal(spots.unit[hit], 1);
  assert.equal(spots.nearest(120, 100, 14), -1);
});
