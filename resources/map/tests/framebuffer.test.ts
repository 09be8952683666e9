import assert from "node:assert/strict";
import { test } from "node:test";

import { Framebuffer, makeStamp } from "../src/framebuffer.ts";

const rgba = (red: number, green: number, blue: number, alpha: number): number =>
  (alpha << 24) | (blue << 16) | (green << 8) | red;

const square = (side: number, pixel: number) =>
  makeStamp({ pixels: new Int32Array(side * side).fill(pixel), width: side, height: side });

const pixel = (onto: Framebuffer, x: number, y: number) => onto.pixels[y * onto.width + x];

test("an opaque stamp covers, a clear pixel lets through", () => {
  const red = rgba(255, 0, 0, 255);
  const ring = makeStamp({ pixels: Int32Array.from([red, red, red, red, 0, red, red, red, red]), width: 3, height: 3 });
  const onto = new Framebuffer(8, 8);
  onto.stamp(square(8, rgba(0, 0, 255, 255)), 0, 0);
  onto.stamp(ring, 2, 2);
  assert.equal(pixel(onto, 2, 2), red);
  assert.equal(pixel(onto, 3, 3), rgba(0, 0, 255, 255));
});

test("a translucent stamp mixes with what is opaque below", () => {
  const onto = new Framebuffer(1, 1);
  onto.stamp(square(1, rgba(0, 0, 0, 255)), 0, 0);
  onto.stamp(square(1, rgba(255, 255, 255, 128)), 0, 0);
  assert.equal(pixel(onto, 0, 0), rgba(128, 128, 128, 255));
});

test("two translucent stamps add up as source over target says", () => {
  const onto = new Framebuffer(1, 1);
  onto.stamp(square(1, rgba(255, 0, 0, 128)), 0, 0);
  onto.stamp(square(1, rgba(0, 255, 0, 128)), 0, 0);
  const mixed = pixel(onto, 0, 0);
  assert.equal(mixed >>> 24, 192);
  assert.equal((mixed >>> 8) & 255, 170);
  assert.equal(mixed & 255, 85);
});

test("what sticks out is cut off on every side", () => {
  const onto = new Framebuffer(4, 4);
  const white = rgba(255, 255, 255, 255);
  for (const [x, y] of [[-2, -2], [3, -2], [-2, 3], [3, 3], [9, 9], [-9, 0]] as const) onto.stamp(square(3, white), x, y);
  assert.deepEqual(
    Array.from(onto.pixels, (value) => (value === 0 ? 0 : 1)),
    [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1],
  );
});
