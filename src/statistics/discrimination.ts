import {wilcoxonRankSum} from "simple-statistics";

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
