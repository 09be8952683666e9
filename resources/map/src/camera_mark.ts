/** How a camera is painted: a small dark plate with a lens, so that it is no unit even at a glance. */

import type { Theme } from "./theme.ts";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Half of a sprite's side. */
export const CAMERA_REACH_PX = 12;

export interface CameraMark {
  /** Large enough to be recognised; otherwise it is a dot. */
  readonly isLarge: boolean;
  readonly isChosen: boolean;
  /** Something is known to fetch from it. */
  readonly hasVideo: boolean;
}

/** Paints a mark around the origin of the context. */
export function paintCamera(ctx: Context, { isLarge, isChosen, hasVideo }: CameraMark, { colors }: Theme): void {
  const ink = isChosen ? colors.accent : hasVideo ? colors.text_2 : colors.text_3;
  const half = isLarge || isChosen ? 8 : 3;
  ctx.beginPath();
  ctx.roundRect(-half, -half, 2 * half, 2 * half, half / 2);
  ctx.strokeStyle = colors.base;
  ctx.lineWidth = 3;
  ctx.stroke();
  ctx.fillStyle = half < 8 ? ink : colors.panel;
  ctx.fill();
  if (half < 8) return;
  ctx.strokeStyle = ink;
  ctx.lineWidth = isChosen ? 2 : 1;
  ctx.stroke();
  paintGlyph(ctx, ink, hasVideo);
}

/** A camera from the side: its body and, in front of it, its lens; only the outline where there is no video. */
function paintGlyph(ctx: Context, ink: string, hasVideo: boolean): void {
  ctx.beginPath();
  ctx.roundRect(-5, -3, 6.5, 6, 1);
  ctx.moveTo(2, 0);
  ctx.lineTo(5, -2.6);
  ctx.lineTo(5, 2.6);
  ctx.closePath();
  ctx.lineWidth = 1;
  ctx.lineJoin = "round";
  ctx.strokeStyle = ink;
  ctx.stroke();
  if (!hasVideo) return;
  ctx.fillStyle = ink;
  ctx.fill();
}
