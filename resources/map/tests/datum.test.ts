import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromDatum, toDatum } from "../src/datum.ts";
import type { Datum } from "../src/settings.ts";

/** Written with `app/geo/datum.py`; `tests/ui/map/test_datum.py` holds it to these values. */
const golden = JSON.parse(readFileSync("tests/golden/datum.json", "utf-8")) as {
  lon: number;
  lat: number;
  gcj02: [number, number];
  bd09: [number, number];
}[];

/** A centimetre or less. */
const CLOSE_DEG = 1e-7;

for (const datum of ["gcj02", "bd09"] as const satisfies Datum[]) {
  test(`${datum} is shifted as the desk shifts it, and back`, () => {
    for (const place of golden) {
      const there = toDatum(place, datum);
      assert.ok(Math.abs(there.lon - place[datum][0]) < CLOSE_DEG);
      assert.ok(Math.abs(there.lat - place[datum][1]) < CLOSE_DEG);
      const back = fromDatum(there, datum);
      assert.ok(Math.abs(back.lon - place.lon) < CLOSE_DEG);
      assert.ok(Math.abs(back.lat - place.lat) < CLOSE_DEG);
    }
  });
}
