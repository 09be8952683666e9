/** Frames for tests: units at pixels of a viewport. */

import type { Units } from "../src/frame.ts";
import type { Viewport } from "../src/viewport.ts";

/** One pixel is 1,000 world units; the corner is far from the world's, as it is in use. */
export const VIEWPORT: Viewport = { scale: 0.001, left: 2_000_000, top: 1_000_000, width: 800, height: 600 };

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly marks?: number;
  readonly number?: number;
}

export function unitsAt(places: readonly Place[], viewport: Viewport = VIEWPORT): Units {
  const world = (px: number, start: number) => Math.round((px + start) / viewport.scale);
  return {
    count: places.length,
    number: Uint32Array.from(places, ({ number }, row) => number ?? row + 1),
    x: Uint32Array.from(places, ({ x }) => world(x, viewport.left)),
    y: Uint32Array.from(places, ({ y }) => world(y, viewport.top)),
    kind: new Uint8Array(places.length).fill(0x01),
    age: new Uint8Array(places.length),
    heading: new Uint8Array(places.length).fill(255),
    marks: Uint8Array.from(places, ({ marks }) => marks ?? 0),
  };
}

/** Whole numbers that look random and are the same in every run. */
export function* numbers(limit: number, seed = 1): Generator<number> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield Math.floor((state / 2 ** 32) * limit);
  }
}

export function scattered(count: number, width: number, height: number): Place[] {
  const source = numbers(1_000_000);
  const next = (limit: number) => ((source.next().value as number) / 1_000_000) * limit;
  return Array.from({ length: count }, () => ({ x: next(width), y: next(height) }));
}
