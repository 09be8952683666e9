/**
 * Units in cells of 20 px: what keeps the cost of a drawing bound to the screen and not to the fleet.
 *
 * Cells are fixed to the world, so that panning does not reshuffle who shares one.
 */

import type { Units } from "./frame.ts";
import type { Spots } from "./spots.ts";
import type { Viewport } from "./viewport.ts";

export const CELL_PX = 20;

export class Bins {
  /** Rows of the units inside the viewport; the first `visible` are valid. */
  rows = new Int32Array(1024);
  visible = 0;
  /** Rows of those among them that have a mark. */
  readonly marked: number[] = [];
  private columns = 0;
  private firstColumn = 0;
  private firstRow = 0;
  private count = new Uint32Array(0);
  private leader = new Int32Array(0);
  private occupied = new Int32Array(0);
  private occupiedSize = 0;
  private cellOf = new Int32Array(1024);

  /** Puts every unit inside the viewport into its cell. */
  fill(units: Units, viewport: Viewport): void {
    this.reset(units.count, viewport);
    const { x, y, marks } = units;
    const { scale, left, top, width, height } = viewport;
    const { rows, cellOf, count, leader, occupied, columns } = this;
    const shiftX = left - this.firstColumn * CELL_PX;
    const shiftY = top - this.firstRow * CELL_PX;
    let visible = 0;
    let size = 0;
    for (let row = 0; row < units.count; row++) {
      const px = x[row] * scale - left;
      if (px < 0 || px >= width) continue;
      const py = y[row] * scale - top;
      if (py < 0 || py >= height) continue;
      const cell = (((py + shiftY) / CELL_PX) | 0) * columns + (((px + shiftX) / CELL_PX) | 0);
      if (count[cell]++ === 0) {
        occupied[size++] = cell;
        leader[cell] = row;
      } else if (marks[row] > marks[leader[cell]]) {
        leader[cell] = row;
      }
      if (marks[row] !== 0) this.marked.push(row);
      rows[visible] = row;
      cellOf[visible] = cell;
      visible++;
    }
    this.visible = visible;
    this.occupiedSize = size;
  }

  /** One spot for each occupied cell: a lone unit where it is, several in the middle of their cell. */
  spots(units: Units, viewport: Viewport, into: Spots): void {
    const { scale, left, top } = viewport;
    for (let at = 0; at < this.occupiedSize; at++) {
      const cell = this.occupied[at];
      const row = this.leader[cell];
      const count = this.count[cell];
      if (count === 1) {
        into.add(units.x[row] * scale - left, units.y[row] * scale - top, row, 1);
      } else {
        const column = (cell % this.columns) + this.firstColumn;
        const line = ((cell / this.columns) | 0) + this.firstRow;
        into.add((column + 0.5) * CELL_PX - left, (line + 0.5) * CELL_PX - top, row, count);
      }
    }
  }

  /** Rows of the units that share a cell with this one. */
  together(row: number): number[] {
    const at = this.rows.subarray(0, this.visible).indexOf(row);
    if (at < 0) return [];
    const cell = this.cellOf[at];
    const found: number[] = [];
    for (let i = 0; i < this.visible; i++) if (this.cellOf[i] === cell) found.push(this.rows[i]);
    return found;
  }

  private reset(unitCount: number, viewport: Viewport): void {
    this.marked.length = 0;
    this.firstColumn = Math.floor(viewport.left / CELL_PX);
    this.firstRow = Math.floor(viewport.top / CELL_PX);
    this.columns = Math.ceil(viewport.width / CELL_PX) + 2;
    const cells = this.columns * (Math.ceil(viewport.height / CELL_PX) + 2);
    if (this.count.length !== cells) {
      this.count = new Uint32Array(cells);
      this.leader = new Int32Array(cells);
      this.occupied = new Int32Array(cells);
    } else {
      this.count.fill(0);
    }
    if (this.rows.length < unitCount) {
      this.rows = new Int32Array(unitCount);
      this.cellOf = new Int32Array(unitCount);
    }
  }
}
