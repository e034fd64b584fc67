import {bisectLeft, bisectRight} from "d3-array";
import {mean, sampleVariance, wilcoxonRankSum} from "simple-statistics";

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, a tie counting half.
 *
 * 1/2 says nothing, 1 tells all apart, below 1/2 the score points the wrong way.
 *
 * @param positives scores of those that have the property
 * @param negatives scores of those that do not
 * @returns null if either is empty
 * @throws {RangeError} if a score is not finite
 * @see Hanley and McNeil 1982, The Meaning and Use of the Area under a ROC Curve
 */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number | null {
  checkFinite("areaUnderRoc", positives, negatives);
  const [m, n] = [positives.length, negatives.length];
  if (m === 0 || n === 0) return null;
  return (wilcoxonRankSum([...positives], [...negatives]) - (m * (m + 1)) / 2) / (m * n);
}

/** Two scores of each item: by the one way of judging, and by the other. */
export type TwoScores = readonly [readonly number[], readonly number[]];

/** How much larger one area under the ROC curve is than another over the same items. */
export interface RocDifference {
  readonly difference: number;
  /** standard error of the difference; items are taken to be independent of each other */
  readonly error: number;
}

/**
 * The difference of two areas under ROC curves over the same items, and its standard error by DeLong's method.
 *
 * @param positives the two scores of each item that has the property, in one order
 * @param negatives the same of those that do not
 * @returns null with fewer than two positives or two negatives, of which no spread can be told
 * @throws {RangeError} if a score is not finite, or two lists differ in length
 * @see DeLong, DeLong and Clarke-Pearson 1988, Comparing the Areas under Two or More Correlated ROC Curves
 */
export function rocDifference(positives: TwoScores, negatives: TwoScores): RocDifference | null {
  const [m, n] = [positives[0].length, negatives[0].length];
  if (positives[1].length !== m || negatives[1].length !== n)
    throw new RangeError("rocDifference: expected two scores of each item");
  checkFinite("rocDifference", ...positives, ...negatives);
  if (m < 2 || n < 2) return null;
  const difference = (of: (way: 0 | 1) => Float64Array): readonly number[] => {
    const [one, other] = [of(0), of(1)];
    return Array.from(one, (share, i) => share - (other[i] ?? 0));
  };
  const overPositives = difference((way) => sharesBelow(positives[way], negatives[way]));
  // A negative's share of positives above it is what is not below it.
  const overNegatives = difference((way) =>
    sharesBelow(negatives[way], positives[way]).map((below) => 1 - below),
  );
  return {
    difference: mean(overPositives),
    error: Math.sqrt(sampleVariance([...overPositives]) / m + sampleVariance([...overNegatives]) / n),
  };
}

/** For each score the share of the others that lie below it, a tie counting half (DeLong's structural components). */
function sharesBelow(scores: readonly number[], others: readonly number[]): Float64Array {
  const sorted = Float64Array.from(others).toSorted();
  return Float64Array.from(
    scores,
    (score) => (bisectLeft(sorted, score) + bisectRight(sorted, score)) / 2 / sorted.length,
  );
}

/** What calling all at or above a threshold gets right. */
export interface PrecisionRecall {
  /** positives called */
  readonly found: number;
  /** negatives called */
  readonly mistaken: number;
  /** share of the called that are positive; null if none is called */
  readonly precision: number | null;
  /** share of the positives that are called; null if there is none */
  readonly recall: number | null;
}

/** @throws {RangeError} if a score is not finite */
export function precisionRecall(
  positives: readonly number[],
  negatives: readonly number[],
  threshold: number,
): PrecisionRecall {
  checkFinite("precisionRecall", positives, negatives);
  const [found, mistaken] = [positives, negatives].map(
    (scores) => scores.filter((score) => score >= threshold).length,
  ) as [number, number]; // two in, two out
  return {
    found,
    mistaken,
    precision: found + mistaken === 0 ? null : found / (found + mistaken),
    recall: positives.length === 0 ? null : found / positives.length,
  };
}

/** @throws {RangeError} naming the subject, if a number is not finite */
export function checkFinite(subject: string, ...lists: readonly (readonly number[])[]): void {
  const stray = lists.flat().find((value) => !Number.isFinite(value));
  if (stray !== undefined) throw new RangeError(`${subject}: expected finite numbers, got ${stray}`);
}
