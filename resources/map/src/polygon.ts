/** Which units lie inside what was drawn on the map. */

import type { Units } from "./frame.ts";

/** In the frame's world coordinates. */
export interface WorldPoint {
  readonly x: number;
  readonly y: number;
}

/** Numbers of the units inside a closed outline (even-odd rule); fewer than three points hold nothing. */
export function unitsInside(units: Units, outline: readonly WorldPoint[]): number[] {
  if (outline.length < 3) return [];
  const xs = outline.map((point) => point.x);
  const ys = outline.map((point) => point.y);
  const left = Math.min(...xs);
  const right = Math.max(...xs);
  const top = Math.min(...ys);
  const bottom = Math.max(...ys);
  const found: number[] = [];
  for (let row = 0; row < units.count; row++) {
    const x = units.x[row];
    const y = units.y[row];
    if (x < left || x > right || y < top || y > bottom) continue;
    if (isInside(x, y, xs, ys)) found.push(units.number[row]);
  }
  return found;
}

export const boxOutline = (a: WorldPoint, b: WorldPoint): WorldPoint[] => [
  { x: a.x, y: a.y },
  { x: b.x, y: a.y },
  { x: b.x, y: b.y },
  { x: a.x, y: b.y },
];

function isInside(x: number, y: number, xs: readonly number[], ys: readonly number[]): boolean {
  let inside = false;
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
    if (ys[i] > y !== ys[j] > y && x < ((xs[j] - xs[i]) * (y - ys[i])) / (ys[j] - ys[i]) + xs[i]) inside = !inside;
  }
  return inside;
}
