import {
  countOthers,
  failingByRun,
  LEVEL_STEP,
  levelOfOthers,
  unusualRuns,
  UNTOLD,
  usualLevels,
} from "./commonLevel.js";
import {hostsOf} from "./hosts.js";
import {partialCorrelation, type Sums} from "./partialCorrelation.js";
import {type Comparison, compared, incomparable, type Signal} from "./signal.js";
import type {Server, Window} from "./window.js";

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
 *
 * In nearly all runs both answered, and what these come to is known before: only the others are looked at.
 */
function inTellingRuns(a: Server, b: Server, own: readonly number[], window: Window) {
  const [ofA, ofB] = [failingByRun(a), failingByRun(b)];
  const end = Math.min(ofA.length, ofB.length);
  const usual = usualLevels(own, window);
  const levelIn = levelOfOthers(own, window);
  let [n, z, zz] = [usual.count[end] ?? 0, usual.sum[end] ?? 0, usual.squares[end] ?? 0];
  let [x, y, xy, xz, yz] = [0, 0, 0, 0, 0];
  let [outagesA, outagesB, lastA, lastB] = [0, 0, 0, 0];
  let next = 0; // the run after the last that was looked at
  const [unusualA, unusualB] = [unusualRuns(a, window), unusualRuns(b, window)];
  for (let i = 0, j = 0; i < unusualA.length || j < unusualB.length;) {
    const [runA, runB] = [unusualA[i] ?? end, unusualB[j] ?? end];
    const run = Math.min(runA, runB);
    if (run >= end) break;
    if (runA === run) i++;
    if (runB === run) j++;
    const expected = usual.levels[run] as number;
    if (expected >= 0) {
      n--;
      z -= expected;
      zz -= expected * expected;
    }
    if ((usual.count[run] as number) > (usual.count[next] as number)) lastA = lastB = 0;
    next = run + 1;
    const [first, second] = [ofA[run] as number, ofB[run] as number];
    const level = first === UNTOLD || second === UNTOLD ? -1 : levelIn(run);
    if (level < 0) continue;
    n++;
    z += level;
    zz += level * level;
    xy += first * second;
    if (first === 1) {
      x++;
      xz += level;
      if (lastA === 0) outagesA++;
    }
    if (second === 1) {
      y++;
      yz += level;
      if (lastB === 0) outagesB++;
    }
    [lastA, lastB] = [first, second];
  }
  const sums = beyond(firstLevel(ofA, ofB, levelIn), {n, x, y, z, xx: x, yy: y, zz, xy, xz, yz});
  return {sums, outages: Math.min(outagesA, outagesB)};
}

/** Level of the first run that tells of both; 0 if none does. */
function firstLevel(ofA: Int8Array, ofB: Int8Array, levelIn: (run: number) => number): number {
  const run = ofA.findIndex(
    (state, i) => state !== UNTOLD && (ofB[i] ?? UNTOLD) !== UNTOLD && levelIn(i) >= 0,
  );
  return run < 0 ? 0 : levelIn(run);
}

/** Sums in which z, in steps, becomes a share beyond some level: a level that never changes gives exactly 0. */
function beyond(origin: number, {n, x, y, z, xx, yy, zz, xy, xz, yz}: Sums): Sums {
  return {
    n,
    x,
    y,
    z: (z - n * origin) * LEVEL_STEP,
    xx,
    yy,
    zz: (zz - 2 * origin * z + n * origin * origin) * LEVEL_STEP ** 2,
    xy,
    xz: (xz - x * origin) * LEVEL_STEP,
    yz: (yz - y * origin) * LEVEL_STEP,
  };
}
