import {commonSweeps, differentRules} from "./commonSweeps.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";

/**
 * vbytes above a cut point from which on it counts. Below it lie so few transactions that independent nodes agree
 * too: with one in 1,000 missed, 100 kvB (some 360 transactions) agree by chance every second time.
 */
export const LEAST_VSIZE = 100_000;

/** sat/vB: taken where a server does not tell its relay minimum. The highest default that nodes have. */
export const USUAL_RELAY_MINIMUM = 1;

/** The lowest feerate, in sat/vB, at which two nodes of these relay minima keep the same transactions. */
export function commonFloor(a: number | null, b: number | null): number {
  if (a !== null && a === b) return 0;
  return Math.max(a ?? USUAL_RELAY_MINIMUM, b ?? USUAL_RELAY_MINIMUM);
}

/**
 * Exact agreement of cumulative vbytes: two views of one node agree to the vbyte at every feerate above which
 * nothing changed between the two refreshes. The statistic is the weighted share of shared cut points that agree.
 */
export const exactAgreement = byRuns({
  name: "exact agreement",
  layer: "node",
  group: "mempool",
  compares: `The whole numbers of vbytes that pay at least a feerate, where both answers of one sweep give them exactly and they are at least ${LEAST_VSIZE / 1000} kvB; sweeps just after a block are left out.`,
  unit: "weighted share of shared cut points, 0 to 1",
  innocent: [
    "well connected nodes in calm minutes hold the same transactions to the vbyte",
    "default nodes tend to lack the same odd transactions",
    "both show a service that neither runs",
  ],
  // comparable sweeps, weight of the cut points that agree, of all, and how many these are
  fields: [{fold: "sum"}, {fold: "sum"}, {fold: "sum"}, {fold: "sum"}],
  tally(a, b, run, window, {numbers}) {
    let comparable = 0;
    let agreed = 0;
    let weights = 0;
    let n = 0;
    for (const sweep of commonSweeps(a, b, run, window)) {
      if (!sweep.alike) continue;
      const {cuts: ours, weights: x, relayMinimum} = sweep.a;
      const {cuts: theirs, weights: y} = sweep.b;
      if (!ours || !theirs || !x || !y) continue;
      comparable++;
      if (!sweep.calm) continue;
      const floor = commonFloor(relayMinimum, sweep.b.relayMinimum);
      for (let i = 0, j = 0; i < ours.limits.length && j < theirs.limits.length;) {
        const p = ours.limits[i] as number;
        const q = theirs.limits[j] as number;
        if (p < floor || q < floor) break;
        if (p === q) {
          const own = ours.cumulative[i] as number;
          const other = theirs.cumulative[j] as number;
          if (own >= LEAST_VSIZE && other >= LEAST_VSIZE) {
            const weight = Math.max(x[i] as number, y[j] as number);
            weights += weight;
            if (own === other) agreed += weight;
            n++;
          }
        }
        if (p >= q) i++;
        if (q >= p) j++;
      }
    }
    numbers[0] = comparable;
    numbers[1] = agreed;
    numbers[2] = weights;
    numbers[3] = n;
  },
  conclude({numbers: [comparable = 0, agreed = 0, weights = 0, n = 0]}) {
    if (comparable === 0) return incomparable(differentRules);
    if (n === 0)
      return incomparable(`no sweep in which both give ${LEAST_VSIZE / 1000} kvB or more above one feerate`);
    return compared(agreed / weights, n);
  },
});
