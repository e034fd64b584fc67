import {divergence} from "../statistics/divergence.js";
import {commonSweeps} from "./commonSweeps.js";
import {median} from "./median.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";

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
  // common sweeps of one program, and those in which both sent something
  fields: [{fold: "sum"}, {fold: "sum"}],
  sampled: true,
  tally(a, b, run, window, into) {
    let within = 0;
    const bits: number[] = [];
    for (const sweep of commonSweeps(a, b, run, window)) {
      if (sweep.a.band !== sweep.b.band || sweep.a.band === "unknown") continue;
      within++;
      const {shares: ours} = sweep.a;
      const {shares: theirs} = sweep.b;
      if (ours && theirs) bits.push(divergence(ours, theirs));
    }
    into.numbers[0] = within;
    into.numbers[1] = bits.length;
    if (bits.length > 0) into.sample = median(bits);
  },
  conclude({numbers: [within = 0, n = 0], median: middle}) {
    if (within === 0)
      return incomparable("labels of different programs, or of one that is not known, do not mean the same");
    if (n === 0) return incomparable("no common sweep in which both sent something");
    return compared(0 - middle, n);
  },
});
