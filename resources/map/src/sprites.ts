/** Pictures painted once and stamped many times: badges, density cells, cameras, labels. */

import { BADGE_REACH_PX, type Badge, DIRECTIONS, DOT_REACH_PX, ageStep, paintBadge, paintDot } from "./badge.ts";
import { CELL_PX } from "./bins.ts";
import { drawing } from "./bitmap_canvas.ts";
import { CAMERA_REACH_PX, type CameraMark, paintCamera } from "./camera_mark.ts";
import { type Stamp, makeStamp } from "./framebuffer.ts";
import { AGE_MORE, HEADING_UNKNOWN, Mark, type Units, forceOf, statusOf } from "./frame.ts";
import { shortCount } from "./short_count.ts";
import { type Theme, mix } from "./theme.ts";

export interface Sprite {
  readonly stamp: Stamp;
  /** Device pixels from the stamp's upper left corner to the spot. */
  readonly anchorX: number;
  readonly anchorY: number;
  /** As laid out, in the pixels that are drawn in. */
  readonly width: number;
  readonly height: number;
}

export interface SpriteStyle {
  readonly theme: Theme;
  /** Device pixels per pixel that is drawn in: the screen's, times 1.5 on a video wall. */
  readonly density: number;
  readonly letters: readonly string[];
  readonly freshS: number;
  readonly staleS: number;
}

/** So many labels are kept painted; beyond that all are forgotten and painted anew as they are needed. */
const LABELS_KEPT = 2000;

const DENSITY_TONES = 7;

export class Sprites {
  private readonly badges = new Map<number, Sprite>();
  private readonly dots = new Map<number, Sprite>();
  private readonly cells = new Map<string, Sprite>();
  private readonly cameras = new Map<number, Sprite>();
  private readonly counts = new Map<string, Sprite>();
  private readonly labels = new Map<string, Sprite>();
  private readonly steps: Uint8Array;
  private scratch = drawing(256, 64, true);

  constructor(private readonly style: SpriteStyle) {
    this.steps = Uint8Array.from({ length: AGE_MORE + 1 }, (_, age) => ageStep(age, style.freshS, style.staleS));
  }

  badge(units: Units, row: number): Sprite {
    const kind = units.kind[row];
    const step = this.steps[units.age[row]];
    const heading = units.heading[row];
    const direction = heading === HEADING_UNKNOWN ? DIRECTIONS : Math.round((heading / 255) * DIRECTIONS) % DIRECTIONS;
    const marks = units.marks[row] & (Mark.selected | Mark.talking);
    const key = ((kind * 8 + step) * 32 + direction) * 8 + marks;
    let sprite = this.badges.get(key);
    if (!sprite) {
      sprite = this.paintBadge({
        letter: this.style.letters[forceOf(kind)] ?? "?",
        status: statusOf(kind),
        step,
        direction: direction === DIRECTIONS ? -1 : direction,
        selected: (marks & Mark.selected) !== 0,
        talking: (marks & Mark.talking) !== 0,
      });
      this.badges.set(key, sprite);
    }
    return sprite;
  }

  /** A lone unit in a crowd. */
  dot(units: Units, row: number): Sprite {
    const status = statusOf(units.kind[row]);
    const step = this.steps[units.age[row]];
    const key = status * 8 + step;
    let sprite = this.dots.get(key);
    if (!sprite) {
      sprite = this.paint(DOT_REACH_PX * 2, DOT_REACH_PX * 2, DOT_REACH_PX, (ctx) => {
        ctx.translate(DOT_REACH_PX, DOT_REACH_PX);
        paintDot(ctx, status, step, this.style.theme);
      });
      this.dots.set(key, sprite);
    }
    return sprite;
  }

  /** A cell of the density grid that stands for several units. */
  cell(count: number, selected: boolean): Sprite {
    const text = shortCount(count);
    const key = selected ? `${text}!` : text;
    let sprite = this.cells.get(key);
    if (!sprite) {
      sprite = this.paintCell(text, count, selected);
      this.cells.set(key, sprite);
    }
    return sprite;
  }

  /** The small count on the shoulder of a badge that hides others. */
  count(count: number): Sprite {
    const text = shortCount(count);
    let sprite = this.counts.get(text);
    if (!sprite) {
      sprite = this.paintPlate(text, 9, 700, this.style.theme.colors.text, this.style.theme.colors.raised, 7);
      this.counts.set(text, sprite);
    }
    return sprite;
  }

  label(text: string, strong: boolean): Sprite {
    const key = strong ? `${text}!` : text;
    let sprite = this.labels.get(key);
    if (!sprite) {
      if (this.labels.size >= LABELS_KEPT) this.labels.clear();
      const { colors } = this.style.theme;
      sprite = this.paintPlate(text, 12, strong ? 600 : 400, colors.text, colors.base, 4);
      this.labels.set(key, sprite);
    }
    return sprite;
  }

