/**
 * The painter's last picture on the map, with a margin around what is in view.
 *
 * While the map is panned Leaflet moves the whole pane, so another picture is only asked for when the map rests or
 * the margin is used up.
 */

import { bitmapContext } from "./bitmap_canvas.ts";
import type { Look } from "./painter_protocol.ts";
import { worldPx } from "./viewport.ts";

const MARGIN_PX = 160;

export class CanvasLayer extends L.Layer {
  private readonly canvas = document.createElement("canvas");
  private readonly picture = bitmapContext(this.canvas);
  private asked: Look | undefined;
  private shown: Look | undefined;
  private uiScale = 1;

  constructor(
    private readonly paneName: string,
    private readonly lookAt: (look: Look) => void,
  ) {
    super();
    this.canvas.className = "leaflet-zoom-animated";
  }

  override onAdd(map: L.Map): this {
    map.getPane(this.paneName)?.appendChild(this.canvas);
    this.ask();
    return this;
  }

  override onRemove(): this {
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => this.place(),
      moveend: () => this.ask(),
      resize: () => this.ask(),
      move: () => this.askPastMargin(),
      zoomanim: (event) => this.followZoom(event as L.ZoomAnimEvent),
    };
  }

  setUiScale(uiScale: number): void {
    this.uiScale = uiScale;
    this.ask();
  }

  /** Shows a picture of a look; one of another zoom comes too late. */
  show(look: Look, bitmap: ImageBitmap): void {
    if (!this._map || look.zoom !== this._map.getZoom()) {
      bitmap.close();
      return;
    }
    this.canvas.style.width = `${look.width}px`;
    this.canvas.style.height = `${look.height}px`;
    this.picture.transferFromImageBitmap(bitmap);
    this.shown = look;
    this.place();
  }

  private ask(): void {
    const map = this._map as L.Map | undefined;
    if (!map) return;
    const corner = map.getPixelBounds().min?.subtract([MARGIN_PX, MARGIN_PX]).round();
    const size = map.getSize().add([2 * MARGIN_PX, 2 * MARGIN_PX]);
    if (!corner) return;
    this.asked = {
      zoom: map.getZoom(),
      left: corner.x,
      top: corner.y,
      width: size.x,
      height: size.y,
      density: window.devicePixelRatio,
      uiScale: this.uiScale,
    };
    this.lookAt(this.asked);
  }

  private askPastMargin(): void {
    const { asked } = this;
    const corner = this._map.getPixelBounds().min;
    if (!asked || !corner || asked.zoom !== this._map.getZoom()) return;
    const shift = Math.max(Math.abs(corner.x - MARGIN_PX - asked.left), Math.abs(corner.y - MARGIN_PX - asked.top));
    // Early enough for the picture to be there when the edge comes into view.
    if (shift > MARGIN_PX / 2) this.ask();
  }

  /** Puts the picture where the world is now, enlarged or reduced when the zoom is another one. */
  private place(): void {
    if (this.shown) this.putAt(this.shown, this._map.getPixelOrigin(), this._map.getZoom());
  }

  /** Grows or shrinks along with Leaflet's zoom animation. */
  private followZoom({ center, zoom }: L.ZoomAnimEvent): void {
    const map = this._map;
    const pane = L.DomUtil.getPosition(map.getPane("mapPane") as HTMLElement);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    if (this.shown) this.putAt(this.shown, origin, zoom);
  }

  private putAt(look: Look, origin: L.Point, zoom: number): void {
    const scale = worldPx(zoom) / worldPx(look.zoom);
    const corner = L.point(look.left, look.top).multiplyBy(scale).subtract(origin);
    if (scale === 1) L.DomUtil.setPosition(this.canvas, corner);
    else L.DomUtil.setTransform(this.canvas, corner, scale);
  }
}
