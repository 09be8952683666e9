/**
 * Spots when there is room: every unit at its own place, and those that would hide each other behind the most
 * important of them, with a count.
 */

import { Mark, type Units } from "./frame.ts";
import type { Spots } from "./spots.ts";
import type { Viewport } from "./viewport.ts";

/** Badges closer than this hide each other's letter. */
export const HIDES_PX = 13;

/** Marked units always show themselves. */
const OWN_PLACE = Mark.selected | Mark.followed | Mark.talking | Mark.sos;

export class Groups {
  private members = new Map<number, number[]>();

  /** Adds a spot for each group, the least important first, so that the most important is drawn on top. */
  spots(units: Units, rows: Int32Array, viewport: Viewport, into: Spots): void {
    this.members.clear();
    const cells = new Map<number, number[]>();
    const { scale, left, top } = viewport;
    const placeOf = (row: number) => ({ x: units.x[row] * scale - left, y: units.y[row] * scale - top });
    // Number decides among equals, so that a group does not change its face from one frame to the next.
    const order = Array.from(rows).sort(
      (a, b) => units.marks[b] - units.marks[a] || units.number[a] - units.number[b],
    );
    const leaders: number[] = [];
    for (const row of order) {
      const { x, y } = placeOf(row);
      const leader = (units.marks[row] & OWN_PLACE) === 0 ? nearestLeader(cells, placeOf, x, y) : -1;
      if (leader >= 0) {
        this.members.get(leader)?.push(row);
        continue;
      }
      leaders.push(row);
      this.members.set(row, [row]);
      const key = cellKey(x, y);
      const cell = cells.get(key);
      if (cell) cell.push(row);
      else cells.set(key, [row]);
    }
    for (const row of leaders.reverse()) {
      const { x, y } = placeOf(row);
      into.add(x, y, row, this.members.get(row)?.length ?? 1);
    }
  }

  /** Rows of the units that stand behind this one, itself first. */
  together(row: number): number[] {
    return this.members.get(row) ?? [];
  }
}

/** Cells of the size within which badges hide each other, so that only neighbours need be looked at. */
const cellKey = (x: number, y: number, dx = 0, dy = 0): number =>
  (Math.floor(y / HIDES_PX) + dy) * 65536 + Math.floor(x / HIDES_PX) + dx;

function nearestLeader(
  cells: Map<number, number[]>,
  placeOf: (row: number) => { x: number; y: number },
  x: number,
  y: number,
): number {
  let best = -1;
  let bestSquare = HIDES_PX * HIDES_PX;
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (const row of cells.get(cellKey(x, y, dx, dy)) ?? []) {
        const place = placeOf(row);
        const square = (place.x - x) ** 2 + (place.y - y) ** 2;
        if (square < bestSquare) {
          best = row;
          bestSquare = square;
        }
      }
    }
  }
  return best;
}
