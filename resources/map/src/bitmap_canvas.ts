/**
 * A canvas element that shows finished pictures.
 *
 * A canvas that is drawn on is copied to the compositor with every frame, changed or not, when there is no GPU. One
 * that only shows a bitmap is copied when it gets a new one. While a map is panned that is all the difference.
 */

/** Makes the element ready to show bitmaps; it cannot be drawn on any more. */
export function bitmapContext(element: HTMLCanvasElement): ImageBitmapRenderingContext {
  const context = element.getContext("bitmaprenderer");
  if (!context) throw new Error("no bitmap canvas");
  return context;
}

/** An off-screen drawing surface of so many device pixels; `isRead` when its pixels are read back again and again. */
export function drawing(width: number, height: number, isRead = false): { canvas: OffscreenCanvas; ctx: OffscreenCanvasRenderingContext2D } {
  const canvas = new OffscreenCanvas(Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height)));
  const ctx = canvas.getContext("2d", { willReadFrequently: isRead });
  if (!ctx) throw new Error("no canvas");
  return { canvas, ctx };
}
