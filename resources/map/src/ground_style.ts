/**
 * How the vector ground looks: quiet, so that units are what one sees; streets visible, their names readable,
 * buildings a shade. Layer names and `kind` values are those of the Protomaps schema.
 */

import {
  CenteredTextSymbolizer,
  type Feature,
  GeomType,
  type LabelRule,
  LineLabelSymbolizer,
  LineSymbolizer,
  type PaintRule,
  PolygonSymbolizer,
  exp,
} from "protomaps-leaflet";

import { type Theme, mix } from "./theme.ts";

interface Ground {
  readonly land: string;
  readonly water: string;
  readonly green: string;
  readonly paved: string;
  readonly building: string;
  readonly wall: string;
  readonly path: string;
  readonly minor: string;
  readonly major: string;
  readonly highway: string;
  readonly rail: string;
  readonly border: string;
  readonly name: string;
  readonly nameMajor: string;
  readonly waterName: string;
  readonly halo: string;
}

function groundOf({ name, colors }: Theme): Ground {
  const { base, panel, raised, line, text_2: text2, text_3: text3, accent } = colors;
  if (name === "dark") {
    return {
      land: base,
      water: mix(base, accent, 0.1),
      green: mix(base, "#2f6b4f", 0.13),
      paved: mix(base, raised, 0.55),
      building: mix(panel, raised, 0.75),
      wall: mix(raised, line, 0.45),
      path: mix(base, line, 0.62),
      minor: mix(line, text3, 0.06),
      major: mix(line, "#5f7cab", 0.34),
      highway: mix(line, "#6f8fc2", 0.46),
      rail: mix(base, line, 0.95),
      border: mix(line, text3, 0.5),
      name: mix(text3, text2, 0.15),
      nameMajor: mix(text3, text2, 0.55),
      waterName: mix(accent, base, 0.5),
      halo: base,
    };
  }
  return {
    land: mix(base, line, 0.18),
    water: mix(base, accent, 0.2),
    green: mix(base, "#5fa97c", 0.22),
    paved: mix(base, line, 0.4),
    building: mix(base, line, 0.62),
    wall: mix(line, text3, 0.18),
    path: mix(panel, line, 0.5),
    minor: panel,
    major: panel,
    highway: mix(panel, "#f2c46d", 0.28),
    rail: mix(line, text3, 0.4),
    border: text3,
    name: text2,
    nameMajor: mix(text2, colors.text, 0.35),
    waterName: mix(accent, text2, 0.35),
    halo: mix(base, panel, 0.6),
  };
}

const isKind = (...kinds: string[]) => {
  const known = new Set(kinds);
  return (_: number, feature: Feature) => known.has(String(feature.props["kind"]));
};

const isArea = (_: number, feature: Feature) => feature.geomType === GeomType.Polygon;

type Width = readonly (readonly [zoom: number, px: number])[];

const widthOf = (stops: Width) => exp(1.6, stops.map(([zoom, px]) => [zoom, px]));

/** Growing with the zoom, so that a street keeps its place among houses. */
const WIDTHS = {
  path: [[14, 0], [16, 0.9], [19, 4]],
  minor: [[12, 0], [14, 0.9], [16, 2.6], [19, 13]],
  major: [[8, 0.4], [12, 1.4], [14, 2.4], [16, 5], [19, 20]],
  highway: [[5, 0.4], [11, 1.6], [14, 3.4], [16, 7], [19, 26]],
  rail: [[10, 0.3], [14, 0.8], [19, 3]],
} satisfies Record<string, Width>;

const fill = (dataLayer: string, color: string, filter?: PaintRule["filter"]): PaintRule => ({
  dataLayer,
  symbolizer: new PolygonSymbolizer({ fill: color }),
  ...(filter ? { filter } : {}),
});

const road = (color: string, width: Width, minzoom: number, ...kinds: string[]): PaintRule => ({
  dataLayer: "roads",
  minzoom,
  symbolizer: new LineSymbolizer({ color, width: widthOf(width), lineCap: "round", lineJoin: "round" }),
  filter: isKind(...kinds),
});

