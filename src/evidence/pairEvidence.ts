import {benjaminiHochberg} from "../statistics/multipleTesting.js";
import {type Control, negativeControls, positiveControls} from "./controls.js";
import type {Signal} from "./signal.js";
import {surprises, weighedSignals} from "./strangers.js";
import type {Surprise} from "./surprise.js";
import {
  pValueOf,
  relationOf,
  type Relation,
  rowBits,
  type RowBits,
  rowOf,
  type Tail,
  tailOf,
  type Weights,
} from "./weights.js";
import type {Window} from "./window.js";

/** What one signal weighs for one pair. */
export interface WeighedSignal extends Surprise {
  readonly signal: Signal;
  /** log2 likelihood ratio: above 0 speaks for one node */
  readonly bits: number;
  /** the same of the lab alone */
  readonly lab: number;
  readonly prior: RowBits["prior"];
}

/** What signals that depend on each other weigh together: as much as the strongest of them. */
export interface WeighedGroup {
  readonly group: string;
  readonly strongest: WeighedSignal;
  /** q-value among all pairs that the group can be weighed for */
  readonly q: number;
}

/** All that agreement says of one pair. */
export interface PairEvidence {
  /** positions in the window's servers, i < j */
  readonly i: number;
  readonly j: number;
  readonly signals: readonly WeighedSignal[];
  readonly groups: readonly WeighedGroup[];
  /** sum over groups; null if nothing can be weighed */
  readonly bits: number | null;
  /** of the sum, among all pairs that something can be weighed for; 1 where bits is null */
  readonly q: number;
}

/** For each signal and relation, bits by row, from the lab's counts and the window's own controls. */
export type SignalBits = ReadonlyMap<Signal, ReadonlyMap<Relation, RowBits>>;

/** Weighs what all pairs of a window show. Pairs in order of the window's servers. */
export function weighPairs(
  window: Window,
  weights: Weights,
): {readonly pairs: readonly PairEvidence[]; readonly signalBits: SignalBits} {
  const found = surprises(window);
  const relations = relationsOf(window);
  const signalBits = bitsOf(window, weights, found, relations);
  const weighed: (Pick<PairEvidence, "i" | "j" | "signals"> & {
    readonly strongest: readonly WeighedSignal[];
    readonly sure: ReadonlyMap<string, number>;
  })[] = [];
  for (let i = 0; i < window.servers.length; i++)
    for (let j = i + 1; j < window.servers.length; j++) {
      const relation = relations(i, j);
      const signals: WeighedSignal[] = [];
      for (const signal of weighedSignals) {
        const surprise = found.get(signal)?.[i]?.[j];
        const rows = signalBits.get(signal)?.get(relation);
        if (!surprise || !rows) continue;
        const {raw, strangers, shown, days} = surprise;
        signals.push({
          raw,
          strangers,
          shown,
          days,
          signal,
          bits: rows.bits[rowOf(raw)] ?? 0,
          lab: rows.lab[rowOf(raw)] ?? 0,
          prior: rows.prior,
        });
      }
      weighed.push({i, j, signals, strongest: strongestOf(signals), sure: sureBits(signals)});
    }
  const groups = [...new Set(weighedSignals.map(({group}) => group))];
  const qByGroup = new Map(
    groups.map((group) => [
      group,
      qValues(
        weighed.map(({sure}) => sure.get(group) ?? null),
        tailOf(group, weights, window),
      ),
    ]),
  );
  const q = qValues(
    weighed.map(({sure}) => (sure.size === 0 ? null : total([...sure.values()]))),
    tailOf(null, weights, window),
  );
  return {
    signalBits,
    pairs: weighed.map(({i, j, signals, strongest}, k) => ({
      i,
      j,
      signals,
      groups: strongest.map((one) => ({
        group: one.signal.group,
        strongest: one,
        q: qByGroup.get(one.signal.group)?.[k] ?? 1,
      })),
      bits: strongest.length === 0 ? null : total(strongest.map(({bits}) => bits)),
      q: q[k] ?? 1,
    })),
  };
}