  camera(isLarge: boolean, isChosen: boolean, hasVideo: boolean): Sprite {
    const key = (isLarge ? 4 : 0) + (isChosen ? 2 : 0) + (hasVideo ? 1 : 0);
    let sprite = this.cameras.get(key);
    if (!sprite) {
      sprite = this.paintCameraMark({ isLarge, isChosen, hasVideo });
      this.cameras.set(key, sprite);
    }
    return sprite;
  }

  /** Quieter than a unit's, since it stands there day and night. */
  cameraLabel(text: string, isChosen: boolean): Sprite {
    if (isChosen) return this.label(text, true);
    const key = `${text}~`;
    let sprite = this.labels.get(key);
    if (!sprite) {
      if (this.labels.size >= LABELS_KEPT) this.labels.clear();
      const { colors } = this.style.theme;
      sprite = this.paintPlate(text, 11, 400, colors.text_2, colors.base, 4);
      this.labels.set(key, sprite);
    }
    return sprite;
  }

  private paintCameraMark(mark: CameraMark): Sprite {
    const side = CAMERA_REACH_PX * 2;
    return this.paint(side, side, CAMERA_REACH_PX, (ctx) => {
      ctx.translate(CAMERA_REACH_PX, CAMERA_REACH_PX);
      paintCamera(ctx, mark, this.style.theme);
    });
  }

  private paintBadge(badge: Badge): Sprite {
    const side = BADGE_REACH_PX * 2;
    return this.paint(side, side, BADGE_REACH_PX, (ctx) => {
      ctx.translate(BADGE_REACH_PX, BADGE_REACH_PX);
      paintBadge(ctx, badge, this.style.theme);
    });
  }

  private paintCell(text: string, count: number, selected: boolean): Sprite {
    const { colors } = this.style.theme;
    const tone = Math.min(DENSITY_TONES, Math.log2(count)) / DENSITY_TONES;
    return this.paint(CELL_PX, CELL_PX, CELL_PX / 2, (ctx) => {
      if (selected) {
        ctx.fillStyle = colors.accent;
        ctx.fillRect(0, 0, CELL_PX, CELL_PX);
      }
      // Two rectangles and not a rounded one: rows without translucent pixels are stamped twice as fast.
      const edge = selected ? 2 : 1;
      ctx.fillStyle = mix(colors.raised, colors.text_3, 0.15 + 0.45 * tone);
      ctx.fillRect(edge, edge + 1, CELL_PX - 2 * edge, CELL_PX - 2 * edge - 2);
      ctx.fillRect(edge + 1, edge, CELL_PX - 2 * edge - 2, CELL_PX - 2 * edge);
      ctx.fillStyle = colors.text;
      ctx.font = `600 ${text.length > 2 ? 8 : 10}px system-ui, sans-serif`;
      ctx.textAlign = "center";
      ctx.fillText(text, CELL_PX / 2, CELL_PX / 2 + (text.length > 2 ? 3 : 3.6));
    });
  }

  /** Text on a rounded plate; the spot is the middle of its left side. */
  private paintPlate(text: string, size: number, weight: number, ink: string, plate: string, radius: number): Sprite {
    const font = `${weight} ${size}px system-ui, sans-serif`;
    this.scratch.ctx.font = font;
    const width = Math.ceil(this.scratch.ctx.measureText(text).width) + 8;
    const height = size + 6;
    return this.paint(width, height, 0, (ctx) => {
      ctx.beginPath();
      ctx.roundRect(0, 0, width, height, radius);
      ctx.globalAlpha = 0.82;
      ctx.fillStyle = plate;
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.fillStyle = ink;
      ctx.font = font;
      ctx.textBaseline = "middle";
      ctx.fillText(text, 4, height / 2 + 0.5);
    });
  }

  /** Paints once what will be stamped often; the spot is half way down and `anchorX` in. */
  private paint(width: number, height: number, anchorX: number, draw: (ctx: OffscreenCanvasRenderingContext2D) => void): Sprite {
    const { density } = this.style;
    const [across, down] = [Math.ceil(width * density), Math.ceil(height * density)];
    const { canvas } = this.scratch;
    // One canvas for all: engines are slow to collect those that nobody uses any more.
    if (canvas.width < across || canvas.height < down) {
      this.scratch = drawing(Math.max(canvas.width, across), Math.max(canvas.height, down), true);
    }
    const { ctx } = this.scratch;
    ctx.clearRect(0, 0, across, down);
    ctx.save();
    ctx.scale(density, density);
    draw(ctx);
    ctx.restore();
    const image = ctx.getImageData(0, 0, across, down);
    const pixels = new Int32Array(image.data.buffer);
    const stamp = makeStamp({ pixels, width: image.width, height: image.height });
    return { stamp, anchorX: anchorX * density, anchorY: (height / 2) * density, width, height };
  }
}
