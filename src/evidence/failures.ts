import {countOthers, failingByRun, levelOfOthers} from "./commonLevel.js";
import {hostsOf} from "./hosts.js";
import {partialCorrelation} from "./partialCorrelation.js";
import {compared, incomparable, type Signal} from "./signal.js";

/**
 * Share of the other hosts failing above which a run is left out: hosts that answer in some run seldom fail a
 * third at a time unless the cause is near us. Our choice; no source gives a number.
 */
export const MASKED_SHARE = 1 / 3;

/** Other hosts that ever answer, below which our own side cannot be told from theirs: then a third is more than one. */
export const FEWEST_OTHERS = 5;

/** Runs that tried both. Two outages of one run each, placed at random in 12 runs, coincide once in 66. */
export const FEWEST_RUNS = 12;

/** Outages (unbroken failing) that each needs: one coincidence is none, and a long outage is one event. */
export const FEWEST_OUTAGES = 2;

/**
 * Correlation of two up and down sequences (phi), with the common level of failing among all other hosts held
 * fixed (partial correlation). Servers that are always up or always down carry nothing and are not comparable: an
 * equal failure is no agreement, only failing at the same times while others do not.
 *
 * @see Winter et al. 2016, Identifying and Characterizing Sybils in the Tor Network, §4.3 (relays always online are left out)
 */
export const commonOutages: Signal = {
  name: "common outages",
  layer: "operator",
  group: "outage",
  compares: "in which runs both failed and both answered, beyond what failed among the others at the time",
  unit: "partial correlation, -1 to 1",
  innocent: [
    "one hosting company, network or exchange point failing, for all its customers",
    "power or network of one house or town",
    "a common cause outside: a flood of connections or of transactions that stalls one program, a release with a fault",
    "our own side failing for some destinations only",
  ],
  compare(a, b, window) {
    const own = [...new Set([a, b].map(({endpoint}) => hostsOf(window).get(endpoint) ?? -1))];
    if (countOthers(own, window) < FEWEST_OTHERS)
      return incomparable(
        `fewer than ${FEWEST_OTHERS} other hosts ever answered: our side cannot be told apart`,
      );
    const ofB = failingByRun(b);
    const runs = [...failingByRun(a)].flatMap(([run, x]) => {
      const y = ofB.get(run);
      const level = levelOfOthers(own, run, window);
      return y === undefined || level === null || level > MASKED_SHARE ? [] : [[x, y, level] as const];
    });
    if (runs.length < FEWEST_RUNS) return incomparable(`fewer than ${FEWEST_RUNS} runs that tell`);
    const [x, y, level] = [runs.map(([x]) => x), runs.map(([, y]) => y), runs.map(([, , level]) => level)];
    if (Math.min(outages(x), outages(y)) < FEWEST_OUTAGES)
      return incomparable(`fewer than ${FEWEST_OUTAGES} outages of one of them`);
    const phi = partialCorrelation(x, y, level);
    return phi === null
      ? incomparable("one of them never changes, or only as all others do")
      : compared(phi, runs.length);
  },
};

function outages(sequence: readonly number[]): number {
  return sequence.filter((state, i) => state === 1 && sequence[i - 1] !== 1).length;
}
