import {estimateTally, type EstimateTally, STRAY_SHARE} from "./feeEstimates.js";
import {hostsOf} from "./hosts.js";
import type {Surprise} from "./surprise.js";
import type {Server, Window} from "./window.js";

/**
 * Share of telling tips at which two strangers must agree to be of one class (estimator grid, mode, history). In the
 * hardest market, nodes of one class that miss 1% of transactions agree at 10% of tips; nodes of two classes hardly ever.
 */
export const LEAST_AKIN_SHARE = 0.05;

/** Pairs of one class below which nobody knows how often strangers come near to agreeing. */
export const LEAST_AKIN_PAIRS = 20;

/** Pairs with 1 to this many differences are near misses. */
export const NEAR = 2;

/** Two pairs are compared if the one with fewer telling tips has at least this share of the other's. */
const LIKE_EXPOSURE = 0.5;

/**
 * How surprising it is that two servers' estimates hardly ever differ, for all pairs of a window.
 *
 * If strangers differ at all sorts of rates, and rates near 0 are no commoner than rates a little above it, then about
 * as many pairs of strangers differ never as differ once, or twice (for a constant density f of rates h, the
 * expected number with d differences in n tips is the integral of f·Poisson(d; hn) over h: f / n, whatever d is). So
 * the near misses of a window tell how many of its strangers agree throughout, although kin are among those that do.
 */
export function estimateSurprises(window: Window): readonly (readonly (Surprise | null)[])[] {
  const {servers} = window;
  const hosts = hostsOf(window);
  const kinds = servers.map((server) => relayMinimumOf(server));
  const pairs: {i: number; j: number; kind: string; tally: EstimateTally; telling: number}[] = [];
  for (const [i, a] of servers.entries())
    for (let j = i + 1; j < servers.length; j++) {
      const b = servers[j];
      const kind = kinds[i];
      if (!b || !kind || kind !== kinds[j]) continue;
      const tally = estimateTally(a, b, window);
      const telling = tally.equal + tally.differing;
      if (telling > 0) pairs.push({i, j, kind, tally, telling});
    }
  const found: (Surprise | null)[][] = servers.map(() => servers.map(() => null));
  const akin = pairs.filter(
    ({i, j, tally: {equal}, telling}) =>
      equal > 0 &&
      equal >= LEAST_AKIN_SHARE * telling &&
      hosts.get(servers[i]?.endpoint ?? "") !== hosts.get(servers[j]?.endpoint ?? ""),
  );
  const known = new Map<string, {all: number; near: number; usual: number}>();
  for (const {i, j, kind, tally, telling} of pairs) {
    const key = `${kind} ${telling}`;
    const strangers =
      known.get(key) ??
      nullOf(akin.filter((one) => one.kind === kind && isLikeExposed(one.telling, telling)));
    known.set(key, strangers);
    if (strangers.all < LEAST_AKIN_PAIRS) continue;
    const row = found[i];
    if (!row) continue;
    row[j] = {
      raw: Math.log2(oneNode(tally.differing, telling) / chanceOf(strangers)),
      strangers: strangers.usual,
      shown: tally.differing / telling,
      days: tally.days,
    };
  }
  return found;
}

/** Chance that one node differs from itself so often: Poisson. */
function oneNode(differing: number, telling: number): number {
  const mean = STRAY_SHARE * telling;
  let chance = Math.exp(-mean);
  for (let k = 1; k <= differing; k++) chance *= mean / k;
  return chance;
}

/** Chance of any one small number of differences among strangers; half a near miss more than there are, as none is never seen for sure. */
function chanceOf({all, near}: {readonly all: number; readonly near: number}): number {
  return (near / NEAR + 0.5) / (all + 1);
}

function nullOf(akin: readonly {readonly tally: EstimateTally; readonly telling: number}[]) {
  const shares = akin.map(({tally, telling}) => tally.differing / telling).toSorted((a, b) => a - b);
  return {
    all: akin.length,
    near: akin.filter(({tally: {differing}}) => differing >= 1 && differing <= NEAR).length,
    usual: shares[Math.floor(shares.length / 2)] ?? 0,
  };
}

function isLikeExposed(a: number, b: number): boolean {
  return Math.min(a, b) >= LIKE_EXPOSURE * Math.max(a, b);
}

function relayMinimumOf(server: Server): string | null {
  const newest = server.rows.findLast(({row}) => row.relay_fee !== null);
  return newest === undefined ? null : `${newest.row.relay_fee} sat/kvB`;
}
