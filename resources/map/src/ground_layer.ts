/** The vector ground as Leaflet tiles that cost nothing while the map is panned. */

import { leafletLayer } from "protomaps-leaflet";

import { drawing } from "./bitmap_canvas.ts";

type Options = NonNullable<Parameters<typeof leafletLayer>[0]>;
type Tile = HTMLImageElement & { key?: string };
type Done = (error?: Error, tile?: HTMLElement) => void;

/** The part of protomaps-leaflet's layer that is changed here: it paints on the canvas that it is given. */
interface Painting {
  createTile(coords: L.Coords, done: Done): HTMLElement;
  renderTile(coords: L.Coords, target: unknown, key: string, done?: () => void): Promise<void>;
  _tileCoordsToKey(coords: L.Coords): string;
}

/**
 * protomaps-leaflet's layer, with pictures for tiles. A canvas is a layer of its own to the compositor, and without
 * a GPU dozens of them make panning dear and leave garbage behind with every frame; a picture is part of its pane.
 */
export function groundLayer(options: Options): L.GridLayer {
  const layer = leafletLayer(options) as unknown as L.GridLayer & Painting;
  const paint = layer.renderTile.bind(layer);
  // One surface for all: from setting its size to being done a tile is painted in one go.
  const { canvas, ctx } = drawing(1, 1);

  layer.renderTile = async (coords, target, key, done = () => undefined) => {
    const tile = target as Tile;
    const surface = {
      // The painter gives up when this is another one: the tile was thrown away meanwhile.
      get key() {
        return tile.key;
      },
      set width(px: number) {
        if (canvas.width !== px) canvas.width = px;
      },
      set height(px: number) {
        if (canvas.height !== px) canvas.height = px;
      },
      getContext: () => ctx,
    };
    let picture: Promise<Blob> | undefined;
    await paint(coords, surface, key, () => (picture = canvas.convertToBlob()));
    if (!picture) return;
    const address = URL.createObjectURL(await picture);
    tile.addEventListener("load", () => {
      URL.revokeObjectURL(address);
      done();
    }, { once: true });
    tile.src = address;
  };

  layer.createTile = (coords, done) => {
    const tile: Tile = document.createElement("img");
    tile.className = "leaflet-tile";
    tile.alt = "";
    tile.key = layer._tileCoordsToKey(coords);
    void layer.renderTile(coords, tile, tile.key, () => done(undefined, tile));
    return tile;
  };
  return layer;
}
