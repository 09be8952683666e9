/** What is drawn for a frame: one spot for a unit, or for several that share a place on the screen. */

export interface Points {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export class Spots {
  size = 0;
  /** CSS pixels from the canvas' top left corner. */
  x = new Float32Array(256);
  y = new Float32Array(256);
  /** Row in the frame of the unit that stands for the spot. */
  unit = new Int32Array(256);
  /** Units in the spot. */
  count = new Uint32Array(256);

  clear(): void {
    this.size = 0;
  }

  add(x: number, y: number, unit: number, count: number): number {
    if (this.size === this.x.length) this.grow();
    const at = this.size++;
    this.x[at] = x;
    this.y[at] = y;
    this.unit[at] = unit;
    this.count[at] = count;
    return at;
  }

  /** The places of the spots from this one on. */
  points(first: number): Points {
    return { x: this.x.subarray(first, this.size), y: this.y.subarray(first, this.size) };
  }

  /** How far a spot is from a point, squared. */
  square(spot: number, x: number, y: number): number {
    return (this.x[spot] - x) ** 2 + (this.y[spot] - y) ** 2;
  }

  /** The spot nearest to a point and not farther than `reachPx`; -1 when there is none. The last drawn wins a tie. */
  nearest(x: number, y: number, reachPx: number): number {
    let best = -1;
    let bestSquare = reachPx * reachPx;
    for (let at = 0; at < this.size; at++) {
      const dx = this.x[at] - x;
      const dy = this.y[at] - y;
      const square = dx * dx + dy * dy;
      if (square <= bestSquare) {
        best = at;
        bestSquare = square;
      }
    }
    return best;
  }

  private grow(): void {
    const doubled = <T extends Float32Array | Int32Array | Uint32Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    const size = this.x.length * 2;
    this.x = doubled(this.x, new Float32Array(size));
    this.y = doubled(this.y, new Float32Array(size));
    this.unit = doubled(this.unit, new Int32Array(size));
    this.count = doubled(this.count, new Uint32Array(size));
  }
}
