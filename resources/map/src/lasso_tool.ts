/** Choosing all units inside an outline drawn by hand, to talk to them maybe; from the keyboard, corner by corner. */

import type { SelectMode } from "./channel.ts";
import type { Chooser } from "./select_tool.ts";
import { Sketch } from "./sketch.ts";
import { IdleTool } from "./tool.ts";

/** Corners nearer to each other than this say nothing new. */
const STEP_PX = 4;

export class LassoTool extends IdleTool {
  override readonly cursor = "crosshair";
  override readonly pans = false;
  private sketch: Sketch | undefined;
  private drawing = false;

  constructor(
    private readonly map: L.Map,
    private readonly chooser: Chooser,
  ) {
    super();
  }

  override get isBusy(): boolean {
    return this.sketch !== undefined;
  }

  override press(at: L.LatLng): void {
    this.cancel();
    this.sketch = new Sketch(this.map, "outline", false);
    this.sketch.add(at);
    this.drawing = true;
  }

  override move(at: L.LatLng): void {
    if (!this.sketch || !this.drawing) return;
    const last = this.sketch.points[this.sketch.points.length - 1];
    const to = this.map.latLngToContainerPoint(at);
    if (!last || this.map.latLngToContainerPoint(last).distanceTo(to) >= STEP_PX) this.sketch.add(at);
  }

  override release(_at: L.LatLng, event: PointerEvent): void {
    if (!this.drawing) return;
    this.drawing = false;
    this.take(event.ctrlKey ? "add" : "set");
  }

  override enter(at: L.LatLng): void {
    this.sketch ??= new Sketch(this.map, "outline", true);
    this.sketch.add(at);
  }

  override finish(): void {
    this.take("set");
  }

  override back(): void {
    this.sketch?.takeBack();
  }

  override stop(): void {
    this.cancel();
  }

  override cancel(): boolean {
    const had = this.sketch !== undefined;
    this.sketch?.remove();
    this.sketch = undefined;
    this.drawing = false;
    return had;
  }

  private take(mode: SelectMode): void {
    const outline = this.sketch?.points ?? [];
    this.cancel();
    // A press without a stroke is a slip of the hand, not an empty choice.
    if (outline.length > 2) this.chooser.lasso(outline, mode);
  }
}
