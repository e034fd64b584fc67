import {countOthers, failingByRun, levelOfOthers, UNTOLD} from "./commonLevel.js";
import {hostsOf} from "./hosts.js";
import {partialCorrelation} from "./partialCorrelation.js";
import {type Comparison, compared, incomparable, type Signal} from "./signal.js";
import type {Server, Window} from "./window.js";

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
    // Asked of a pair by controls and by findings; over a year it takes longer than all other signals.
    const servers = known.get(window) ?? new Map<Server, Map<Server, Comparison>>();
    known.set(window, servers);
    const others = servers.get(a) ?? new Map<Server, Comparison>();
    servers.set(a, others);
    const found = others.get(b) ?? correlate(a, b, window);
    others.set(b, found);
    return found;
  },
};

/** Weak by window alone: of a thousand servers half a million pairs are kept, which weak maps make slow to look through. */
const known = new WeakMap<Window, Map<Server, Map<Server, Comparison>>>();

function correlate(a: Server, b: Server, window: Window): Comparison {
  const own = [...new Set([a, b].map(({endpoint}) => hostsOf(window).get(endpoint) ?? -1))];
  if (countOthers(own, window) < FEWEST_OTHERS)
    return incomparable(
      `fewer than ${FEWEST_OTHERS} other hosts ever answered: our side cannot be told apart`,
    );
  const few = `fewer than ${FEWEST_RUNS} runs that tell`;
  if (failingByRun(a).length < FEWEST_RUNS || failingByRun(b).length < FEWEST_RUNS) return incomparable(few);
  const {sums, outages} = inTellingRuns(a, b, own, window);
  if (sums.n < FEWEST_RUNS) return incomparable(few);
  if (outages < FEWEST_OUTAGES) return incomparable(`fewer than ${FEWEST_OUTAGES} outages of one of them`);
  const phi = partialCorrelation(sums);
  return phi === null
    ? incomparable("one of them never changes, or only as all others do")
    : compared(phi, sums.n);
}

/**
 * Sums over the runs that tried both and that are not masked: x and y are 1 where the first and the second failed, z is
 * the level of the others. And the outages of the one that has fewer.
 */
function inTellingRuns(a: Server, b: Server, own: readonly number[], window: Window) {
  const ofA = failingByRun(a);
  const ofB = failingByRun(b);
  const levelIn = levelOfOthers(own, window);
  const end = Math.min(ofA.length, ofB.length);
  let n = 0;
  let x = 0;
  let y = 0;
  let xy = 0;
  const fractions = new Float64Array(4); // sums of z, zz, xz and yz: in variables each step would make an object of them
  let outagesA = 0;
  let outagesB = 0;
  let lastA = 0;
  let lastB = 0;
  let origin = 0; // so that a level that never changes gives sums of exactly 0
  for (let run = 0; run < end; run++) {
    const first = ofA[run] as number;
    const second = ofB[run] as number;
    if (first === UNTOLD || second === UNTOLD) continue;
    const level = levelIn(run);
    if (!(level <= MASKED_SHARE)) continue;
    if (n++ === 0) origin = level;
    const above = level - origin;
    fractions[0] = (fractions[0] as number) + above;
    fractions[1] = (fractions[1] as number) + above * above;
    if (first === 1) {
      x++;
      fractions[2] = (fractions[2] as number) + above;
      xy += second;
      if (lastA === 0) outagesA++;
    }
    if (second === 1) {
      y++;
      fractions[3] = (fractions[3] as number) + above;
      if (lastB === 0) outagesB++;
    }
    lastA = first;
    lastB = second;
  }
  const [z = 0, zz = 0, xz = 0, yz = 0] = fractions;
  return {sums: {n, x, y, z, xx: x, yy: y, zz, xy, xz, yz}, outages: Math.min(outagesA, outagesB)};
}
