import {commonSweeps, LEAST_BINS, LEAST_TOTAL} from "./commonSweeps.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";

/**
 * Equality of the whole answer, labels and whole numbers. It tests for one process or cache behind two names or
 * ports: two processes on one node give the same answer only while their refresh clocks are in phase.
 */
export const wholeAnswer = byRuns({
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
  // common sweeps that tell, and those of them with equal answers
  fields: [{fold: "sum"}, {fold: "sum"}],
  tally(a, b, run, window, {numbers}) {
    let telling = 0;
    let equal = 0;
    for (const sweep of commonSweeps(a, b, run, window)) {
      if (!sweep.a.telling || !sweep.b.telling) continue;
      telling++;
      if (sweep.a.answer === sweep.b.answer && sweep.a.reading.key === sweep.b.reading.key) equal++;
    }
    numbers[0] = telling;
    numbers[1] = equal;
  },
  conclude({numbers: [telling = 0, equal = 0]}) {
    if (telling === 0) return incomparable("no common sweep with answers that hold enough to compare");
    return compared(equal / telling, telling);
  },
});
