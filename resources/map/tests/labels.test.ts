import assert from "node:assert/strict";
import { test } from "node:test";

import { type Box, LabelPlacer, type Placed, overlaps } from "../src/labels.ts";
import { Spots } from "../src/spots.ts";
import { scattered } from "./fleet.ts";

const WIDTH = 800;
const HEIGHT = 600;

const spotsAt = (places: readonly { x: number; y: number }[]) => {
  const spots = new Spots();
  places.forEach(({ x, y }, row) => spots.add(x, y, row, 1));
  return spots;
};

const wishes = (count: number) =>
  Array.from({ length: count }, (_, spot) => ({ unit: spot + 1, spot, width: 40, height: 18 }));

const boxOf = ({ wish, x, y }: Placed): Box => ({
  left: x,
  top: y - wish.height / 2,
  right: x + wish.width,
  bottom: y + wish.height / 2,
});

test("labels lie neither over each other nor over badges", () => {
  const places = scattered(250, WIDTH, HEIGHT);
  const placed = new LabelPlacer().place(wishes(250), spotsAt(places), WIDTH, HEIGHT);
  assert.ok(placed.length > 20 && placed.length < 250);
  const boxes = placed.map(boxOf);
  boxes.forEach((box, at) => {
    assert.ok(boxes.every((other, index) => index === at || !overlaps(box, other)));
    const covered = places.some(({ x, y }) =>
      overlaps(box, { left: x - 10, top: y - 10, right: x + 10, bottom: y + 10 }),
    );
    assert.ok(!covered);
  });
});

test("a label with room stands to the right of its badge", () => {
  const [placed] = new LabelPlacer().place(wishes(1), spotsAt([{ x: 100, y: 100 }]), WIDTH, HEIGHT);
  assert.ok(placed && placed.x > 110);
  assert.equal(placed.y, 100);
});

test("a label keeps its side when the neighbour that drove it there has gone", () => {
  const placer = new LabelPlacer();
  const crowded = placer.place(wishes(1), spotsAt([{ x: 100, y: 100 }, { x: 130, y: 100 }]), WIDTH, HEIGHT);
  assert.ok(crowded[0] && crowded[0].x < 100);
  const alone = placer.place(wishes(1), spotsAt([{ x: 100, y: 100 }]), WIDTH, HEIGHT);
  assert.deepEqual(boxOf(alone[0]!), boxOf(crowded[0]!));
});

test("who asks first gets the place", () => {
  const spots = spotsAt([{ x: 100, y: 100 }, { x: 100, y: 101 }]);
  const placed = new LabelPlacer().place(wishes(2), spots, WIDTH, HEIGHT);
  assert.equal(placed[0]?.wish.unit, 1);
});
