import {countOthers, failingByRun, levelsOfOthers, UNTOLD} from "./commonLevel.js";
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
    const servers = known.get(window) ?? new WeakMap<Server, WeakMap<Server, Comparison>>();
    known.set(window, servers);
    const others = servers.get(a) ?? new WeakMap<Server, Comparison>();
    servers.set(a, others);
    const found = others.get(b) ?? correlate(a, b, window);
    others.set(b, found);
    return found;
  },
};

const known = new WeakMap<Window, WeakMap<Server, WeakMap<Server, Comparison>>>();

function correlate(a: Server, b: Server, window: Window): Comparison {
  const own = [...new Set([a, b].map(({endpoint}) => hostsOf(window).get(endpoint) ?? -1))];
  if (countOthers(own, window) < FEWEST_OTHERS)
    return incomparable(
      `fewer than ${FEWEST_OTHERS} other hosts ever answered: our side cannot be told apart`,
    );
  const {x, y, level, length} = tellingRuns(a, b, own, window);
  if (length < FEWEST_RUNS) return incomparable(`fewer than ${FEWEST_RUNS} runs that tell`);
  if (Math.min(outages(x), outages(y)) < FEWEST_OUTAGES)
    return incomparable(`fewer than ${FEWEST_OUTAGES} outages of one of them`);
  const phi = partialCorrelation(x, y, level);
  return phi === null
    ? incomparable("one of them never changes, or only as all others do")
    : compared(phi, length);
}

/** Used again for each pair: of a year, what is made anew takes longer to clear away than to fill. */
let room = {levels: new Float64Array(0), x: new Int8Array(0), y: new Int8Array(0), level: new Float64Array(0)};

/** States of both, and the level of the others, in the runs that tried both and that are not masked; until the next call. */
function tellingRuns(a: Server, b: Server, own: readonly number[], window: Window) {
  const [ofA, ofB] = [failingByRun(a), failingByRun(b)];
  const runs = window.runs.length;
  if (room.levels.length < runs) {
    const [levels, level] = [new Float64Array(runs), new Float64Array(runs)];
    room = {levels, x: new Int8Array(runs), y: new Int8Array(runs), level};
  }
  const {levels, x, y, level} = room;
  levelsOfOthers(own, window, levels);
  const end = Math.min(ofA.length, ofB.length);
  let length = 0;
  for (let run = 0; run < end; run++) {
    const [first, second, share] = [ofA[run] as number, ofB[run] as number, levels[run] as number];
    if (first === UNTOLD || second === UNTOLD || !(share <= MASKED_SHARE)) continue;
    x[length] = first;
    y[length] = second;
    level[length++] = share;
  }
  return {x: x.subarray(0, length), y: y.subarray(0, length), level: level.subarray(0, length), length};
}

function outages(sequence: Int8Array): number {
  let count = 0;
  for (let i = 0; i < sequence.length; i++) if (sequence[i] === 1 && sequence[i - 1] !== 1) count++;
  return count;
}
