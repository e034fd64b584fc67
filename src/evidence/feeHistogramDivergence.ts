import {distribution, divergence, type Distribution} from "../statistics/divergence.js";
import {commonSweeps} from "./commonSweeps.js";
import {median} from "./median.js";
import {compared, incomparable, type Comparison, type Signal} from "./signal.js";
import type {Reading, Server} from "./window.js";

const shares = new WeakMap<Reading, {readonly distribution: Distribution | null}>();

/**
 * The thread's own measure: Jensen-Shannon divergence of the shares over labels. Only within one program, since each
 * labels its bins in its own way; what a value means depends on how fine the labels are.
 */
export const feeHistogramDivergence: Signal = {
  name: "divergence of the histograms",
  layer: "node",
  group: "mempool",
  compares: "The shares of the mempool under each label, in one sweep, between servers of one program.",
  unit: "Jensen-Shannon divergence in bits, median over sweeps, negated: 0 is none",
  innocent: [
    "Fulcrum and romanz/electrs have few whole-number labels: independent nodes come to 0.000, and to exactly 0 with one bin",
    "ElectrumX has tenths: independent nodes come to hundredths of a bit",
    "only esplora's labels, exact feerates, differ between independent nodes, and between moments of one",
  ],
  compare(a: Server, b: Server): Comparison {
    const within = commonSweeps(a, b).filter(
      (sweep) => sweep.a.band === sweep.b.band && sweep.a.band !== "unknown",
    );
    if (within.length === 0)
      return incomparable("labels of different programs, or of one that is not known, do not mean the same");
    const bits = within.flatMap((sweep) => {
      const [ours, theirs] = [sharesOf(sweep.a.reading), sharesOf(sweep.b.reading)];
      return ours && theirs ? [divergence(ours, theirs)] : [];
    });
    if (bits.length === 0) return incomparable("no common sweep in which both sent something");
    return compared(0 - median(bits), bits.length);
  },
};

function sharesOf(reading: Reading): Distribution | null {
  const known = shares.get(reading);
  if (known) return known.distribution;
  const made = distribution(reading.histogram.map(({label, vsize}) => [label, vsize]));
  shares.set(reading, {distribution: made});
  return made;
}
