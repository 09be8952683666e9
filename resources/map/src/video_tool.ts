/** Asking what video there is around a place: one click, and the tool is put down again. */

import { IdleTool } from "./tool.ts";

export class VideoTool extends IdleTool {
  override readonly cursor = "crosshair";

  constructor(private readonly choose: (at: L.LatLng) => void) {
    super();
  }

  override click(at: L.LatLng): void {
    this.choose(at);
  }

  override enter(at: L.LatLng): void {
    this.choose(at);
  }
}
