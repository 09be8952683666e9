import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { MalformedFrame } from "../src/frame.ts";
import { decodeTrails } from "../src/trails.ts";

const golden = () => {
  const bytes = readFileSync("tests/golden/trails.bin");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};

test("the desk's trails are read as they were written", () => {
  const trails = decodeTrails(golden());
  assert.deepEqual(trails.map(({ unit }) => unit), [1, 2]);
  assert.deepEqual(Array.from(trails[0]!.ageS), [60, 30, 0]);
  assert.equal(trails[0]!.x.length, 3);
  assert.equal(trails[1]!.x.length, 0);
});

test("trails that are cut short are refused", () => {
  const whole = golden();
  assert.throws(() => decodeTrails(whole.slice(0, whole.byteLength - 4)), MalformedFrame);
  assert.throws(() => decodeTrails(new ArrayBuffer(4)), MalformedFrame);
});
