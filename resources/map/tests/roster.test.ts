import assert from "node:assert/strict";
import { test } from "node:test";

import { ASK_LIMIT, Roster } from "../src/roster.ts";

const rosterOf = (names: Record<number, string>) => {
  const asked: number[][] = [];
  const roster = new Roster(
    (units) => {
      asked.push([...units]);
      return Promise.resolve(Object.fromEntries(units.map((unit) => [unit, names[unit] ?? ""])));
    },
    () => undefined,
    (reason) => assert.fail(String(reason)),
  );
  return { roster, asked };
};

test("names are asked for once, in bulk", async () => {
  const { roster, asked } = rosterOf({ 1: "D-01", 2: "S-02" });
  assert.equal(roster.nameOf(1), undefined);
  assert.equal(roster.nameOf(2), undefined);
  await roster.ask();
  assert.equal(roster.nameOf(1), "D-01");
  await roster.ask();
  assert.deepEqual(asked, [[1, 2]]);
});

test("a new roster keeps the old names on screen until the new ones are here", async () => {
  const names: Record<number, string> = { 1: "D-01" };
  const { roster, asked } = rosterOf(names);
  roster.nameOf(1);
  await roster.ask();
  names[1] = "D-99";
  roster.renew(2);
  assert.equal(roster.nameOf(1), "D-01");
  await roster.ask();
  assert.equal(roster.nameOf(1), "D-99");
  assert.equal(asked.length, 2);
});

test("never more names are asked for than the desk gives", async () => {
  const { roster, asked } = rosterOf({});
  for (let unit = 1; unit <= ASK_LIMIT + 5; unit++) roster.nameOf(unit);
  await roster.ask();
  assert.equal(asked[0]?.length, ASK_LIMIT);
  await roster.ask();
  assert.equal(asked[1]?.length, 5);
});