/** The same road a little wider and darker underneath: what lets light streets stand on a light ground. */
const casing = (color: string, width: Width, minzoom: number, ...kinds: string[]): PaintRule =>
  road(color, width.map(([zoom, px]) => [zoom, px + Math.min(px, 1.6)] as const), minzoom, ...kinds);

export function groundPaint(theme: Theme): PaintRule[] {
  const ground = groundOf(theme);
  const rim = theme.name === "dark" ? ground.land : ground.wall;
  return [
    fill("earth", ground.land),
    fill("landcover", ground.green, isKind("forest", "grassland", "scrub")),
    fill("landuse", ground.paved, isKind("pedestrian", "pier", "industrial", "aerodrome", "hospital", "school", "university", "college")),
    fill("landuse", ground.green, isKind(
      "park", "garden", "dog_park", "grass", "grassland", "meadow", "wood", "forest", "cemetery", "playground", "pitch",
      "golf_course", "nature_reserve", "village_green", "allotments", "scrub", "recreation_ground", "farmland",
    )),
    fill("water", ground.water, isArea),
    {
      dataLayer: "buildings",
      minzoom: 13,
      symbolizer: new PolygonSymbolizer({ fill: ground.building, stroke: ground.wall, width: (zoom: number) => (zoom >= 15 ? 0.8 : 0), perFeature: true }),
    },
    road(ground.path, WIDTHS.path, 15, "path", "other"),
    { dataLayer: "roads", minzoom: 12, symbolizer: new LineSymbolizer({ color: ground.rail, width: widthOf(WIDTHS.rail) }), filter: isKind("rail") },
    casing(rim, WIDTHS.minor, 14, "minor_road"),
    casing(rim, WIDTHS.major, 13, "major_road"),
    road(ground.minor, WIDTHS.minor, 12, "minor_road"),
    road(ground.major, WIDTHS.major, 8, "major_road"),
    casing(rim, WIDTHS.highway, 12, "highway"),
    road(ground.highway, WIDTHS.highway, 5, "highway"),
    { dataLayer: "boundaries", symbolizer: new LineSymbolizer({ color: ground.border, width: 0.8, dash: [4, 3] }) },
  ];
}

export function groundLabels(theme: Theme, lang: string): LabelRule[] {
  const ground = groundOf(theme);
  const labelProps = [`name:${lang}`, "name"];
  const street = (minzoom: number, color: string, px: number, ...kinds: string[]): LabelRule => ({
    dataLayer: "roads",
    minzoom,
    symbolizer: new LineLabelSymbolizer({
      labelProps,
      fill: color,
      stroke: ground.halo,
      width: 3,
      font: `400 ${px}px system-ui, sans-serif`,
    }),
    filter: isKind(...kinds),
  });
  const place = (minzoom: number, maxzoom: number, px: number, color: string, ...kinds: string[]): LabelRule => ({
    dataLayer: "places",
    minzoom,
    maxzoom,
    symbolizer: new CenteredTextSymbolizer({
      labelProps,
      fill: color,
      stroke: ground.halo,
      width: 3,
      font: `500 ${px}px system-ui, sans-serif`,
    }),
    filter: isKind(...kinds),
  });
  return [
    place(3, 13, 14, ground.nameMajor, "locality"),
    place(11, 16, 12, ground.name, "neighbourhood", "macrohood"),
    street(13, ground.nameMajor, 11, "highway", "major_road"),
    street(16, ground.name, 10.5, "minor_road", "other", "path"),
    {
      dataLayer: "water",
      symbolizer: new CenteredTextSymbolizer({ labelProps, fill: ground.waterName, font: "italic 400 11px system-ui, sans-serif" }),
      filter: (_, feature) => feature.geomType === GeomType.Point,
    },
  ];
}

/** What shows where the ground has no data. */
export const groundColor = (theme: Theme): string => groundOf(theme).land;
