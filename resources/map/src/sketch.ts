/** A line or an outline that is being drawn on the map, by pointer or from the keyboard. */

import { element } from "./elements.ts";
import { TOOLS_PANE } from "./panes.ts";

export type SketchKind = "line" | "outline";
/** As far as lines and outlines are alike. */
type Shape = L.Path & { setLatLngs(points: L.LatLng[]): unknown };

const VERTEX_PX = 4;

export class Sketch {
  readonly points: L.LatLng[] = [];
  private readonly shape: Shape;
  private readonly dots: L.LayerGroup;
  private readonly tag: L.Tooltip;

  constructor(
    private readonly map: L.Map,
    private readonly kind: SketchKind,
    private readonly withDots: boolean,
  ) {
    const style = { className: `sketch ${kind}`, interactive: false, pane: TOOLS_PANE };
    this.shape = makeShape(kind, style);
    this.dots = L.layerGroup();
    this.tag = L.tooltip({ permanent: true, opacity: 1, direction: "right", offset: [12, 0], className: "measure", pane: TOOLS_PANE });
    this.shape.addTo(map);
    this.dots.addTo(map);
  }

  add(at: L.LatLng): void {
    this.points.push(at);
    if (this.withDots) {
      L.circleMarker(at, { radius: VERTEX_PX, className: "sketch-dot", interactive: false, pane: TOOLS_PANE }).addTo(this.dots);
    }
    this.draw();
  }

  /** Takes the last point back; false when there was none. */
  takeBack(): boolean {
    const dots = this.dots.getLayers();
    const last = dots[dots.length - 1];
    if (last) this.dots.removeLayer(last);
    const had = this.points.pop() !== undefined;
    this.draw();
    return had;
  }

  /** Draws the sketch as it would be with one more point at the pointer. */
  draw(pointer?: L.LatLng): void {
    this.shape.setLatLngs(pointer ? [...this.points, pointer] : this.points);
  }

  /** The points as the desk takes them: lon, lat, lon, lat … */
  lonLat(pointer?: L.LatLng): number[] {
    return (pointer ? [...this.points, pointer] : this.points).flatMap((at) => [at.lng, at.lat]);
  }

  /** Writes beside the last point, or in the middle of an outline. */
  say(text: string, pointer?: L.LatLng): void {
    const all = pointer ? [...this.points, pointer] : this.points;
    const last = all[all.length - 1];
    if (!text || !last) {
      this.tag.remove();
      return;
    }
    const at = this.kind === "outline" && all.length > 2 ? L.latLngBounds(all).getCenter() : last;
    this.tag.setLatLng(at).setContent(element("span", "", text));
    if (!this.map.hasLayer(this.tag)) this.tag.addTo(this.map);
  }

  remove(): void {
    this.shape.remove();
    this.dots.remove();
    this.tag.remove();
  }
}

function makeShape(kind: SketchKind, style: L.PolylineOptions): Shape {
  if (kind === "line") return L.polyline([], style);
  return L.polygon([], style);
}
