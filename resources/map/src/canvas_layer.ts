/**
 * A canvas that covers the map and a margin around it.
 *
 * While the map is panned Leaflet moves the whole pane, so nothing is painted again until the map rests or the
 * margin is used up.
 */

import { type Viewport, scaleAt, worldPx } from "./viewport.ts";

const MARGIN_PX = 192;

export type Paint = (ctx: CanvasRenderingContext2D, viewport: Viewport) => void;

export class CanvasLayer extends L.Layer {
  private readonly canvas = document.createElement("canvas");
  private readonly ctx: CanvasRenderingContext2D;
  private topLeft = L.point(0, 0);
  private zoom = 0;
  private uiScale = 1;
  /** Milliseconds of each repaint go here. */
  onPainted: (ms: number) => void = () => undefined;

  constructor(
    private readonly paneName: string,
    private readonly paint: Paint,
  ) {
    super({ pane: paneName });
    const ctx = this.canvas.getContext("2d");
    if (!ctx) throw new Error("no canvas");
    this.ctx = ctx;
    this.canvas.className = "leaflet-zoom-animated";
  }

  override onAdd(map: L.Map): this {
    map.getPane(this.paneName)?.appendChild(this.canvas);
    this.repaint();
    return this;
  }

  override onRemove(): this {
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => this.repaint(),
      moveend: () => this.repaint(),
      resize: () => this.repaint(),
      move: () => this.repaintPastMargin(),
      zoomanim: (event) => this.followZoom(event as L.ZoomAnimEvent),
    };
  }

  setUiScale(uiScale: number): void {
    this.uiScale = uiScale;
  }

  /** What is painted now, in the pixels that `Paint` draws in; undefined while the layer is off the map. */
  viewport(): Viewport | undefined {
    const map = this._map as L.Map | undefined;
    if (!map) return undefined;
    const size = map.getSize();
    const origin = map.getPixelOrigin().add(this.topLeft);
    return {
      scale: scaleAt(this.zoom) / this.uiScale,
      left: origin.x / this.uiScale,
      top: origin.y / this.uiScale,
      width: (size.x + 2 * MARGIN_PX) / this.uiScale,
      height: (size.y + 2 * MARGIN_PX) / this.uiScale,
    };
  }

  /** A point of the map's container in the pixels that `Paint` draws in. */
  toPaint(container: L.Point): L.Point {
    return this._map.containerPointToLayerPoint(container).subtract(this.topLeft).divideBy(this.uiScale);
  }

  repaint(): void {
    const map = this._map as L.Map | undefined;
    if (!map) return;
    const started = performance.now();
    this.zoom = map.getZoom();
    this.topLeft = map.containerPointToLayerPoint([-MARGIN_PX, -MARGIN_PX]).round();
    this.fit(map.getSize());
    L.DomUtil.setPosition(this.canvas, this.topLeft);
    const viewport = this.viewport();
    if (!viewport) return;
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const density = window.devicePixelRatio * this.uiScale;
    this.ctx.setTransform(density, 0, 0, density, 0, 0);
    this.paint(this.ctx, viewport);
    this.onPainted(performance.now() - started);
  }

  private fit(size: L.Point): void {
    const width = size.x + 2 * MARGIN_PX;
    const height = size.y + 2 * MARGIN_PX;
    const ratio = window.devicePixelRatio;
    if (this.canvas.width === Math.ceil(width * ratio) && this.canvas.height === Math.ceil(height * ratio)) return;
    this.canvas.width = Math.ceil(width * ratio);
    this.canvas.height = Math.ceil(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  private repaintPastMargin(): void {
    if (this._map.getZoom() !== this.zoom) return;
    const shift = this._map.containerPointToLayerPoint([-MARGIN_PX, -MARGIN_PX]).subtract(this.topLeft);
    if (Math.max(Math.abs(shift.x), Math.abs(shift.y)) > MARGIN_PX) this.repaint();
  }

  /** Grows or shrinks what is painted along with Leaflet's zoom animation; it is painted anew when that ends. */
  private followZoom({ center, zoom }: L.ZoomAnimEvent): void {
    const map = this._map;
    const scale = worldPx(zoom) / worldPx(this.zoom);
    const pane = L.DomUtil.getPosition(map.getPane("mapPane") as HTMLElement);
    const newOrigin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const corner = map.getPixelOrigin().add(this.topLeft).multiplyBy(scale);
    L.DomUtil.setTransform(this.canvas, corner.subtract(newOrigin), scale);
  }
}
