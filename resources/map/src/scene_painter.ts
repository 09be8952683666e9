/** Paints cameras and a frame of units on a canvas: spots, badges, counts, labels. Knows nothing of the map around it. */

import { Bins } from "./bins.ts";
import type { Cameras } from "./cameras.ts";
import type { Framebuffer } from "./framebuffer.ts";
import { AGE_MORE, Mark, NO_UNITS, type Units } from "./frame.ts";
import { Groups } from "./groups.ts";
import { LabelPlacer, type Wish } from "./labels.ts";
import type { Style } from "./painter_protocol.ts";
import type { Roster } from "./roster.ts";
import { Spots } from "./spots.ts";
import type { Sprite, Sprites } from "./sprites.ts";
import type { Viewport } from "./viewport.ts";

/** With less room than this for each unit in view, dots and cells with counts take the place of badges. */
const ROOM_PX2 = 3000;
/** Marked units are drawn one by one on top of the density cells, up to this many. */
const MARKED_LIMIT = 400;

interface Label extends Wish {
  readonly sprite: Sprite;
}

export class ScenePainter {
  readonly spots = new Spots();
  private readonly bins = new Bins();
  private readonly groups = new Groups();
  private readonly placer = new LabelPlacer();
  private units: Units = NO_UNITS;
  private crowded = false;
  /** Spots from here on are marked units drawn on top of the density cells. */
  private markedFrom = 0;

  private style: Style | undefined;

  constructor(
    private readonly roster: Roster,
    private readonly cameras: Cameras,
  ) {}

  setStyle(style: Style): void {
    this.style = style;
  }

  /** Stamps everything on a cleared picture of `density` device pixels for each of the viewport's. */
  paint(onto: Framebuffer, density: number, units: Units, viewport: Viewport, sprites: Sprites): void {
    const put = (sprite: Sprite, x: number, y: number) =>
      onto.stamp(sprite.stamp, Math.round(x * density - sprite.anchorX), Math.round(y * density - sprite.anchorY));
    this.units = units;
    this.lay(viewport);
    this.cameras.stamp(onto, density, viewport, sprites, this.crowded);
    const { spots } = this;
    for (let at = 0; at < spots.size; at++) {
      const row = spots.unit[at];
      const count = spots.count[at];
      if (!this.crowded || at >= this.markedFrom) {
        put(sprites.badge(units, row), spots.x[at], spots.y[at]);
        if (count > 1) put(sprites.count(count), spots.x[at] + 5, spots.y[at] - 10);
      } else if (count > 1) {
        put(sprites.cell(count, this.isChosen(at)), spots.x[at], spots.y[at]);
      } else {
        put(sprites.dot(units, row), spots.x[at], spots.y[at]);
      }
    }
    const [chosenCamera, cameras] = this.cameraLabels(viewport, sprites);
    const labels = [...chosenCamera, ...this.unitLabels(sprites), ...cameras];
    // In a crowd a label may cover the cells and dots of those that have none.
    const inTheWay = [spots.points(this.crowded ? this.markedFrom : 0), this.cameras.spots.points(0)];
    for (const { wish, x, y } of this.placer.place(labels, inTheWay, viewport.width, viewport.height)) {
      put(wish.sprite, x, y);
    }
  }

  /** Numbers of the units that the spot stands for. */
  unitsOf(spot: number): number[] {
    const row = this.spots.unit[spot];
    const behind = this.crowded ? this.bins : this.groups;
    const rows = spot < this.markedFrom || !this.crowded ? behind.together(row) : [row];
    return rows.map((each) => this.units.number[each]);
  }

  /** Whether the spot stands for a chosen unit; marked units always come to stand for theirs. */
  isChosen(spot: number): boolean {
    return (this.units.marks[this.spots.unit[spot]] & Mark.selected) !== 0;
  }

  private lay(viewport: Viewport): void {
    const { units, spots, bins } = this;
    spots.clear();
    bins.fill(units, viewport);
    this.crowded = bins.visible * ROOM_PX2 > viewport.width * viewport.height;
    if (!this.crowded) {
      this.groups.spots(units, bins.rows.subarray(0, bins.visible), viewport, spots);
      this.markedFrom = spots.size;
      return;
    }
    bins.spots(units, viewport, spots);
    this.markedFrom = spots.size;
    if (bins.marked.length > MARKED_LIMIT) return;
    for (const row of bins.marked) {
      spots.add(units.x[row] * viewport.scale - viewport.left, units.y[row] * viewport.scale - viewport.top, row, 1);
    }
  }

  private unitLabels(sprites: Sprites): Label[] {
    const { spots, units } = this;
    const labels: Label[] = [];
    // In a crowd only marked units have one. The last spots are the most important: they choose first.
    for (let spot = spots.size - 1; spot >= (this.crowded ? this.markedFrom : 0); spot--) {
      const text = this.textOf(spots.unit[spot]);
      if (text) labels.push(labelAt(spots, spot, units.number[spots.unit[spot]], sprites.label(text, this.isStrong(spot))));
    }
    return labels;
  }

  /** Of the chosen one and of the others, which take what room the units leave, and in a crowd none. */
  private cameraLabels(viewport: Viewport, sprites: Sprites): readonly [chosen: Label[], others: Label[]] {
    const { cameras } = this;
    const [chosen, others]: [Label[], Label[]] = [[], []];
    for (let spot = 0; spot < cameras.spots.size; spot++) {
      if (!cameras.isNamed(spot, viewport)) continue;
      const isChosen = cameras.isChosen(spot);
      const { number, name } = cameras.at(spot);
      (isChosen ? chosen : others).push(labelAt(cameras.spots, spot, number, sprites.cameraLabel(name, isChosen)));
    }
    return [chosen, others];
  }

  private isStrong(spot: number): boolean {
    return (this.units.marks[this.spots.unit[spot]] & (Mark.selected | Mark.sos)) !== 0;
  }

  private textOf(row: number): string {
    const name = this.roster.nameOf(this.units.number[row]) ?? "";
    const age = this.units.age[row];
    if (!this.style || age <= this.style.staleS) return name;
    const text = age === AGE_MORE ? this.style.ageMore : this.style.ageSeconds.replace("{n}", String(age));
    return `${name} ${text}`.trim();
  }
}

const labelAt = ({ x, y }: Spots, spot: number, number: number, sprite: Sprite): Label => ({
  number,
  x: x[spot],
  y: y[spot],
  width: sprite.width,
  height: sprite.height,
  sprite,
});