/** Of each group the signal with most bits; the first of equals. */
function strongestOf(signals: readonly WeighedSignal[]): readonly WeighedSignal[] {
  const groups = new Map<string, WeighedSignal>();
  for (const one of signals) {
    const best = groups.get(one.signal.group);
    if (!best || one.bits > best.bits) groups.set(one.signal.group, one);
  }
  return [...groups.values()];
}

/**
 * Of each group the most bits that the lab and the window's controls both grant. Only what the lab grants is known to
 * be reached by so few strangers; what controls take away counts as well.
 */
export function sureBits(
  signals: readonly Pick<WeighedSignal, "signal" | "bits" | "lab">[],
): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const {
    signal: {group},
    bits,
    lab,
  } of signals)
    most.set(group, Math.max(most.get(group) ?? -Infinity, Math.min(bits, lab)));
  return most;
}

/** What groups of signals say together: they do not depend on each other, so their bits add up. */
export function total(bits: readonly number[]): number {
  return bits.reduce((sum, one) => sum + one, 0);
}

/** q-values of those that can be weighed; 1 for the rest. */
function qValues(bits: readonly (number | null)[], tail: Tail | undefined): readonly number[] {
  const pOf = new Map<number, number>(); // pairs have few different numbers of bits
  const known = bits.flatMap((value, k) => {
    if (value === null) return [];
    const p = pOf.get(value) ?? pValueOf(value, tail);
    pOf.set(value, p);
    return [{k, p}];
  });
  const all = bits.map(() => 1);
  for (const [position, q] of benjaminiHochberg(known.map(({p}) => p)).entries()) {
    const {k} = known[position] ?? {k: -1};
    all[k] = q;
  }
  return all;
}

function relationsOf({servers}: Window): (i: number, j: number) => Relation {
  return (i, j) => {
    const [a, b] = [servers[i], servers[j]];
    return a && b ? relationOf(a, b) : "two programs";
  };
}

/** A control by the positions of its two in the window's servers, i < j. */
interface PlacedControl {
  readonly i: number;
  readonly j: number;
  readonly relation: Relation;
}

function bitsOf(
  window: Window,
  weights: Weights,
  found: ReturnType<typeof surprises>,
  relations: (i: number, j: number) => Relation,
): SignalBits {
  const position = new Map(window.servers.map((server, i) => [server, i]));
  /** Asked of each signal: of a thousand servers half a million pairs are controls. */
  const placed = (controls: readonly Control[]): readonly PlacedControl[] =>
    controls.map(({a, b}) => {
      const [x, y] = [position.get(a) ?? -1, position.get(b) ?? -1];
      const [i, j] = [Math.min(x, y), Math.max(x, y)];
      return {i, j, relation: relations(i, j)};
    });
  const scores = (controls: readonly PlacedControl[], signal: Signal, relation: Relation | null) => {
    const surprise = found.get(signal);
    const raws: number[] = [];
    for (const one of controls) {
      const raw =
        relation === null || one.relation === relation ? surprise?.[one.i]?.[one.j]?.raw : undefined;
      if (raw !== undefined) raws.push(raw);
    }
    return raws;
  };
  const [positive, negative] = [placed(positiveControls(window)), placed(negativeControls(window))];
  return new Map(
    weighedSignals.map((signal) => [
      signal,
      new Map(
        (["one program", "two programs"] as const).flatMap((relation) => {
          const table = weights.tables.find(
            (one) => one.signal === signal.name && (one.relation === null || one.relation === relation),
          );
          const of = table?.relation ?? null;
          const rows = rowBits(table, {
            positive: scores(positive, signal, of),
            negative: scores(negative, signal, of),
          });
          return rows === null ? [] : [[relation, rows] as const];
        }),
      ),
    ]),
  );
}
