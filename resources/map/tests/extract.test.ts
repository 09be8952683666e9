import assert from "node:assert/strict";
import { test } from "node:test";

import { hasEdge } from "../src/extract.ts";

const CITY = { minLon: 24.93, minLat: 60.16, maxLon: 24.95, maxLat: 60.18 };

test("the tiles of a city end where the city does", () => {
  assert.equal(hasEdge(CITY), true);
});

test("the tiles of the whole world end nowhere", () => {
  assert.equal(hasEdge({ minLon: -180, minLat: -85, maxLon: 180, maxLat: 85 }), false);
});

test("a file that does not say where it ends is not shown to end anywhere", () => {
  assert.equal(hasEdge({ minLon: 0, minLat: 0, maxLon: 0, maxLat: 0 }), false);
  assert.equal(hasEdge({ ...CITY, minLon: NaN }), false);
});
