import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { HEADER_BYTES, MalformedFrame, WORLD, decodeFrame, forceOf, statusOf } from "../src/frame.ts";
import { toLonLat } from "../src/viewport.ts";

/** Written by the desk's own encoder; `tests/ui/map/test_frame.py` holds it to these bytes. */
const golden = () => {
  const bytes = readFileSync("tests/golden/frame.bin");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};

test("the desk's frame is read as it was written", () => {
  const { head, units } = decodeFrame(golden());
  assert.deepEqual(head, {
    unchanged: false,
    token: 7,
    atMs: 1_700_000_000_000,
    rosterVersion: 3,
    selectionVersion: 4,
    trailsVersion: 5,
    primary: 2,
    followed: 1,
    camerasVersion: 6,
    camera: 40,
  });
  assert.deepEqual(Array.from(units.number), [1, 2, 70_000]);
  assert.deepEqual(Array.from(units.age), [4, 90, 255]);
  assert.deepEqual(Array.from(units.heading), [64, 255, 0]);
  assert.deepEqual(Array.from(units.marks), [2, 1, 0]);
  assert.deepEqual(Array.from(units.kind, forceOf), [0, 1, 2]);
  assert.deepEqual(Array.from(units.kind, statusOf), [1, 2, 4]);
});

test("places come back within a centimetre", () => {
  const { units } = decodeFrame(golden());
  const { lon, lat } = toLonLat(units.x[0], units.y[0]);
  assert.ok(Math.abs(lon - 24.944) < 1e-7);
  assert.ok(Math.abs(lat - 60.1715) < 1e-7);
  assert.ok(units.x[0] < WORLD);
});

test("a frame that is cut short, of another kind or with a wrong count is refused", () => {
  const whole = golden();
  assert.throws(() => decodeFrame(whole.slice(0, HEADER_BYTES - 1)), MalformedFrame);
  assert.throws(() => decodeFrame(whole.slice(0, whole.byteLength - 1)), MalformedFrame);
  const other = whole.slice(0);
  new Uint8Array(other)[0] = 0;
  assert.throws(() => decodeFrame(other), MalformedFrame);
});
