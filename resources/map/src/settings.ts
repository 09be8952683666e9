/** What the desk tells the page (`desk://live/settings`); written by `ui/map/settings.py`. */

import type { Theme } from "./theme.ts";

export type Datum = "wgs84" | "gcj02" | "bd09";

export interface LayerModel {
  readonly name: string;
  readonly title: string;
  readonly kind: "pmtiles" | "xyz" | "wms" | "wmts" | "none";
  readonly url: string;
  readonly attribution: string;
  readonly max_zoom: number;
  readonly datum: Datum;
  /** Further WMS or WMTS parameters, e.g. `layers`, `format`, `style`, `matrix_set`. */
  readonly options: Readonly<Record<string, string>>;
}

export interface View {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}

/** Every word on the page, by name. */
export type Texts = Readonly<
  Record<
    | "map"
    | "tools"
    | "select"
    | "lasso"
    | "distance"
    | "area"
    | "follow"
    | "trails"
    | "cameras"
    | "video"
    | "zoom_all"
    | "zoom_selection"
    | "layers"
    | "zoom_in"
    | "zoom_out"
    | "age_seconds"
    | "age_more"
    | "metres"
    | "kilometres"
    | "no_units"
    | "ground_missing"
    | "ground_ends"
    | "hint_lasso"
    | "hint_distance"
    | "hint_area"
    | "hint_video"
    | "desk_silent",
    string
  >
>;

export interface Settings {
  readonly theme: Theme;
  readonly ui_scale: number;
  readonly lang: string;
  readonly texts: Texts;
  /** Force letters by force number. */
  readonly letters: readonly string[];
  readonly fresh_s: number;
  readonly stale_s: number;
  readonly layers: readonly LayerModel[];
  readonly layer: string;
  readonly tool: string;
  readonly trails: boolean;
  readonly cameras: boolean;
  readonly view: View;
  readonly home: View;
}
