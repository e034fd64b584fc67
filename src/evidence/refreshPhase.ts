import {commonSweeps, type CommonSweep} from "./commonSweeps.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";

/** Steps from one common sweep to the next below which nothing is said: a chance agreement of a few is no rhythm. Our choice. */
export const LEAST_STEPS = 12;

/**
 * Whether two servers' answers change at the same moments. A program renews its histogram on a clock of its own, which
 * began when it was started, so two processes on one node change at different moments, and two names of one process
 * at the same. It compares only when something changed, never what: servers may agree here and in no number.
 *
 * Cohen's kappa (Educational and Psychological Measurement 20, 1960): of the steps from sweep to sweep, those in which
 * both changed or neither did, beyond what their own rates of change give by chance.
 */
export const refreshPhase = byRuns({
  name: "refresh phase",
  layer: "process",
  group: "mempool",
  compares:
    "Whether the answers of both changed from one sweep of a run to the next, over steps without a new block.",
  unit: "Cohen's kappa of changing: 1 is always together, 0 is as often as by chance",
  innocent: [
    "processes that were started together, as after one upgrade of a machine",
    "copies behind one load balancer",
    "in an hour with few transactions nothing changes for anybody",
  ],
  // steps that tell; those in which both, the first, the second changed
  fields: [{fold: "sum"}, {fold: "sum"}, {fold: "sum"}, {fold: "sum"}],
  tally(a, b, run, window, {numbers}) {
    let steps = 0;
    let both = 0;
    let first = 0;
    let second = 0;
    const sweeps = commonSweeps(a, b, run, window);
    for (let i = 1; i < sweeps.length; i++) {
      const from = sweeps[i - 1] as CommonSweep;
      const to = sweeps[i] as CommonSweep;
      if (!from.calm || !to.calm || from.a.tip !== to.a.tip || from.b.tip !== to.b.tip) continue;
      steps++;
      const x = from.a.answer !== to.a.answer;
      const y = from.b.answer !== to.b.answer;
      if (x) first++;
      if (y) second++;
      if (x && y) both++;
    }
    numbers[0] = steps;
    numbers[1] = both;
    numbers[2] = first;
    numbers[3] = second;
  },
  conclude({numbers: [steps = 0, both = 0, first = 0, second = 0]}) {
    if (steps < LEAST_STEPS)
      return incomparable(`fewer than ${LEAST_STEPS} steps from sweep to sweep without a block`);
    // A clock faster than our reads, or a market that stands still.
    if ([first, second].some((changed) => changed === 0 || changed === steps))
      return incomparable("the answers of one changed in every step, or in none");
    const neither = steps - first - second + both;
    const chance = (first * second + (steps - first) * (steps - second)) / steps ** 2;
    return compared(((both + neither) / steps - chance) / (1 - chance), steps);
  },
});
