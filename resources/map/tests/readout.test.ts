import assert from "node:assert/strict";
import { test } from "node:test";

import { Samples } from "../src/figures.ts";
import { scaleBar } from "../src/scale_bar.ts";
import { shortCount } from "../src/short_count.ts";
import { wmtsTemplate } from "../src/wmts.ts";

test("the scale bar is the longest round length that fits", () => {
  assert.deepEqual(scaleBar(1, 72), { px: 50, metres: 50 });
  assert.deepEqual(scaleBar(3, 72), { px: 200 / 3, metres: 200 });
  assert.deepEqual(scaleBar(0.02, 72), { px: 50, metres: 1 });
});

test("counts have at most four characters", () => {
  assert.deepEqual([7, 99, 184, 1249, 18_400, 100_000].map(shortCount), ["7", "99", "180", "1.2k", "18k", "100k"]);
});

test("quantiles are of what was measured, and nothing measured is 0", () => {
  const samples = new Samples();
  assert.equal(samples.quantile(0.5), 0);
  for (const value of [5, 1, 4, 2, 3]) samples.add(value);
  assert.equal(samples.quantile(0.5), 3);
  assert.equal(samples.quantile(0.95), 5);
});

test("a WMTS address has its parameters and leaves the tile's to Leaflet", () => {
  const template = wmtsTemplate({
    name: "a", title: "A", kind: "wmts", url: "https://tiles.example/wmts", attribution: "", max_zoom: 18,
    datum: "wgs84", options: { layers: "streets", matrix_set: "web mercator" },
  });
  assert.ok(template.startsWith("https://tiles.example/wmts?SERVICE=WMTS&"));
  assert.ok(template.includes("LAYER=streets&") && template.includes("TILEMATRIXSET=web+mercator&"));
  assert.ok(template.endsWith("&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"));
});
