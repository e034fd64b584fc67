import {estimateTally, type EstimateTally, STRAY_SHARE} from "./feeEstimates.js";
import {hostPair, hostsOf} from "./hosts.js";
import type {Surprise} from "./surprise.js";
import type {Server, Window} from "./window.js";

/**
 * Share of telling tips at which two strangers must agree to be of one class (estimator grid, mode, history). In the
 * hardest market, nodes of one class that miss 1% of transactions agree at 10% of tips; nodes of two classes hardly ever.
 */
export const LEAST_AKIN_SHARE = 0.05;

/**
 * Pairs of one class, some 15 servers, below which nobody knows how often strangers come near to agreeing: a handful
 * of like nodes beside a handful of others has no near misses either.
 */
export const LEAST_AKIN_PAIRS = 100;

/** Telling tips from which on near misses can be told from differing throughout. */
export const LEAST_TIPS = 4;

/** Two pairs are compared if the one with fewer telling tips has at least this share of the other's. */
const LIKE_EXPOSURE = 0.5;

/**
 * How surprising it is that two servers' estimates hardly ever differ, for all pairs of a window.
 *
 * How many strangers agree throughout cannot be counted, as kin are among those that do; but strangers that differ at
 * one, two or three tips can. If rates of differing are spread out evenly, as many strangers differ never as once (for
 * a constant density f of rates h, the expected number with d differences in n tips, the integral of
 * f·Poisson(d; hn) over h, is f / n whatever d is). If they crowd near 0, counts fall from 0 to 1 as they do from 1 on. So
 * the number that never differ is put at n1 (n1 + n2) / (n2 + n3), or at n1 if that is more, with half a pair more for
 * each, as what was not seen may still be there. And no pair's agreement is worth more than it was at each block by
 * itself: where hardly any two of a class differ, there are no near misses, and nothing to be surprised at.
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
  const seen = new Set<string>();
  const akin = pairs.filter(({i, j, tally: {equal}, telling}) => {
    const [a, b] = [servers[i], servers[j]];
    if (!a || !b || hosts.get(a.endpoint) === hosts.get(b.endpoint)) return false;
    const both = hostPair(a, b, window);
    // A host that is listed many times has one vote.
    if (seen.has(both) || equal === 0 || equal < LEAST_AKIN_SHARE * telling) return false;
    seen.add(both);
    return true;
  });
  const known = new Map<string, Strangers>();
  for (const {i, j, kind, tally, telling} of pairs) {
    const key = `${kind} ${telling}`;
    const strangers =
      known.get(key) ??
      nullOf(akin.filter((one) => one.kind === kind && isLikeExposed(one.telling, telling)));
    known.set(key, strangers);
    if (strangers.all < LEAST_AKIN_PAIRS || telling < LEAST_TIPS) continue;
    const row = found[i];
    if (!row) continue;
    row[j] = {
      raw: Math.min(
        tally.worth,
        Math.log2(oneNode(tally.differing, telling) / chanceOf(tally.differing, strangers)),
      ),
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

interface Strangers {
  /** pairs of one class */
  readonly all: number;
  /** of them, pairs with so many differences */
  readonly counts: ReadonlyMap<number, number>;
  /** share of tips at which the middle pair differs */
  readonly usual: number;
}

/** Chance of so many differences among strangers of one class. */
function chanceOf(differing: number, {all, counts}: Strangers): number {
  const seen = (number: number) => (counts.get(number) ?? 0) + 0.5;
  const [one, two, three] = [seen(1), seen(2), seen(3)];
  const pairs = differing > 0 ? seen(differing) : Math.max(one, (one * (one + two)) / (two + three));
  return Math.min(1, pairs / (all + 1));
}

function nullOf(akin: readonly {readonly tally: EstimateTally; readonly telling: number}[]): Strangers {
  const shares = akin.map(({tally, telling}) => tally.differing / telling).toSorted((a, b) => a - b);
  const counts = new Map<number, number>();
  for (const {tally} of akin) counts.set(tally.differing, (counts.get(tally.differing) ?? 0) + 1);
  return {all: akin.length, counts, usual: shares[Math.floor(shares.length / 2)] ?? 0};
}

function isLikeExposed(a: number, b: number): boolean {
  return Math.min(a, b) >= LIKE_EXPOSURE * Math.max(a, b);
}

function relayMinimumOf(server: Server): string | null {
  const newest = server.rows.findLast(({row}) => row.relay_fee !== null);
  return newest === undefined ? null : `${newest.row.relay_fee} sat/kvB`;
}
