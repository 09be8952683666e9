/** Where the map looks: following a unit, all units, the chosen units. */

import { Mark, NO_UNITS, type Units } from "./frame.ts";
import type { View } from "./settings.ts";
import { toLonLat } from "./viewport.ts";

/** One unit alone is shown from here, not from the treetops. */
const CLOSEST = 17;
const EDGE_PX = 60;

export class Camera {
  private units: Units = NO_UNITS;

  constructor(private readonly map: L.Map) {}

  look({ lon, lat, zoom }: View): void {
    this.map.setView([lat, lon], zoom, { animate: false });
  }

  get view(): View {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom() };
  }

  /** Takes a frame; keeps the followed unit (0 for none) in the middle. */
  take(units: Units, followed: number): void {
    this.units = units;
    if (!followed) return;
    const row = units.number.indexOf(followed);
    if (row < 0) return;
    const { lon, lat } = toLonLat(units.x[row], units.y[row]);
    const off = this.map.latLngToContainerPoint([lat, lon]).subtract(this.map.getSize().divideBy(2));
    if (Math.hypot(off.x, off.y) >= 1) this.map.panTo([lat, lon], { animate: true, duration: 0.3, easeLinearity: 1 });
  }

  zoomToAll(home: View): void {
    if (!this.fit(() => true)) this.look(home);
  }

  zoomToSelection(): void {
    this.fit((row) => (this.units.marks[row] & Mark.selected) !== 0);
  }

  private fit(wanted: (row: number) => boolean): boolean {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    const { count, x, y } = this.units;
    for (let row = 0; row < count; row++) {
      if (!wanted(row)) continue;
      left = Math.min(left, x[row]);
      right = Math.max(right, x[row]);
      top = Math.min(top, y[row]);
      bottom = Math.max(bottom, y[row]);
    }
    if (left > right) return false;
    const from = toLonLat(left, bottom);
    const to = toLonLat(right, top);
    this.map.fitBounds([[from.lat, from.lon], [to.lat, to.lon]], { padding: [EDGE_PX, EDGE_PX], maxZoom: CLOSEST });
    return true;
  }
}
