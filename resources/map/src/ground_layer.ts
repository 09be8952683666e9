/** The vector ground as Leaflet tiles that cost nothing while the map is panned. */

import { leafletLayer } from "protomaps-leaflet";

import { bitmapContext, drawing } from "./bitmap_canvas.ts";

type Options = NonNullable<Parameters<typeof leafletLayer>[0]>;
type Element = HTMLCanvasElement & { key: string };

/** The part of protomaps-leaflet's layer that is changed here: it paints on the element that it is given. */
interface Painting {
  renderTile(coords: L.Coords, element: Element, key: string, done?: () => void): Promise<void>;
}

/** protomaps-leaflet's layer, painting off screen and showing each tile when it is finished. */
export function groundLayer(options: Options): L.GridLayer {
  const layer = leafletLayer(options) as unknown as L.GridLayer & Painting;
  const paint = layer.renderTile.bind(layer);
  layer.renderTile = async (coords, element, key, done = () => undefined) => {
    const { canvas } = drawing(1, 1);
    // The painter gives up when the key of what it paints on is another one: the tile was thrown away meanwhile.
    Object.defineProperty(canvas, "key", { get: () => element.key });
    await paint(coords, canvas as unknown as Element, key, () => {
      bitmapContext(element).transferFromImageBitmap(canvas.transferToImageBitmap());
      done();
    });
  };
  return layer;
}
