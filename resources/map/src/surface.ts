/** What a picture is made on: stamps in memory first, then whatever is drawn underneath by canvas. */

import { drawing } from "./bitmap_canvas.ts";
import { Framebuffer } from "./framebuffer.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

export class Surface {
  readonly framebuffer: Framebuffer;
  private readonly image: ImageData;
  private readonly drawing: ReturnType<typeof drawing>;

  /** In device pixels. */
  constructor(width: number, height: number) {
    this.image = new ImageData(width, height);
    this.framebuffer = new Framebuffer(width, height, this.image.data.buffer);
    this.drawing = drawing(width, height);
  }

  hasSize({ width, height }: Size): boolean {
    return this.image.width === width && this.image.height === height;
  }

  /** The finished picture; what `underneath` draws lies under the stamps. */
  finish(underneath: (ctx: OffscreenCanvasRenderingContext2D) => void): ImageBitmap {
    const { canvas, ctx } = this.drawing;
    ctx.putImageData(this.image, 0, 0);
    ctx.save();
    ctx.globalCompositeOperation = "destination-over";
    underneath(ctx);
    ctx.restore();
    return canvas.transferToImageBitmap();
  }
}
