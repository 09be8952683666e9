import assert from "node:assert/strict";
import { test } from "node:test";

import { type Box, LabelPlacer, type Placed, type Wish, overlaps } from "../src/labels.ts";
import { type Points, Spots } from "../src/spots.ts";
import { scattered } from "./fleet.ts";

const WIDTH = 800;
const HEIGHT = 600;
const AT = { x: 100, y: 100 };

type Place = { readonly x: number; readonly y: number };

const pointsAt = (places: readonly Place[]): Points[] => {
  const spots = new Spots();
  places.forEach(({ x, y }, row) => spots.add(x, y, row, 1));
  return [spots.points(0)];
};

const wishesAt = (places: readonly Place[]): Wish[] =>
  places.map(({ x, y }, at) => ({ number: at + 1, x, y, width: 40, height: 18 }));

const boxOf = ({ wish, x, y }: Placed<Wish>): Box => ({
  left: x,
  top: y - wish.height / 2,
  right: x + wish.width,
  bottom: y + wish.height / 2,
});

test("labels lie neither over each other nor over badges", () => {
  const places = scattered(250, WIDTH, HEIGHT);
  const placed = new LabelPlacer().place(wishesAt(places), pointsAt(places), WIDTH, HEIGHT);
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
  const [placed] = new LabelPlacer().place(wishesAt([AT]), pointsAt([AT]), WIDTH, HEIGHT);
  assert.ok(placed && placed.x > 110);
  assert.equal(placed.y, 100);
});

test("a label keeps its side when the neighbour that drove it there has gone", () => {
  const placer = new LabelPlacer();
  const crowded = placer.place(wishesAt([AT]), pointsAt([AT, { x: 130, y: 100 }]), WIDTH, HEIGHT);
  assert.ok(crowded[0] && crowded[0].x < 100);
  const alone = placer.place(wishesAt([AT]), pointsAt([AT]), WIDTH, HEIGHT);
  assert.deepEqual(boxOf(alone[0]!), boxOf(crowded[0]!));
});

test("who asks first gets the place", () => {
  const places = [AT, { x: 100, y: 101 }];
  const placed = new LabelPlacer().place(wishesAt(places), pointsAt(places), WIDTH, HEIGHT);
  assert.equal(placed[0]?.wish.number, 1);
});

test("a label does not lie over a camera either, and a unit's comes first", () => {
  const camera = { x: 140, y: 100 };
  const placed = new LabelPlacer().place(wishesAt([AT, camera]), [...pointsAt([AT]), ...pointsAt([camera])], WIDTH, HEIGHT);
  const [unit, other] = placed.map(boxOf);
  assert.ok(unit && other && unit.right < AT.x && other.left > camera.x);
});
