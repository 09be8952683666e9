/** Choosing units: a click on one, Ctrl and a click for one more, Shift and a drag for all inside a box. */

import type { SelectMode } from "./channel.ts";
import { Sketch } from "./sketch.ts";
import { IdleTool } from "./tool.ts";

export interface Chooser {
  /** Chooses what is drawn at this place of the map; nothing there clears the choice. */
  chooseAt(at: L.LatLng, mode: SelectMode): void;
  /** Chooses all units inside an outline. */
  chooseInside(outline: readonly L.LatLng[], mode: SelectMode): void;
  /** The same, and they can be talked to together. */
  lasso(outline: readonly L.LatLng[], mode: SelectMode): void;
}

export class SelectTool extends IdleTool {
  private box: Sketch | undefined;
  private from: L.LatLng | undefined;

  constructor(
    private readonly map: L.Map,
    private readonly chooser: Chooser,
  ) {
    super();
  }

  override get isBusy(): boolean {
    return this.box !== undefined;
  }

  override click(at: L.LatLng, event: MouseEvent): void {
    this.chooser.chooseAt(at, event.ctrlKey ? "toggle" : "set");
  }

  override enter(at: L.LatLng, event: KeyboardEvent): void {
    this.chooser.chooseAt(at, event.ctrlKey ? "toggle" : "set");
  }

  override press(at: L.LatLng, event: PointerEvent): void {
    if (!event.shiftKey) return;
    this.from = at;
    this.box = new Sketch(this.map, "outline", false);
  }

  override move(at: L.LatLng): void {
    if (!this.box || !this.from) return;
    this.box.points.splice(0, Infinity, ...boxOf(this.from, at));
    this.box.draw();
  }

  override release(at: L.LatLng, event: PointerEvent): void {
    if (!this.from) return;
    const outline = boxOf(this.from, at);
    this.cancel();
    this.chooser.chooseInside(outline, event.ctrlKey ? "add" : "set");
  }

  override stop(): void {
    this.cancel();
  }

  override cancel(): boolean {
    const had = this.box !== undefined;
    this.box?.remove();
    this.box = undefined;
    this.from = undefined;
    return had;
  }
}

const boxOf = (a: L.LatLng, b: L.LatLng): L.LatLng[] => [a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)];
