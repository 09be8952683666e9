/** What has been drawn around units that can be talked to; it stays while they can, and moves with the map. */

import { TOOLS_PANE } from "./panes.ts";

/** Kept on the map: one outline, or several that were added to each other. */
export class LassoAreas {
  private shapes: L.Polygon[] = [];

  constructor(private readonly map: L.Map) {}

  /** Draws one more outline, or one instead of those that are there. */
  draw(outline: readonly L.LatLng[], isMore: boolean): void {
    if (!isMore) this.clear();
    const style = { className: "lasso-area", interactive: false, pane: TOOLS_PANE };
    this.shapes.push(L.polygon([...outline], style).addTo(this.map));
  }

  /** Says how they stand to the talk key: `aimed`, `on-air`, `shouting`. */
  mark(marks: Readonly<Record<string, boolean>>): void {
    for (const shape of this.shapes) {
      for (const [name, isOn] of Object.entries(marks)) shape.getElement()?.classList.toggle(name, isOn);
    }
  }

  clear(): void {
    for (const shape of this.shapes) shape.remove();
    this.shapes = [];
  }

  /** Around the outline that was drawn last, in pixels of the map's container; undefined when there is none. */
  get bounds(): L.Bounds | undefined {
    const last = this.shapes[this.shapes.length - 1];
    if (!last) return undefined;
    const around = last.getBounds();
    return L.bounds(
      this.map.latLngToContainerPoint(around.getNorthWest()),
      this.map.latLngToContainerPoint(around.getSouthEast()),
    );
  }
}
