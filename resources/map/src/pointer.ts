/** What lies under the pointer, asked of the painter now and then and kept: who presses a button wants to know at once. */

import { throttled } from "./elements.ts";
import type { PainterClient } from "./painter_client.ts";
import { NOTHING, type Under } from "./painter_protocol.ts";
import { worldOf } from "./viewport.ts";

const LOOK_EVERY_MS = 50;

export class PointerWatch {
  /** As of the last look. */
  under: Under = NOTHING;
  private looks = 0;
  private last: { readonly at: L.LatLng; readonly point: L.Point } | undefined;

  constructor(
    map: L.Map,
    private readonly painter: PainterClient,
    private readonly onSeen: (under: Under, point: L.Point) => void,
  ) {
    const look = throttled(LOOK_EVERY_MS, (at: L.LatLng, point: L.Point) => void this.look(at, point));
    map.on("mousemove", ({ latlng, containerPoint }) => look(latlng, containerPoint));
    map.on("mouseout movestart", () => {
      // What is still being asked comes too late.
      this.looks++;
      this.last = undefined;
      this.see(NOTHING, L.point(0, 0));
    });
  }

  /** There is another frame: what stands still under a pointer that rests may have been chosen meanwhile. */
  again(): void {
    if (this.last && this.under !== NOTHING) void this.look(this.last.at, this.last.point);
  }

  private async look(at: L.LatLng, point: L.Point): Promise<void> {
    const look = ++this.looks;
    this.last = { at, point };
    const under = await this.painter.under(worldOf(at));
    if (look === this.looks) this.see(under, point);
  }

  private see(under: Under, point: L.Point): void {
    this.under = under;
    this.onSeen(under, point);
  }
}
