/** The ground under the units: one of the layers that the desk offers, or a plain ground when it is missing. */

import { PMTiles, type RangeResponse, type Source } from "pmtiles";

import { type Extract, hasEdge } from "./extract.ts";
import { GroundEdge } from "./ground_edge.ts";
import { groundLayer } from "./ground_layer.ts";
import { groundColor, groundLabels, groundPaint } from "./ground_style.ts";
import type { LayerModel, Settings } from "./settings.ts";
import { settleTiles } from "./settled_tiles.ts";
import { ShiftedTiles } from "./shifted_tiles.ts";
import { wmtsTemplate } from "./wmts.ts";

/** A PMTiles file behind the desk's own scheme: ranges are asked for in the address. */
class DeskTiles implements Source {
  constructor(private readonly url: string) {}

  getKey(): string {
    return this.url;
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal): Promise<RangeResponse> {
    const response = await fetch(`${this.url}?offset=${offset}&length=${length}`, signal ? { signal } : {});
    if (!response.ok) throw new Error(`${this.url}: ${response.status}`);
    return { data: await response.arrayBuffer() };
  }
}

/** A PMTiles file that tells when a tile cannot be read; the layer that draws them only writes to the console. */
class WatchedTiles extends PMTiles {
  constructor(source: Source, private readonly onFailure: (reason: unknown) => void) {
    super(source);
  }

  override async getZxy(z: number, x: number, y: number, signal?: AbortSignal): Promise<RangeResponse | undefined> {
    try {
      return await super.getZxy(z, x, y, signal);
    } catch (reason) {
      if (!signal?.aborted) this.onFailure(reason);
      throw reason;
    }
  }
}

/** What is drawn, and where it ends, for one that does. */
interface Ground {
  readonly layer?: L.Layer;
  readonly extract?: Extract;
}

type OnMissing = (layer: LayerModel, reason: unknown) => void;

export class Basemap {
  private shown: L.Layer[] = [];
  private model: LayerModel | undefined;
  private generation = 0;

  constructor(
    private readonly map: L.Map,
    private readonly onMissing: OnMissing,
    private readonly onShown: () => void,
  ) {}

  get attribution(): string {
    return this.model?.attribution ?? "";
  }

  /** Shows a layer in place of the one before; a broken one leaves a plain ground and tells `onMissing`. */
  async show(model: LayerModel, settings: Settings): Promise<void> {
    const generation = ++this.generation;
    this.map.getContainer().style.background = groundColor(settings.theme);
    let failed = false;
    const fail = (reason: unknown) => {
      if (failed || generation !== this.generation) return;
      failed = true;
      this.onMissing(model, reason);
    };
    let ground: Ground;
    try {
      ground = await makeLayer(model, settings, fail);
    } catch (reason) {
      if (generation === this.generation) this.replace([], model);
      fail(reason);
      return;
    }
    // Somebody chose another layer while this one was being opened.
    if (generation !== this.generation) return;
    const { layer, extract } = ground;
    layer?.on("tileerror", () => fail("tile"));
    if (layer instanceof L.GridLayer) settleTiles(layer);
    this.onShown();
    const edge = extract && hasEdge(extract) ? new GroundEdge(extract, settings.texts.ground_ends) : undefined;
    this.replace([layer, edge].filter((one) => one !== undefined), model);
  }

  private replace(layers: L.Layer[], model: LayerModel): void {
    for (const old of this.shown) old.remove();
    this.shown = layers;
    this.model = model;
    for (const layer of layers) layer.addTo(this.map);
  }
}

type OnFailure = (reason: unknown) => void;

async function makeLayer(model: LayerModel, settings: Settings, onFailure: OnFailure): Promise<Ground> {
  const options = { maxNativeZoom: model.max_zoom, maxZoom: MAX_ZOOM, keepBuffer: 3 };
  switch (model.kind) {
    case "none":
      return {};
    case "pmtiles":
      return makeGround(model, settings, onFailure);
    case "wms":
      return { layer: L.tileLayer.wms(model.url, { ...options, ...model.options } as unknown as L.WMSOptions) };
    case "wmts":
      return { layer: L.tileLayer(wmtsTemplate(model), options) };
    case "xyz":
      return {
        layer:
          model.datum === "wgs84"
            ? L.tileLayer(model.url, options)
            : new ShiftedTiles(model.url, model.datum, options),
      };
  }
}

async function makeGround(model: LayerModel, { theme, lang }: Settings, onFailure: OnFailure): Promise<Ground> {
  const tiles = new WatchedTiles(new DeskTiles(model.url), onFailure);
  // A missing or damaged file shows here, before anything is taken off the map.
  const header = await tiles.getHeader();
  const layer = groundLayer({
    url: tiles,
    maxDataZoom: header.maxZoom,
    paintRules: groundPaint(theme),
    labelRules: groundLabels(theme, lang),
    backgroundColor: groundColor(theme),
    attribution: "",
    maxZoom: MAX_ZOOM,
    keepBuffer: 3,
  });
  return { layer, extract: header };
}

export const MAX_ZOOM = 20;
