import {hostName} from "./hosts.js";
import type {Server, Window} from "./window.js";

/**
 * Share of the targets at which two servers must agree at a block to be of one class there: nodes of one estimator
 * grid and mode that differ do so at a few targets, those of two classes at nearly all.
 */
export const LEAST_LIKE_TARGETS = 0.5;

/** Pairs of one class below which nothing is known of how much a block tells. */
export const LEAST_PAIRS_AT_TIP = 10;

/** Estimates of a server at one tip that can be compared, targets ascending. */
export interface Telling {
  readonly tip: string;
  /** stands for the tip (`numberOf`) */
  readonly number: number;
  readonly targets: readonly number[];
  /** sat/kvB */
  readonly fees: readonly number[];
  /** the value that may be a live number of the mempool; NaN if there is none */
  readonly live: number;
  /** sat/kvB: the relay minimum that the server reported in the run; null if it did not */
  readonly relayFee: number | null;
  /** its program may have asked its node for a neighbouring target */
  readonly bucketed: boolean;
  /** what `tipWorth` found before */
  worth: number | null;
}

type TellingIn = (server: Server, run: number, window: Window) => readonly Telling[];

const known = new WeakMap<Window, Map<string, number>>();

/**
 * What agreement at one block is worth at most: -log2 of the share of strangers that agree there, in bits.
 *
 * 0 where nobody of one class differs, as at most blocks of a quiet market: then agreement is no news, however often it
 * comes. Strangers are pairs of names of one relay minimum in one class; kin among them make the worth smaller.
 */
export function tipWorth(window: Window, run: number, told: Telling, tellingIn: TellingIn): number {
  return (told.worth ??= worthAt(window, run, told, tellingIn));
}

function worthAt(window: Window, run: number, {tip, relayFee}: Telling, tellingIn: TellingIn): number {
  const worths = known.get(window) ?? new Map<string, number>();
  known.set(window, worths);
  const key = `${run} ${tip} ${relayFee}`;
  const before = worths.get(key);
  if (before !== undefined) return before;
  const worth = worthOf(vectorsAt(window, run, {tip, relayFee}, tellingIn));
  worths.set(key, worth);
  return worth;
}

/** Different answers at a block, with how many names gave each. */
function vectorsAt(
  window: Window,
  run: number,
  {tip, relayFee}: Pick<Telling, "tip" | "relayFee">,
  tellingIn: TellingIn,
): readonly {readonly fees: Fees; readonly names: number}[] {
  const vectors = new Map<string, {fees: Fees; names: Set<string>}>();
  for (const server of window.servers) {
    const one = tellingIn(server, run, window).find((told) => told.tip === tip);
    if (!one || one.relayFee !== relayFee || one.fees.length === 0) continue;
    const text = `${one.targets.join()} ${one.fees.join()}`;
    const fees = new Map(one.targets.map((target, i) => [target, one.fees[i] ?? 0]));
    const vector = vectors.get(text) ?? {fees, names: new Set<string>()};
    vectors.set(text, vector);
    vector.names.add(hostName(server));
  }
  return [...vectors.values()].map(({fees, names}) => ({fees, names: names.size}));
}

/** sat/kvB by target */
type Fees = ReadonlyMap<number, number>;

function worthOf(vectors: ReturnType<typeof vectorsAt>): number {
  let [all, differing] = [0, 0];
  for (const [i, x] of vectors.entries()) {
    all += (x.names * (x.names - 1)) / 2;
    for (const y of vectors.slice(i + 1)) {
      if (!isLike(x.fees, y.fees)) continue;
      all += x.names * y.names;
      differing += x.names * y.names;
    }
  }
  return all < LEAST_PAIRS_AT_TIP ? 0 : 0 - Math.log2(1 - differing / (all + 1));
}

function isLike(x: Fees, y: Fees): boolean {
  let [common, equal] = [0, 0];
  for (const [target, fee] of x) {
    const other = y.get(target);
    if (other === undefined) continue;
    common++;
    if (other === fee) equal++;
  }
  return common > 0 && equal >= LEAST_LIKE_TARGETS * common;
}
