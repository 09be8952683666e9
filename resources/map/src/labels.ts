/**
 * Where callsigns and names go: beside their badge when there is room, never over a badge nor over each other.
 */

import type { Points } from "./spots.ts";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A label that would like a place. */
export interface Wish {
  /** Of the unit or the camera, so that a label keeps its side from one frame to the next. */
  readonly number: number;
  /** Middle of what it belongs to. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed<W extends Wish> {
  readonly wish: W;
  /** Middle of the label's left side. */
  readonly x: number;
  readonly y: number;
}

/** A badge's half width, and the gap to its label: a heading's notch fits in between. */
const BADGE_PX = 11;
const GAP_PX = 6;

/** Sides in order of liking: right, left, below, above. */
const SIDES = 4;

export class LabelPlacer {
  private sides = new Map<number, number>();

  /** Gives each wish a place or none, in the order of the wishes; none lies over what is in the way. */
  place<W extends Wish>(wishes: readonly W[], inTheWay: readonly Points[], width: number, height: number): Placed<W>[] {
    if (wishes.length === 0) return [];
    const taken = new Occupancy(width, height);
    for (const { x, y } of inTheWay) {
      for (let at = 0; at < x.length; at++) taken.add(boxAround(x[at], y[at], BADGE_PX));
    }
    const placed: Placed<W>[] = [];
    const sides = new Map<number, number>();
    for (const wish of wishes) {
      const liked = this.sides.get(wish.number) ?? 0;
      for (let turn = 0; turn < SIDES; turn++) {
        const side = turn === 0 ? liked : turn <= liked ? turn - 1 : turn;
        const box = boxAt(side, wish);
        if (taken.meets(box)) continue;
        taken.add(box);
        sides.set(wish.number, side);
        placed.push({ wish, x: box.left, y: (box.top + box.bottom) / 2 });
        break;
      }
    }
    this.sides = sides;
    return placed;
  }
}

const boxAround = (x: number, y: number, half: number): Box => ({
  left: x - half,
  top: y - half,
  right: x + half,
  bottom: y + half,
});

function boxAt(side: number, { x, y, width, height }: Wish): Box {
  const reach = BADGE_PX + GAP_PX;
  if (side === 0) return { left: x + reach, top: y - height / 2, right: x + reach + width, bottom: y + height / 2 };
  if (side === 1) return { left: x - reach - width, top: y - height / 2, right: x - reach, bottom: y + height / 2 };
  const top = side === 2 ? y + reach - 1 : y - reach - height + 1;
  return { left: x - width / 2, top, right: x + width / 2, bottom: top + height };
}

/** What is already drawn somewhere, looked up by place. */
class Occupancy {
  private readonly columns: number;
  private readonly lines: number;
  private readonly cells: Box[][];

  constructor(width: number, height: number, private readonly cellPx = 64) {
    this.columns = Math.ceil(width / cellPx) + 1;
    this.lines = Math.ceil(height / cellPx) + 1;
    this.cells = Array.from({ length: this.columns * this.lines }, () => []);
  }

  add(box: Box): void {
    this.somewhere(box, (cell) => {
      cell.push(box);
      return false;
    });
  }

  meets(box: Box): boolean {
    return this.somewhere(box, (cell) => cell.some((other) => overlaps(box, other)));
  }

  /** Whether it is so in one of the cells that the box touches; what lies outside counts to the cells at the edge. */
  private somewhere(box: Box, isSo: (cell: Box[]) => boolean): boolean {
    const right = this.index(box.right, this.columns);
    const bottom = this.index(box.bottom, this.lines);
    for (let line = this.index(box.top, this.lines); line <= bottom; line++) {
      for (let column = this.index(box.left, this.columns); column <= right; column++) {
        if (isSo(this.cells[line * this.columns + column])) return true;
      }
    }
    return false;
  }

  private index(px: number, limit: number): number {
    return Math.min(limit - 1, Math.max(0, Math.floor(px / this.cellPx)));
  }
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
