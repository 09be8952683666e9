/** The one thing that moves by itself: a pulse around a unit that calls for help. */

import { element } from "./elements.ts";
import type { Summary } from "./painter_protocol.ts";
import { ALARMS_PANE } from "./panes.ts";
import { toLonLat } from "./viewport.ts";

export class Alarms {
  private readonly pulses = new Map<number, L.Marker>();

  constructor(private readonly map: L.Map) {}

  take(alarms: Summary["alarms"]): void {
    const seen = new Set(alarms.map(({ unit }) => unit));
    for (const { unit, x, y } of alarms) {
      const { lon, lat } = toLonLat(x, y);
      const pulse = this.pulses.get(unit) ?? this.makePulse(unit);
      pulse.setLatLng([lat, lon]);
    }
    for (const [unit, pulse] of this.pulses) {
      if (seen.has(unit)) continue;
      pulse.remove();
      this.pulses.delete(unit);
    }
  }

  private makePulse(unit: number): L.Marker {
    const icon = L.divIcon({ className: "alarm", iconSize: [0, 0], html: element("span", "pulse") });
    const pulse = L.marker([0, 0], { icon, interactive: false, keyboard: false, pane: ALARMS_PANE });
    this.pulses.set(unit, pulse.addTo(this.map));
    return pulse;
  }
}
