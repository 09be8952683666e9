/** Dragging what is chosen out of the map; a drag that begins anywhere else pans, as ever. */

import type { Desk } from "./channel.ts";
import { NOTHING, type Under } from "./painter_protocol.ts";

/** A hand that presses slips so far. */
const SLIP_PX = 6;

export class DragOut {
  private under: Under = NOTHING;
  private taken: { readonly under: Under; readonly x: number; readonly y: number } | undefined;

  /** `mayDrag`: the tool in hand leaves dragging alone. */
  constructor(
    private readonly map: L.Map,
    private readonly desk: Desk,
    private readonly mayDrag: () => boolean,
  ) {
    const container = map.getContainer();
    // Comes before the mouse event with which Leaflet begins to pan.
    container.addEventListener("pointerdown", (event) => this.take(event));
    window.addEventListener("pointermove", (event) => this.move(event));
    window.addEventListener("pointerup", () => this.letGo());
    window.addEventListener("pointercancel", () => this.letGo());
  }

  /** The pointer is on this. */
  hover(under: Under): void {
    this.under = under;
    this.map.getContainer().classList.toggle("can-drag", under.chosen && this.mayDrag());
  }

  private take(event: PointerEvent): void {
    if (event.button !== 0 || event.shiftKey || event.ctrlKey || !this.under.chosen || !this.mayDrag()) return;
    this.taken = { under: this.under, x: event.clientX, y: event.clientY };
    this.map.dragging.disable();
  }

  private move(event: PointerEvent): void {
    const { taken } = this;
    if (!taken || Math.hypot(event.clientX - taken.x, event.clientY - taken.y) < SLIP_PX) return;
    this.letGo();
    const { units, camera } = taken.under;
    this.desk.drag_out(camera ? [camera] : units);
  }

  private letGo(): void {
    if (!this.taken) return;
    this.taken = undefined;
    this.map.dragging.enable();
  }
}
