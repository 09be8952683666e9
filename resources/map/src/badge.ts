/** How one unit's badge is painted: force as letter, status as fill and shape, heading as notch, age as fading. */

import { type Shape, type Theme, mix } from "./theme.ts";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** 0 fresh, then ever more faded, `STALE_STEP` hollow. */
const STALE_STEP = 4;
const FADED = [0, 0.25, 0.42, 0.56];

/** Headings are drawn in this many directions. */
export const DIRECTIONS = 24;

const RADIUS_PX = 10;
/** A dot is so much smaller than a badge. */
const DOT_SHARE = 0.6;
export const DOT_REACH_PX = 9;
/** Half of a sprite's side: a badge with both rings and a notch fits. */
export const BADGE_REACH_PX = 22;

export interface Badge {
  readonly letter: string;
  readonly status: number;
  readonly step: number;
  /** 0 to `DIRECTIONS` - 1 clockwise from north, -1 when unknown. */
  readonly direction: number;
  readonly selected: boolean;
  readonly talking: boolean;
}

/** The age step for an age in seconds. */
export function ageStep(ageS: number, freshS: number, staleS: number): number {
  if (ageS < freshS) return 0;
  if (ageS > staleS) return STALE_STEP;
  return Math.min(3, 1 + Math.floor(((ageS - freshS) / (staleS - freshS)) * 3));
}

/** Paints a badge around the origin of the context. */
export function paintBadge(ctx: Context, badge: Badge, theme: Theme): void {
  const { colors } = theme;
  const look = theme.status[badge.status];
  const stale = badge.step === STALE_STEP;
  const fill = stale ? mix(colors.base, colors.panel, 0.5) : mix(look.fill, colors.base, FADED[badge.step]);
  const turn = badge.direction < 0 ? 0 : (badge.direction / DIRECTIONS) * 2 * Math.PI;
  const path = outline(look.shape, badge.direction < 0 ? undefined : turn);
  ctx.lineJoin = "round";
  if (badge.talking) paintRing(ctx, path, 8.5, colors.text, colors.base);
  if (badge.selected) paintRing(ctx, path, 4.5, colors.accent, colors.base);
  // A rim of the ground's colour parts the badge from streets and from its neighbours.
  ctx.strokeStyle = colors.base;
  ctx.lineWidth = 3;
  ctx.stroke(path);
  // A leaf's corner already points where it goes.
  if (badge.direction >= 0 && !stale && look.shape !== "leaf") {
    paintNotch(ctx, turn, badge.talking ? 19 : badge.selected ? 15.5 : 11.8, fill, colors.base);
  }
  ctx.fillStyle = fill;
  ctx.fill(path);
  if (stale || look.shape === "ring") {
    ctx.strokeStyle = colors.text_3;
    ctx.lineWidth = 1.6;
    ctx.stroke(path);
  } else if (theme.name === "light") {
    ctx.strokeStyle = look.ink;
    ctx.lineWidth = 1;
    ctx.stroke(path);
  }
  ctx.fillStyle = stale ? colors.text_2 : look.on_fill;
  ctx.font = "700 11px system-ui, sans-serif";
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(badge.letter, 0, 4);
}

/** A badge in a crowd: status as fill and shape, age as fading, and no more. */
export function paintDot(ctx: Context, status: number, step: number, theme: Theme): void {
  const { colors } = theme;
  const look = theme.status[status];
  const stale = step === STALE_STEP;
  const path = outline(look.shape, undefined);
  ctx.scale(DOT_SHARE, DOT_SHARE);
  ctx.fillStyle = stale ? colors.base : mix(look.fill, colors.base, FADED[step]);
  ctx.fill(path);
  ctx.strokeStyle = stale ? colors.text_3 : colors.base;
  ctx.lineWidth = 2.5;
  ctx.stroke(path);
}

function paintRing(ctx: Context, path: Path2D, outPx: number, color: string, gap: string): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = outPx * 2;
  ctx.stroke(path);
  ctx.strokeStyle = gap;
  ctx.lineWidth = outPx * 2 - 4.4;
  ctx.stroke(path);
}

function paintNotch(ctx: Context, turn: number, fromPx: number, color: string, rim: string): void {
  const tip = new Path2D();
  tip.moveTo(-4, -fromPx + 0.6);
  tip.quadraticCurveTo(0, -fromPx - 1.4, 4, -fromPx + 0.6);
  tip.lineTo(0, -fromPx - 4.6);
  tip.closePath();
  ctx.save();
  ctx.rotate(turn);
  ctx.strokeStyle = rim;
  ctx.lineWidth = 2;
  ctx.stroke(tip);
  ctx.fillStyle = color;
  ctx.fill(tip);
  ctx.restore();
}

/** The status' outline; a leaf points along `turn` (radians clockwise from north), to the upper left without one. */
function outline(shape: Shape, turn: number | undefined): Path2D {
  const path = new Path2D();
  const r = RADIUS_PX;
  if (shape === "square") {
    path.roundRect(-r * 0.94, -r * 0.94, r * 1.88, r * 1.88, 3);
  } else if (shape === "diamond") {
    roundCorners(path, corners(4, r * 1.26, 0), 2);
  } else if (shape === "hexagon") {
    roundCorners(path, corners(6, r * 1.1, 0), 1.5);
  } else if (shape === "leaf") {
    const leaf = new Path2D();
    leaf.arc(0, 0, r, -Math.PI / 2, Math.PI);
    leaf.lineTo(-r, -r + 2);
    leaf.quadraticCurveTo(-r, -r, -r + 2, -r);
    leaf.closePath();
    // The leaf is made pointing to the upper left, an eighth of a turn west of north.
    path.addPath(leaf, new DOMMatrix().rotate(turn === undefined ? 0 : (turn * 180) / Math.PI + 45));
  } else {
    path.arc(0, 0, r, 0, 2 * Math.PI);
  }
  return path;
}

type Corner = readonly [x: number, y: number];

const corners = (count: number, radius: number, turn: number): Corner[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });

function roundCorners(path: Path2D, points: readonly Corner[], radius: number): void {
  const middle = (a: Corner, b: Corner): Corner => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  path.moveTo(...middle(points[points.length - 1], points[0]));
  points.forEach((point, i) => {
    const next = middle(point, points[(i + 1) % points.length]);
    path.arcTo(...point, ...next, radius);
    path.lineTo(...next);
  });
  path.closePath();
}
