import {commonSweeps, differentRules, isCalm} from "./commonSweeps.js";
import {sharedCuts} from "./cutPoints.js";
import {cutAlike} from "./knownProgram.js";
import {compared, incomparable, type Comparison, type Signal} from "./signal.js";
import type {Server, Window} from "./window.js";

/**
 * vbytes above a cut point from which on it counts. Below it lie so few transactions that independent nodes agree
 * too: with one in 1,000 missed, 100 kvB (some 360 transactions) agree by chance every second time.
 */
export const LEAST_VSIZE = 100_000;

/** vbytes in the weight log(1 + C / this): agreement on more transactions counts for more, but not in proportion. */
export const WEIGHT_VSIZE = 30_000;

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
export const exactAgreement: Signal = {
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
  compare(a: Server, b: Server, window: Window): Comparison {
    let comparable = false;
    let agreed = 0;
    let weights = 0;
    let n = 0;
    for (const sweep of commonSweeps(a, b)) {
      const {cuts: ours, band, relayMinimum} = sweep.a;
      const {cuts: theirs} = sweep.b;
      if (!ours || !theirs || !cutAlike(band, sweep.b.band)) continue;
      comparable = true;
      if (!isCalm(sweep, window)) continue;
      for (const cut of sharedCuts(ours, theirs, commonFloor(relayMinimum, sweep.b.relayMinimum))) {
        const least = Math.min(cut.a, cut.b);
        if (least < LEAST_VSIZE) continue;
        const weight = Math.log1p(Math.max(cut.a, cut.b) / WEIGHT_VSIZE);
        weights += weight;
        if (cut.a === cut.b) agreed += weight;
        n++;
      }
    }
    if (!comparable) return incomparable(differentRules);
    if (n === 0)
      return incomparable(`no sweep in which both give ${LEAST_VSIZE / 1000} kvB or more above one feerate`);
    return compared(agreed / weights, n);
  },
};
