/**
 * Tiles that are drawn on a shifted datum: how far to move them so that WGS-84 positions stand right on them.
 *
 * The shift is the one mainland Chinese maps apply (GCJ-02) and Baidu's on top of it (BD-09). Its constants and its
 * formula are public knowledge; `app/geo/datum.py` has the same, and a test compares the two.
 */

import type { Datum } from "./settings.ts";
import type { LonLat } from "./viewport.ts";

const AXIS_M = 6_378_245;
const ECCENTRICITY2 = 0.00669342162296594323;

const sine = (turns: number): number => Math.sin(turns * Math.PI);

/** The published wave series of the shift, in metres east and north before scaling to degrees. */
function wave(x: number, y: number): { east: number; north: number } {
  const root = Math.sqrt(Math.abs(x));
  const common = (20 * sine(6 * x) + 20 * sine(2 * x)) * (2 / 3);
  return {
    north:
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common +
      ((20 * sine(y) + 40 * sine(y / 3)) * 2) / 3 + ((160 * sine(y / 12) + 320 * sine(y / 30)) * 2) / 3,
    east:
      300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common +
      ((20 * sine(x) + 40 * sine(x / 3)) * 2) / 3 + ((150 * sine(x / 12) + 300 * sine(x / 30)) * 2) / 3,
  };
}

/** The published box, outside which maps are not shifted. */
const isOutside = ({ lon, lat }: LonLat): boolean => lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271;

function wgs84ToGcj02(place: LonLat): LonLat {
  const { east, north } = wave(place.lon - 105, place.lat - 35);
  const phi = (place.lat * Math.PI) / 180;
  const magic = 1 - ECCENTRICITY2 * Math.sin(phi) ** 2;
  const perLat = ((AXIS_M * (1 - ECCENTRICITY2)) / (magic * Math.sqrt(magic))) * (Math.PI / 180);
  const perLon = (AXIS_M / Math.sqrt(magic)) * Math.cos(phi) * (Math.PI / 180);
  return { lon: place.lon + east / perLon, lat: place.lat + north / perLat };
}

function gcj02ToBd09({ lon, lat }: LonLat): LonLat {
  const turn = (Math.PI * 3000) / 180;
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * turn);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * turn);
  return { lon: radius * Math.cos(angle) + 0.0065, lat: radius * Math.sin(angle) + 0.006 };
}

/** Where a WGS-84 place is on a map of this datum. */
export function toDatum(place: LonLat, datum: Datum): LonLat {
  if (datum === "wgs84" || isOutside(place)) return place;
  const shifted = wgs84ToGcj02(place);
  return datum === "gcj02" ? shifted : gcj02ToBd09(shifted);
}

/** Rounds of the inverse; each gains two decimal places, from a kilometre to less than a millimetre. */
const ROUNDS = 4;

/** The WGS-84 place that a map of this datum shows there. */
export function fromDatum(place: LonLat, datum: Datum): LonLat {
  let { lon, lat } = place;
  for (let round = 0; round < ROUNDS; round++) {
    const there = toDatum({ lon, lat }, datum);
    lon += place.lon - there.lon;
    lat += place.lat - there.lat;
  }
  return { lon, lat };
}
