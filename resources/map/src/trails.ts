/**
 * Where chosen units came from: a line that fades towards the past.
 *
 * `desk://live/trails`, written by `ui/map/trails.py`, little-endian u32 throughout: magic "WFT1", number of
 * trails; then for each trail: unit, number of points n, x[n], y[n], age in seconds[n], oldest first.
 */

import { MalformedFrame, type Units } from "./frame.ts";
import { withAlpha } from "./theme.ts";
import type { Viewport } from "./viewport.ts";

const MAGIC = 0x31544657; // "WFT1"

export interface Trail {
  readonly unit: number;
  readonly x: Uint32Array;
  readonly y: Uint32Array;
  readonly ageS: Uint32Array;
}

export function decodeTrails(buffer: ArrayBuffer): Trail[] {
  if (buffer.byteLength < 8 || buffer.byteLength % 4 !== 0) throw new MalformedFrame("short");
  const words = new Uint32Array(buffer);
  if (words[0] !== MAGIC) throw new MalformedFrame("version");
  const trails: Trail[] = [];
  let at = 2;
  for (let i = 0; i < words[1]; i++) {
    const points = words[at + 1];
    if (points === undefined || at + 2 + 3 * points > words.length) throw new MalformedFrame("length");
    const column = (index: number) => words.subarray(at + 2 + index * points, at + 2 + (index + 1) * points);
    trails.push({ unit: words[at], x: column(0), y: column(1), ageS: column(2) });
    at += 2 + 3 * points;
  }
  return trails;
}

/** So long without a fix is a gap, not a line: nobody knows which way the unit went. */
const GAP_S = 120;
/** A trail is painted in so many strokes, each fainter than the next. */
const STROKES = 8;

export interface TrailStyle {
  readonly color: string;
  readonly rim: string;
}

/** Paints trails on a context where what comes later lies underneath: each line before its rim. */
export function paintTrails(
  ctx: OffscreenCanvasRenderingContext2D,
  trails: readonly Trail[],
  units: Units,
  viewport: Viewport,
  style: TrailStyle,
): void {
  ctx.lineJoin = "round";
  const rows = rowsOf(units, new Set(trails.map((trail) => trail.unit)));
  for (const trail of trails) paintTrail(ctx, trail, rows.get(trail.unit), units, viewport, style);
}

function rowsOf(units: Units, wanted: ReadonlySet<number>): Map<number, number> {
  const rows = new Map<number, number>();
  for (let row = 0; row < units.count && rows.size < wanted.size; row++) {
    if (wanted.has(units.number[row])) rows.set(units.number[row], row);
  }
  return rows;
}

function paintTrail(
  ctx: OffscreenCanvasRenderingContext2D,
  trail: Trail,
  row: number | undefined,
  units: Units,
  viewport: Viewport,
  style: TrailStyle,
): void {
  const { x, y, ageS } = trail;
  if (x.length === 0) return;
  const oldest = Math.max(1, ageS[0]);
  const px = (at: number) => x[at] * viewport.scale - viewport.left;
  const py = (at: number) => y[at] * viewport.scale - viewport.top;
  for (let stroke = 0; stroke < STROKES; stroke++) {
    const from = oldest * (1 - stroke / STROKES);
    const to = oldest * (1 - (stroke + 1) / STROKES);
    const path = new Path2D();
    let last = -1;
    for (let at = 0; at < x.length; at++) {
      if (ageS[at] > from || ageS[at] < to) continue;
      // Strokes meet: each begins at the last point of the one before.
      const before = last < 0 && at > 0 ? at - 1 : last;
      if (before < 0 || ageS[before] - ageS[at] > GAP_S) path.moveTo(px(at), py(at));
      else {
        if (last < 0) path.moveTo(px(before), py(before));
        path.lineTo(px(at), py(at));
      }
      last = at;
    }
    if (stroke === STROKES - 1 && row !== undefined) {
      // The trail is fetched less often than frames are: the last stretch comes from the frame.
      if (last < 0) path.moveTo(px(x.length - 1), py(x.length - 1));
      path.lineTo(units.x[row] * viewport.scale - viewport.left, units.y[row] * viewport.scale - viewport.top);
    }
    const strength = (stroke + 1) / STROKES;
    ctx.strokeStyle = withAlpha(style.color, 0.15 + 0.75 * strength);
    ctx.lineWidth = 2.5;
    ctx.stroke(path);
    ctx.strokeStyle = withAlpha(style.rim, 0.6 * strength);
    ctx.lineWidth = 5.5;
    ctx.stroke(path);
  }
}
