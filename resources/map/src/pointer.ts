/** What lies under the pointer, asked of the painter now and then: who presses a button wants to know at once. */

import { throttled } from "./elements.ts";
import type { PainterClient } from "./painter_client.ts";
import { NOTHING, type Under } from "./painter_protocol.ts";
import { worldOf } from "./viewport.ts";

const LOOK_EVERY_MS = 50;

export interface PointerListener {
  /** The pointer has come to rest on this, or on nothing. */
  onMoved(under: Under, point: L.Point): void;
  /** It has not moved, but what is under it may have, or may have been chosen. */
  onRenewed(under: Under): void;
}

export class PointerWatch {
  private looks = 0;
  private isOver = false;
  private last: L.LatLng | undefined;

  constructor(
    map: L.Map,
    private readonly painter: PainterClient,
    private readonly listener: PointerListener,
  ) {
    const look = throttled(LOOK_EVERY_MS, (at: L.LatLng, point: L.Point) => void this.look(at, point));
    map.on("mousemove", ({ latlng, containerPoint }) => {
      this.isOver = true;
      look(latlng, containerPoint);
    });
    map.on("mouseout movestart", () => {
      // What is still being asked comes too late.
      this.looks++;
      this.isOver = false;
      this.last = undefined;
      this.listener.onMoved(NOTHING, L.point(0, 0));
    });
  }

  /** There is another frame. */
  async renew(): Promise<void> {
    if (!this.last) return;
    const { looks } = this;
    const under = await this.painter.under(worldOf(this.last));
    if (looks === this.looks) this.listener.onRenewed(under);
  }

  private async look(at: L.LatLng, point: L.Point): Promise<void> {
    // A call that was put off may come when the pointer has left.
    if (!this.isOver) return;
    const look = ++this.looks;
    this.last = at;
    const under = await this.painter.under(worldOf(at));
    if (look === this.looks) this.listener.onMoved(under, point);
  }
}
