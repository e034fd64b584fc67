import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  addCounts,
  countPairs,
  emptyCounts,
  itemsOf,
  pairIndex,
  renamed,
} from "../../src/statistics/pairCounts.js";
import {partitions} from "./arbitrary.js";

describe("pairIndex", () => {
  it("gives each pair a place of its own, in either order", () => {
    expect([pairIndex(1, 0), pairIndex(2, 0), pairIndex(1, 2), pairIndex(3, 0)]).toEqual([0, 1, 2, 3]);
  });
});

describe("countPairs", () => {
  const over = [
    new Map([
      ["p", 1],
      ["q", 1],
      ["r", 2],
    ]),
    new Map([
      ["q", 5],
      ["p", 5],
    ]),
    new Map([
      ["p", 0],
      ["q", 1],
      ["r", 0],
    ]),
  ];
  const items = itemsOf(over);

  it("counts absence for neither number", () => {
    expect(items).toEqual(["p", "q", "r"]);
    const {seen, both, together} = countPairs(over, items);
    expect([...seen]).toEqual([3, 3, 2]);
    expect([...both]).toEqual([3, 2, 2]); // pq, pr, qr
    expect([...together]).toEqual([2, 1, 0]);
  });

  it("adds up over stretches, and is renamed as a whole", () =>
    fc.assert(
      fc.property(
        fc.array(partitions, {maxLength: 4}),
        fc.array(partitions, {maxLength: 4}),
        (first, second) => {
          const items = Array.from({length: 10}, (_, i) => i);
          const sum = emptyCounts(10);
          for (const part of [first, second]) addCounts(sum, countPairs(part, items), 1);
          expect(sum).toEqual(countPairs([...first, ...second], items));
          const turned = items.map((i) => (i + 3) % 10);
          const renamedItems = items.map((i) => (i + 7) % 10); // at place (i + 3) % 10 stands item i
          expect(renamed(sum, turned)).toEqual(countPairs([...first, ...second], renamedItems));
        },
      ),
    ));
});
