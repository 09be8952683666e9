/** The part of the world a canvas shows, in the pixels of the current zoom. */

import { WORLD } from "./frame.ts";

export interface Viewport {
  /** CSS pixels per unit of the frame's x and y columns. */
  readonly scale: number;
  /** World pixels of the canvas' top left corner. */
  readonly left: number;
  readonly top: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** CSS pixels of the whole world at a zoom; Leaflet's 256 px tiles. */
export const worldPx = (zoom: number): number => 256 * 2 ** zoom;

export const scaleAt = (zoom: number): number => worldPx(zoom) / WORLD;

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Web mercator to degrees; x and y as in a frame. */
export function toLonLat(x: number, y: number): LonLat {
  const lon = (x / WORLD) * 360 - 180;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;
  return { lon, lat };
}

/** A place of Leaflet's in the frame's coordinates. */
export const worldOf = ({ lng, lat }: { lng: number; lat: number }): { x: number; y: number } => toWorld({ lon: lng, lat });

/** Degrees to web mercator; x and y as in a frame. */
export function toWorld({ lon, lat }: LonLat): { x: number; y: number } {
  const sine = Math.sin((lat * Math.PI) / 180);
  return {
    x: ((lon + 180) / 360) * WORLD,
    y: (0.5 - Math.atanh(sine) / (2 * Math.PI)) * WORLD,
  };
}
