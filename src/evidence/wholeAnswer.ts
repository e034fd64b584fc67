import type {FeeHistogram} from "../observation/histogram.js";
import {totalVsize} from "../observation/histogram.js";
import {commonSweeps} from "./commonSweeps.js";
import {compared, incomparable, type Comparison, type Signal} from "./signal.js";
import type {Server} from "./window.js";

/** Bins with something in them from which on equality of all is no accident. */
export const LEAST_BINS = 3;

/** vbytes from which on even one bin's exact number is: some 3,000 transactions. */
export const LEAST_TOTAL = 1_000_000;

/**
 * Equality of the whole answer, labels and whole numbers. It tests for one process or cache behind two names or
 * ports: two processes on one node give the same answer only while their refresh clocks are in phase.
 */
export const wholeAnswer: Signal = {
  name: "whole answer",
  layer: "process",
  group: "mempool",
  compares: `Whether two answers of one sweep are the same to the last digit, of those with ${LEAST_BINS} bins or ${LEAST_TOTAL / 1e6} MvB.`,
  unit: "share of common sweeps",
  innocent: [
    "processes on one node whose refresh clocks are in phase",
    "copies behind one load balancer",
    "both pass on one public service's answer",
    "programs that hang, each on the same old answer",
  ],
  compare(a: Server, b: Server): Comparison {
    const telling = commonSweeps(a, b).filter(
      (sweep) => isTelling(sweep.a.reading.histogram) && isTelling(sweep.b.reading.histogram),
    );
    if (telling.length === 0) return incomparable("no common sweep with answers that hold enough to compare");
    const equal = telling.filter((sweep) => sweep.a.reading.key === sweep.b.reading.key).length;
    return compared(equal / telling.length, telling.length);
  },
};

function isTelling(histogram: FeeHistogram): boolean {
  return (
    histogram.filter(({vsize}) => vsize > 0).length >= LEAST_BINS || totalVsize(histogram) >= LEAST_TOTAL
  );
}
