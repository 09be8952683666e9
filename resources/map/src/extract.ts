/** The part of the world that a file of tiles has. */

/** A file that reaches farther has the whole world, which ends nowhere. */
const WORLD_DEG = 350;

/** Degrees, as in the head of a PMTiles file; in that of some there are none, or they make no sense. */
export interface Extract {
  readonly minLon: number;
  readonly minLat: number;
  readonly maxLon: number;
  readonly maxLat: number;
}

export const hasEdge = ({ minLon, minLat, maxLon, maxLat }: Extract): boolean =>
  minLon < maxLon && minLat < maxLat && maxLon - minLon < WORLD_DEG;
