/** Measuring along a line or inside an outline; the desk reckons on the ellipsoid. */

import type { Measured } from "./channel.ts";
import { throttled } from "./elements.ts";
import { Sketch } from "./sketch.ts";
import { IdleTool } from "./tool.ts";

export type Measure = (lonLat: readonly number[]) => Promise<Measured>;

const ASK_EVERY_MS = 50;

export class MeasureTool extends IdleTool {
  override readonly cursor = "crosshair";
  private sketch: Sketch | undefined;
  private complete = false;
  private asked = 0;
  private readonly askSoon = throttled(ASK_EVERY_MS, (pointer?: L.LatLng) => void this.ask(pointer));

  constructor(
    private readonly map: L.Map,
    private readonly kind: "distance" | "area",
    private readonly measure: Measure,
  ) {
    super();
  }

  override get isBusy(): boolean {
    return this.sketch !== undefined;
  }

  override click(at: L.LatLng): void {
    if (this.complete) this.cancel();
    this.sketch ??= new Sketch(this.map, this.kind === "distance" ? "line" : "outline", true);
    const last = this.sketch.points[this.sketch.points.length - 1];
    // The second click of a double click adds nothing; `finish` follows it.
    if (last && this.map.latLngToContainerPoint(last).distanceTo(this.map.latLngToContainerPoint(at)) < 3) return;
    this.sketch.add(at);
    this.askSoon(undefined);
  }

  override enter(at: L.LatLng): void {
    this.click(at);
  }

  override move(at: L.LatLng): void {
    if (!this.sketch || this.complete) return;
    this.sketch.draw(at);
    this.askSoon(at);
  }

  override finish(): void {
    if (!this.sketch) return;
    this.complete = true;
    this.sketch.draw();
    this.askSoon(undefined);
  }

  override back(): void {
    if (!this.sketch || this.complete) return;
    this.sketch.takeBack();
    this.askSoon(undefined);
  }

  override stop(): void {
    this.cancel();
  }

  override cancel(): boolean {
    const had = this.sketch !== undefined;
    this.sketch?.remove();
    this.sketch = undefined;
    this.complete = false;
    this.asked++;
    return had;
  }

  private async ask(pointer: L.LatLng | undefined): Promise<void> {
    const { sketch } = this;
    if (!sketch) return;
    const at = this.complete ? undefined : pointer;
    const ask = ++this.asked;
    const { text } = await this.measure(sketch.lonLat(at));
    if (ask === this.asked && sketch === this.sketch) sketch.say(text, at);
  }
}
