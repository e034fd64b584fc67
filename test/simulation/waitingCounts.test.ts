import * as fc from "fast-check";
import {expect, it} from "vitest";
import {
  advance,
  clear,
  createWaitingCounts,
  enter,
  exit,
  LONGEST_WAIT,
  waitingAtLeast,
} from "../../src/simulation/waitingCounts.js";

it("counts a transaction for every wait up to its own", () => {
  const waiting = createWaitingCounts(3);
  enter(waiting, 1, 100);
  for (const height of [101, 102]) advance(waiting, height);
  expect([0, 1, 2, 3].map((blocks) => waitingAtLeast(waiting, 1, blocks, 102))).toEqual([1, 1, 1, 0]);
});

it("tells buckets apart", () => {
  const waiting = createWaitingCounts(3);
  enter(waiting, 1, 100);
  expect([0, 1, 2].map((bucket) => waitingAtLeast(waiting, bucket, 0, 100))).toEqual([0, 1, 0]);
});

it("is empty once cleared", () => {
  const waiting = createWaitingCounts(1);
  enter(waiting, 0, 5);
  clear(waiting);
  expect(waitingAtLeast(waiting, 0, 0, 5)).toBe(0);
});

it("agrees with a plain list of entry heights, through waits longer than the longest question", () => {
  const step = fc.record({blocks: fc.nat(700), enter: fc.boolean(), pick: fc.nat(), bucket: fc.nat(1)});
  const questions = [0, 1, 2, 12, 48, 700, LONGEST_WAIT - 1, LONGEST_WAIT];
  fc.assert(
    fc.property(fc.array(step, {maxLength: 30}), (steps) => {
      const waiting = createWaitingCounts(2);
      const plain: {bucket: number; height: number}[] = [];
      let best = 1000;
      for (const {blocks, enter: entering, pick, bucket} of steps) {
        const until = best + blocks;
        while (best < until) advance(waiting, ++best);
        const [left] = entering ? [] : plain.splice(pick % Math.max(plain.length, 1), 1);
        if (left) exit(waiting, left.bucket, left.height, best);
        if (entering) enter(waiting, bucket, best);
        if (entering) plain.push({bucket, height: best});
        for (const wait of questions)
          for (const bucket of [0, 1])
            expect(waitingAtLeast(waiting, bucket, wait, best)).toBe(
              plain.filter((one) => one.bucket === bucket && best - one.height >= wait).length,
            );
      }
    }),
  );
});
