import {commonSweeps, prepare, type PreparedReading} from "./commonSweeps.js";
import {median} from "./median.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";
import type {Window} from "./window.js";

/** Distinct answers besides the two whose middle can stand for what everybody has. */
export const LEAST_OTHERS = 3;

/** Numbers that two residuals must have in common: with fewer, a direction is luck. */
export const LEAST_NUMBERS = 6;

/**
 * The residual: by how many vbytes a server's mempool differs from the middle of comparable ones, at each feerate and
 * time. Two views of one node miss and keep the same transactions, so their residuals point the same way.
 */
export const residual = byRuns({
  name: "residual against the consensus",
  layer: "node",
  group: "mempool",
  compares: `The vbytes that pay at least a feerate, less the median over servers of the same program and relay minimum in the same sweep, at least ${LEAST_OTHERS} others among them.`,
  unit: "cosine of the two residuals, -1 to 1",
  innocent: [
    "default nodes tend to lack the same odd transactions",
    "clocks in phase make both late or both early",
    "where most comparable servers are of one node, that node is the consensus and the rest look alike",
  ],
  // sweeps of one program and relay minimum; the sums of products; numbers in them
  fields: [{fold: "sum"}, {fold: "sum"}, {fold: "sum"}, {fold: "sum"}, {fold: "sum"}],
  tally(a, b, run, window, {numbers}) {
    let akin = 0;
    let product = 0;
    let ours = 0;
    let theirs = 0;
    let n = 0;
    for (const sweep of commonSweeps(a, b, run, window)) {
      if (sweep.a.band !== sweep.b.band || sweep.a.relayMinimum !== sweep.b.relayMinimum) continue;
      const x = residuals(window, sweep.a);
      const y = residuals(window, sweep.b);
      if (x === null || y === null || x.key !== y.key) continue;
      akin++;
      for (let i = 0; i < x.values.length; i++) {
        const value = x.values[i] as number;
        const other = y.values[i] as number;
        if (Number.isNaN(value) || Number.isNaN(other)) continue;
        product += value * other;
        ours += value * value;
        theirs += other * other;
        n++;
      }
    }
    numbers[0] = akin;
    numbers[1] = product;
    numbers[2] = ours;
    numbers[3] = theirs;
    numbers[4] = n;
  },
  conclude({numbers: [akin = 0, product = 0, ours = 0, theirs = 0, n = 0]}) {
    if (akin === 0) return incomparable("their programs or relay minima differ in every common sweep");
    if (n === 0)
      return incomparable(
        `fewer than ${LEAST_OTHERS} other servers of the same program and relay minimum give the same feerates`,
      );
    if (n < LEAST_NUMBERS) return incomparable(`only ${n} numbers to compare, ${LEAST_NUMBERS} are needed`);
    if (ours === 0 || theirs === 0)
      return incomparable("one of them is the consensus itself: nothing is left");
    return compared(Math.max(-1, Math.min(1, product / Math.sqrt(ours * theirs))), n);
  },
});

/** Servers that ought to give the same numbers in a sweep share this; null if the program or the minimum is unknown. */
function classOf({reading, band, relayMinimum}: PreparedReading): string | null {
  if (band === "unknown" || relayMinimum === null) return null;
  return `${reading.run} ${reading.sweep} ${band} ${relayMinimum}`;
}

type ByLimit = ReadonlyMap<number, number>;

/** What is left of one reading at each feerate that enough others of its class give, in vbytes; NaN where it has none. */
interface Residuals {
  readonly key: string;
  readonly values: Float64Array;
}

const ownResiduals = new WeakMap<Window, Map<PreparedReading, Residuals | null>>();

/** null if nothing is known to compare a reading with. */
function residuals(window: Window, one: PreparedReading): Residuals | null {
  let known = ownResiduals.get(window);
  if (!known) ownResiduals.set(window, (known = new Map()));
  const found = known.get(one);
  if (found !== undefined) return found;
  const key = classOf(one);
  const made = key === null ? null : {key, values: valuesOf(one, consensus(window).get(key) ?? new Map())};
  known.set(one, made);
  return made;
}

const NO_CUTS = {limits: new Float64Array(0), cumulative: new Float64Array(0)};

/** In the order of the class's feerates. */
function valuesOf({cuts}: PreparedReading, middle: ByLimit): Float64Array {
  const own = new Map<number, number>();
  const {limits, cumulative} = cuts ?? NO_CUTS;
  for (let i = 0; i < limits.length; i++) own.set(limits[i] as number, cumulative[i] as number);
  const values = new Float64Array(middle.size);
  let at = 0;
  for (const [limit, common] of middle) values[at++] = (own.get(limit) ?? NaN) - common;
  return values;
}

const middles = new WeakMap<Window, ReadonlyMap<string, ByLimit>>();

/** The median of each class at each feerate that enough distinct answers give. Names of one process count once. */
function consensus(window: Window): ReadonlyMap<string, ByLimit> {
  const known = middles.get(window);
  if (known) return known;
  const classes = new Map<string, Map<string, PreparedReading>>();
  for (const server of window.servers)
    for (const one of prepare(server)) {
      const key = classOf(one);
      if (key === null) continue;
      const answers = classes.get(key) ?? new Map<string, PreparedReading>();
      classes.set(key, answers.set(one.reading.key, one));
    }
  const made = new Map([...classes].map(([key, answers]) => [key, middleOf([...answers.values()])]));
  middles.set(window, made);
  return made;
}

function middleOf(answers: readonly PreparedReading[]): ByLimit {
  const values = new Map<number, number[]>();
  for (const {cuts} of answers) {
    const {limits, cumulative} = cuts ?? NO_CUTS;
    for (let i = 0; i < limits.length; i++) {
      const [limit, vsize] = [limits[i] as number, cumulative[i] as number];
      const at = values.get(limit);
      if (at) at.push(vsize);
      else values.set(limit, [vsize]);
    }
  }
  return new Map(
    [...values].flatMap(([limit, list]) =>
      list.length >= LEAST_OTHERS + 2 ? [[limit, median(list)] as const] : [],
    ),
  );
}
