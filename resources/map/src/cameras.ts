/**
 * Cameras that stand still: a small mark each, and the part of the ground that it sees.
 *
 * They change when somebody registers one, not with every frame of units: what is drawn of them is made for a look
 * and kept until look, list or choice is another.
 */

import type { Framebuffer } from "./framebuffer.ts";
import type { CameraModel } from "./live.ts";
import type { Extent } from "./painter_protocol.ts";
import { Spots } from "./spots.ts";
import type { Sprites } from "./sprites.ts";
import { type Theme, withAlpha } from "./theme.ts";
import type { Viewport } from "./viewport.ts";

/** A view smaller than this says nothing that the mark does not. */
const SMALLEST_VIEW_PX = 14;
/** With more cameras in sight what they see would be a carpet, and dear to paint: only the chosen one's is shown. */
const VIEWS_LIMIT = 120;
/** From this size of its view on a camera has its mark and its name; before, it is a dot. */
const NAMED_VIEW_PX = 24;

interface Drawn {
  readonly viewport: Viewport;
  /** Where it is known which way they look; the chosen one is apart. */
  readonly sectors: Path2D;
  readonly rings: Path2D;
  readonly chosen: Path2D;
}

export class Cameras {
  /** The cameras in sight; `unit` is the row in the list. */
  readonly spots = new Spots();
  private list: readonly CameraModel[] = [];
  private chosen = 0;
  private shown = true;
  private crowded = false;
  private drawn: Drawn | undefined;

  setList(list: readonly CameraModel[]): void {
    this.list = list;
    this.drawn = undefined;
  }

  /** The camera with this number stands out; 0 for none. */
  choose(camera: number): void {
    if (camera !== this.chosen) this.drawn = undefined;
    this.chosen = camera;
  }

  show(shown: boolean): void {
    this.shown = shown;
    this.drawn = undefined;
  }

  at(spot: number): CameraModel {
    return this.list[this.spots.unit[spot]];
  }

  isChosen(spot: number): boolean {
    return this.at(spot).number === this.chosen;
  }

  /** What the chosen camera sees and it itself; null when none is chosen. */
  extent(): Extent | null {
    const camera = this.list.find(({ number }) => number === this.chosen);
    if (!camera) return null;
    const { x, y, reach } = camera;
    return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
  }

  /** Whether the camera has its mark and may be named; others, and in a crowd of units all but the chosen, are dots. */
  isNamed(spot: number, viewport: Viewport): boolean {
    return this.isChosen(spot) || (!this.crowded && this.at(spot).reach * viewport.scale >= NAMED_VIEW_PX);
  }

  /** Stamps the marks; what comes later lies on top. In a crowd of units views give way, but for the chosen one's. */
  stamp(onto: Framebuffer, density: number, viewport: Viewport, sprites: Sprites, crowded: boolean): void {
    this.lay(viewport, crowded);
    const { spots } = this;
    for (let spot = 0; spot < spots.size; spot++) {
      const { stamp, anchorX, anchorY } = sprites.camera(this.isNamed(spot, viewport), this.isChosen(spot), this.at(spot).video);
      onto.stamp(stamp, Math.round(spots.x[spot] * density - anchorX), Math.round(spots.y[spot] * density - anchorY));
    }
  }

  /** Paints what they see on a context where what comes later lies underneath. */
  paintViews(ctx: OffscreenCanvasRenderingContext2D, { name, colors }: Theme): void {
    const { drawn } = this;
    if (!drawn || this.spots.size === 0) return;
    const strength = name === "dark" ? 1 : 0.8;
    ctx.lineJoin = "round";
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = withAlpha(colors.accent, 0.9 * strength);
    ctx.stroke(drawn.chosen);
    ctx.fillStyle = withAlpha(colors.accent, 0.28 * strength);
    ctx.fill(drawn.chosen);
    ctx.lineWidth = 1;
    ctx.strokeStyle = withAlpha(colors.text_2, 0.45 * strength);
    ctx.stroke(drawn.rings);
    ctx.stroke(drawn.sectors);
    // One path for all of them: where several look it is no brighter.
    ctx.fillStyle = withAlpha(colors.text_2, 0.16 * strength);
    ctx.fill(drawn.sectors);
  }

  private lay(viewport: Viewport, crowded: boolean): void {
    if (this.drawn && this.crowded === crowded && isSame(this.drawn.viewport, viewport)) return;
    const { spots } = this;
    spots.clear();
    this.crowded = crowded;
    const drawn = { viewport, sectors: new Path2D(), rings: new Path2D(), chosen: new Path2D() };
    this.drawn = drawn;
    if (!this.shown) return;
    this.list.forEach((camera, row) => {
      const x = camera.x * viewport.scale - viewport.left;
      const y = camera.y * viewport.scale - viewport.top;
      const radius = camera.reach * viewport.scale;
      if (x < -radius || y < -radius || x > viewport.width + radius || y > viewport.height + radius) return;
      spots.add(x, y, row, 1);
    });
    const isCalm = !crowded && spots.size <= VIEWS_LIMIT;
    for (let spot = 0; spot < spots.size; spot++) {
      const camera = this.at(spot);
      const radius = camera.reach * viewport.scale;
      if (radius < SMALLEST_VIEW_PX || (!isCalm && !this.isChosen(spot))) continue;
      const path = this.isChosen(spot) ? drawn.chosen : camera.heading === null ? drawn.rings : drawn.sectors;
      addView(path, camera, spots.x[spot], spots.y[spot], radius);
    }
  }
}

function addView(path: Path2D, { heading, view }: CameraModel, x: number, y: number, radius: number): void {
  if (heading === null) {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  // Canvas angles are clockwise from east.
  const middle = ((heading - 90) * Math.PI) / 180;
  const half = (view * Math.PI) / 360;
  path.moveTo(x, y);
  path.arc(x, y, radius, middle - half, middle + half);
  path.closePath();
}

const isSame = (a: Viewport, b: Viewport): boolean =>
  a.scale === b.scale && a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
