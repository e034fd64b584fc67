import {mean} from "simple-statistics";
import {checkFinite} from "./discrimination.js";
import {logLikelihoodRatio} from "./likelihoodRatio.js";

/**
 * Cost of log-likelihood ratios, Cllr, in bits: what one loses on average by believing them, at even prior odds.
 *
 * 0 for ratios that are always right without bound, 1 for a ratio that never says anything (0 bits), above 1 for
 * ratios that mislead.
 *
 * @param holding ratios in bits of cases where the hypothesis holds
 * @param failing ratios in bits of cases where it does not
 * @returns bits; null if either is empty
 * @throws {RangeError} if a ratio is not finite
 * @see Brümmer and du Preez 2006, Application-independent evaluation of speaker detection
 */
export function logLikelihoodRatioCost(
  holding: readonly number[],
  failing: readonly number[],
): number | null {
  checkFinite("logLikelihoodRatioCost", holding, failing);
  if (holding.length === 0 || failing.length === 0) return null;
  return (mean(holding.map((bits) => lossBits(-bits))) + mean(failing.map((bits) => lossBits(bits)))) / 2;
}

/** log2(1 + 2^x), without overflow. */
function lossBits(x: number): number {
  return Math.max(0, x) + Math.log1p(2 ** -Math.abs(x)) / Math.LN2;
}

/** Cases whose stated ratio is in one range, and the ratio that their counts bear out. */
export interface ReliabilityRow {
  /** bits, included; null for no lower end */
  readonly from: number | null;
  /** bits, not included; null for no upper end */
  readonly to: number | null;
  readonly holding: number;
  readonly failing: number;
  /** bits: mean of what was stated; null without a case */
  readonly stated: number | null;
  /** bits: log-likelihood ratio of falling into this range, from the counts, with Jeffreys' half in each range */
  readonly observed: number;
}

/**
 * Stated log-likelihood ratios against observed ones: equal in every row if the ratios mean what they say.
 *
 * @param edges between the ranges, in bits, rising
 * @returns one row more than edges
 * @throws {RangeError} if a number is not finite or the edges do not rise
 */
export function reliabilityTable(
  holding: readonly number[],
  failing: readonly number[],
  edges: readonly number[],
): readonly ReliabilityRow[] {
  checkFinite("reliabilityTable", holding, failing, edges);
  if (edges.length === 0 || edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] ?? -Infinity)))
    throw new RangeError(`reliabilityTable: expected rising edges, got ${edges.join(", ") || "none"}`);
  const ranges = [null, ...edges].map((from, i) => ({from, to: edges[i] ?? null}));
  return ranges.map(({from, to}) => {
    const inside = (bits: number) => bits >= (from ?? -Infinity) && bits < (to ?? Infinity);
    const [held, failed] = [holding.filter(inside), failing.filter(inside)];
    const cases = [...held, ...failed];
    return {
      from,
      to,
      holding: held.length,
      failing: failed.length,
      stated: cases.length === 0 ? null : mean(cases),
      observed: logLikelihoodRatio(
        {seen: held.length, of: holding.length},
        {seen: failed.length, of: failing.length},
        ranges.length,
      ),
    };
  });
}
