import type {CleanEstimates} from "./cleanEstimates.js";
import type {Server, Window} from "./window.js";

/**
 * Share of the targets at which two servers must agree at a block to be of one class there: nodes of one estimator
 * grid and mode that differ do so at a few targets, those of two classes at nearly all.
 */
export const LEAST_LIKE_TARGETS = 0.5;

/** Pairs of one class below which nothing is known of how much a block tells. */
export const LEAST_PAIRS_AT_TIP = 10;

/** The clean estimates that a server gave in a run, by tip. */
type ByTip = (server: Server, run: number) => ReadonlyMap<string, CleanEstimates>;

const known = new WeakMap<Window, Map<string, number>>();

/**
 * What agreement at one block is worth at most: -log2 of the share of strangers that agree there, in bits.
 *
 * 0 where nobody of one class differs, as at most blocks of a quiet market: then agreement is no news, however often it
 * comes. Strangers are pairs of names of one relay minimum in one class; kin among them make the worth smaller.
 *
 * @param relayFee sat/kvB, of the class
 */
export function tipWorth(
  window: Window,
  run: number,
  tip: string,
  relayFee: number | null,
  estimates: ByTip,
): number {
  const worths = known.get(window) ?? new Map<string, number>();
  known.set(window, worths);
  const key = `${run} ${tip} ${relayFee}`;
  const before = worths.get(key);
  if (before !== undefined) return before;
  const worth = worthOf(vectorsAt(window, run, tip, relayFee, estimates));
  worths.set(key, worth);
  return worth;
}

/** Different answers at a block, with how many names gave each. */
function vectorsAt(
  window: Window,
  run: number,
  tip: string,
  relayFee: number | null,
  estimates: ByTip,
): readonly {readonly fees: CleanEstimates["fees"]; readonly names: number}[] {
  const vectors = new Map<string, {fees: CleanEstimates["fees"]; names: Set<string>}>();
  for (const server of window.servers) {
    const row = server.rows.find((one) => one.run === run)?.row;
    const one = row && row.relay_fee === relayFee ? estimates(server, run).get(tip) : undefined;
    if (!row || !one || one.unsteady || one.fees.size === 0) continue;
    const text = JSON.stringify([...one.fees].toSorted(([a], [b]) => a - b));
    const vector = vectors.get(text) ?? {fees: one.fees, names: new Set<string>()};
    vectors.set(text, vector);
    vector.names.add(row.host);
  }
  return [...vectors.values()].map(({fees, names}) => ({fees, names: names.size}));
}

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

function isLike(x: CleanEstimates["fees"], y: CleanEstimates["fees"]): boolean {
  let [common, equal] = [0, 0];
  for (const [target, fee] of x) {
    const other = y.get(target);
    if (other === undefined) continue;
    common++;
    if (other === fee) equal++;
  }
  return common > 0 && equal >= LEAST_LIKE_TARGETS * common;
}
