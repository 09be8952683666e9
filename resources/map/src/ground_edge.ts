/** Where the base map ends: a fine line and a quiet word, so that nobody takes the plain ground beyond for a fault. */

import { element } from "./elements.ts";
import type { Extract } from "./extract.ts";
import { EDGE_PANE } from "./panes.ts";

/** A shorter piece of a side has no room for the word. */
const SHORTEST_PX = 180;
type Side = "north" | "east" | "south" | "west";
const SIDES: readonly Side[] = ["north", "east", "south", "west"];

export class GroundEdge extends L.Layer {
  private readonly line = element("div", "ground-edge leaflet-zoom-hide", "", { "aria-hidden": "true" });
  private readonly words = new Map<Side, HTMLElement>();
  private readonly corners: readonly [L.LatLngTuple, L.LatLngTuple];

  constructor({ minLon, minLat, maxLon, maxLat }: Extract, word: string) {
    super();
    this.corners = [[maxLat, minLon], [minLat, maxLon]];
    for (const side of SIDES) {
      const made = element("span", side, word);
      this.words.set(side, made);
      this.line.append(made);
    }
  }

  override onAdd(map: L.Map): this {
    map.getPane(EDGE_PANE)?.append(this.line);
    this.place();
    return this;
  }

  override onRemove(): this {
    this.line.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return { viewreset: () => this.place(), zoomend: () => this.place(), moveend: () => this.place(), resize: () => this.place() };
  }

  /** Near to what is in view only: of a large country the whole line would be millions of pixels long. */
  private place(): void {
    const map = this._map;
    const size = map.getSize();
    const view = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(size));
    const [from, to] = this.corners.map((corner) => map.latLngToLayerPoint(corner)) as [L.Point, L.Point];
    const near = (point: L.Point): L.Point => {
      const { min, max } = view as { min: L.Point; max: L.Point };
      return L.point(
        Math.round(Math.min(max.x + size.x, Math.max(min.x - size.x, point.x))),
        Math.round(Math.min(max.y + size.y, Math.max(min.y - size.y, point.y))),
      );
    };
    const [start, end] = [near(from), near(to)];
    L.DomUtil.setPosition(this.line, start);
    this.line.style.width = `${end.x - start.x}px`;
    this.line.style.height = `${end.y - start.y}px`;
    this.say(start, end, view);
  }

  /** In the middle of what can be seen of each side. */
  private say(start: L.Point, end: L.Point, view: L.Bounds): void {
    const { min, max } = view as { min: L.Point; max: L.Point };
    const [left, right] = [Math.max(start.x, min.x), Math.min(end.x, max.x)];
    const [top, bottom] = [Math.max(start.y, min.y), Math.min(end.y, max.y)];
    for (const [side, word] of this.words) {
      const lies = side === "north" || side === "south";
      word.hidden = (lies ? right - left : bottom - top) < SHORTEST_PX;
      if (lies) word.style.left = `${(left + right) / 2 - start.x}px`;
      else word.style.top = `${(top + bottom) / 2 - start.y}px`;
    }
  }
}
