import {commonSweeps, gapsIn} from "./commonSweeps.js";
import {atLeast} from "./cutPoints.js";
import {commonFloor} from "./exactAgreement.js";
import {median} from "./median.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";

/**
 * The largest gap between two cumulative curves that must exist, whatever lies between cut points and in tails that
 * were not sent, as a share of what the larger one holds there; of it the median over runs of the median over a run's sweeps. A Kolmogorov distance
 * of censored curves, usable across programs: their ways of counting alone give up to 1.2% (test/fixtures/vectors).
 */
export const commonCutDistance = byRuns({
  name: "largest gap",
  layer: "node",
  group: "mempool",
  compares:
    "The vbytes that pay at least a feerate, as intervals that hold whatever the program left out, above the higher relay minimum.",
  unit: "share of the vbytes above the relay minimum, median over runs, negated: 0 is no gap",
  innocent: [
    "independent nodes of one policy hold 98% or more in common",
    "two programs of different granularity leave wide intervals, and any mempool fits",
  ],
  // sweeps
  fields: [{fold: "sum"}],
  sampled: true,
  tally(a, b, run, window, into) {
    const shares: number[] = [];
    for (const sweep of commonSweeps(a, b, run, window)) {
      const [ours, theirs] = [sweep.a.cuts, sweep.b.cuts];
      if (!ours || !theirs || !sweep.calm) continue;
      const floor = commonFloor(sweep.a.relayMinimum, sweep.b.relayMinimum);
      const larger = Math.max(atLeast(ours, floor), atLeast(theirs, floor));
      if (larger === 0) continue;
      const gaps = gapsIn(sweep, floor);
      if (gaps) shares.push(Math.max(gaps.aOver, gaps.bOver) / larger);
    }
    if (shares.length === 0) return;
    into.numbers[0] = shares.length;
    into.sample = median(shares);
  },
  conclude({numbers: [n = 0], median: middle}) {
    if (n === 0) return incomparable("no calm sweep in which both sent a mempool whose labels we can read");
    return compared(0 - middle, n);
  },
});
