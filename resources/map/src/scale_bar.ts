/** The scale bar: a round length on the ground that fits a given width. */

export interface ScaleBar {
  readonly px: number;
  readonly metres: number;
}

/** The largest of 1, 2 or 5 times a power of ten that is at most `maxPx` long. */
export function scaleBar(metresPerPx: number, maxPx: number): ScaleBar {
  const longest = metresPerPx * maxPx;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= longest) ?? power;
  return { px: metres / metresPerPx, metres };
}
