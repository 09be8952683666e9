/** A WMTS layer of the web-mercator quad (GoogleMapsCompatible), asked by key-value pairs. */

import type { LayerModel } from "./settings.ts";

/** The tile address template that Leaflet fills in. */
export function wmtsTemplate({ url, options }: LayerModel): string {
  const query = new URLSearchParams({
    SERVICE: "WMTS",
    REQUEST: "GetTile",
    VERSION: "1.0.0",
    LAYER: options["layers"] ?? "",
    STYLE: options["styles"] ?? "default",
    TILEMATRIXSET: options["matrix_set"] ?? "GoogleMapsCompatible",
    FORMAT: options["format"] ?? "image/png",
  });
  // The braces are Leaflet's and must stay as they are.
  const join = url.includes("?") ? "&" : "?";
  return `${url}${join}${query.toString()}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}`;
}
