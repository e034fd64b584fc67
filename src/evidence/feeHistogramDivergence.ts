import {type Distribution, divergence} from "../statistics/divergence.js";
import {commonSweeps} from "./commonSweeps.js";
import type {ProgramBand} from "./knownProgram.js";
import {median} from "./median.js";
import {newestProgram} from "./program.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";

/** The step from one possible label to the next (`test/fixtures/vectors` has histograms that the programs made). */
const labelSteps: Readonly<Record<ProgramBand, string>> = {
  fulcrum: "whole sat/vB",
  "electrumx-1.15": "whole sat/vB",
  "electrumx-1.16": "tenths of a sat/vB",
  "electrumx-1.17": "tenths of a sat/vB",
  "electrumx-1.20": "tenths of a sat/vB",
  electrs: "powers of two",
  "esplora-f32": "exact feerates",
  "esplora-f64": "exact feerates",
  unknown: "steps that are not known",
};

/**
 * The thread's own measure: Jensen-Shannon divergence of the shares over labels. Only within one program, since each
 * labels its bins in its own way; what a value means depends on how fine the labels are.
 */
export const feeHistogramDivergence = byRuns({
  name: "divergence of the histograms",
  layer: "node",
  group: "mempool",
  compares: "The shares of the mempool under each label, in one sweep, between servers of one program.",
  unit: "Jensen-Shannon divergence in bits, median over runs of the median over sweeps, negated: 0 is none",
  innocent: [
    "Fulcrum and romanz/electrs have few whole-number labels: independent nodes come to 0.000, and to exactly 0 with one bin",
    "ElectrumX has tenths: independent nodes come to hundredths of a bit",
    "only esplora's labels, exact feerates, differ between independent nodes, and between moments of one",
  ],
  // common sweeps of one program, those in which both sent something, and the different labels in these
  fields: [{fold: "sum"}, {fold: "sum"}, {fold: "sum"}],
  sampled: true,
  tally(a, b, run, window, into) {
    let [within, labels] = [0, 0];
    const bits: number[] = [];
    for (const sweep of commonSweeps(a, b, run, window)) {
      if (sweep.a.band !== sweep.b.band || sweep.a.band === "unknown") continue;
      within++;
      const {shares: ours} = sweep.a;
      const {shares: theirs} = sweep.b;
      if (!ours || !theirs) continue;
      bits.push(divergence(ours, theirs));
      labels += countLabels(ours, theirs);
    }
    into.numbers[0] = within;
    into.numbers[1] = bits.length;
    into.numbers[2] = labels;
    if (bits.length > 0) into.sample = median(bits);
  },
  conclude({numbers: [within = 0, n = 0, labels = 0], median: middle}, a, b) {
    if (within === 0)
      return incomparable("labels of different programs, or of one that is not known, do not mean the same");
    if (n === 0) return incomparable("no common sweep in which both sent something");
    const [first, second] = [newestProgram(a), newestProgram(b)];
    return {
      ...compared(0 - middle, n),
      granularity: {labels: labelSteps[first === second ? first : "unknown"], count: labels / n},
    };
  },
});

/** How many labels at least one of the two has. */
function countLabels({labels: a}: Distribution, {labels: b}: Distribution): number {
  let count = 0;
  // Both end with Infinity.
  for (let i = 0, j = 0; a[i] !== Infinity || b[j] !== Infinity; count++) {
    const [x, y] = [a[i] as number, b[j] as number];
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return count;
}
