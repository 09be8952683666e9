/** Raster tiles that are drawn on GCJ-02 or BD-09, moved so that WGS-84 positions stand right on them. */

import { fromDatum, toDatum } from "./datum.ts";
import type { Datum } from "./settings.ts";

/** What Leaflet's grid layer does inside, as far as it is changed here. Leaflet is pinned to 1.9.4. */
interface GridInside {
  _getTiledPixelBounds(center: L.LatLng): L.Bounds;
  _getTilePos(coords: L.Coords): L.Point;
  _tileZoom: number;
  _map: L.Map;
}

const inside = L.TileLayer.prototype as unknown as GridInside;

export class ShiftedTiles extends L.TileLayer {
  constructor(
    url: string,
    private readonly datum: Datum,
    options: L.TileLayerOptions,
  ) {
    super(url, options);
  }

  /** Which tiles are needed is asked around the middle of the view as the tiles' datum sees it. */
  _getTiledPixelBounds(this: ShiftedTiles & GridInside, center: L.LatLng): L.Bounds {
    const { lon, lat } = toDatum({ lon: center.lng, lat: center.lat }, this.datum);
    return inside._getTiledPixelBounds.call(this, L.latLng(lat, lon));
  }

  /** Each tile moves by the shift in its own middle: within a tile of zoom 18 that is right to half a pixel. */
  _getTilePos(this: ShiftedTiles & GridInside, coords: L.Coords): L.Point {
    const size = this.getTileSize();
    const drawn = coords.scaleBy(size).add(size.divideBy(2));
    const place = this._map.unproject(drawn, this._tileZoom);
    const { lon, lat } = fromDatum({ lon: place.lng, lat: place.lat }, this.datum);
    const shift = this._map.project([lat, lon], this._tileZoom).subtract(drawn);
    return inside._getTilePos.call(this, coords).add(shift).round();
  }
}
