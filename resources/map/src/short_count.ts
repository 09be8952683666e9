/** Counts small enough for a cell of the map. */

/** At most four characters: 7, 42, 180, 1.2k, 18k. */
export function shortCount(count: number): string {
  if (count < 100) return String(count);
  if (count < 1000) return String(Math.floor(count / 10) * 10);
  if (count < 10_000) return `${(Math.floor(count / 100) / 10).toString()}k`;
  return `${Math.floor(count / 1000)}k`;
}
