/** Where the map looks: following a unit, all units, the chosen units. */

import type { Extent } from "./painter_protocol.ts";
import type { WorldPoint } from "./polygon.ts";
import type { View } from "./settings.ts";
import { toLonLat } from "./viewport.ts";

/** One unit alone is shown from here, not from the treetops. */
const CLOSEST = 17;
const EDGE_PX = 60;

export class ViewControl {
  constructor(private readonly map: L.Map) {}

  look({ lon, lat, zoom }: View): void {
    this.map.setView([lat, lon], zoom, { animate: false });
  }

  get view(): View {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom() };
  }

  /** Keeps a place in the middle. */
  follow({ x, y }: WorldPoint): void {
    const { lon, lat } = toLonLat(x, y);
    const off = this.map.latLngToContainerPoint([lat, lon]).subtract(this.map.getSize().divideBy(2));
    if (Math.hypot(off.x, off.y) >= 1) this.map.panTo([lat, lon], { animate: true, duration: 0.3, easeLinearity: 1 });
  }

  fit({ left, top, right, bottom }: Extent): void {
    const from = toLonLat(left, bottom);
    const to = toLonLat(right, top);
    this.map.fitBounds([[from.lat, from.lon], [to.lat, to.lon]], { padding: [EDGE_PX, EDGE_PX], maxZoom: CLOSEST });
  }
}
