import {median} from "d3-array";
import {type Agreement, agreement} from "../statistics/agreement.js";
import type {AgainstChance} from "../statistics/chance.js";
import type {Partition} from "../statistics/contingency.js";
import {significant} from "./format.js";

/** Shuffles behind the null of each agreement: p cannot be below 0.01, and a year of runs takes seconds. */
export const AGREEMENT_DRAWS = 99;

/** An index beside the middle 95% of what shuffled labels give, and the share of shuffles that do as well. */
export interface IndexBesideChance {
  readonly value: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** How far the partitions of two runs agree about the servers compared in both. */
export interface RunAgreement {
  /** positions of the two runs */
  readonly before: number;
  readonly run: number;
  /** servers compared in both */
  readonly common: number;
  readonly adjustedRand: IndexBesideChance;
  readonly adjustedMutualInformation: IndexBesideChance;
  /** bits */
  readonly variationOfInformation: IndexBesideChance;
}

/**
 * Agreement of the partitions of two runs; null if fewer than two servers were compared in both.
 *
 * @param partitions of all runs
 * @param pair positions of the earlier and the later run
 */
export function runAgreement(
  partitions: readonly Partition[],
  [before, run]: readonly [number, number],
  random: () => number,
): RunAgreement | null {
  const [a, b] = [partitions[before], partitions[run]];
  const found: Agreement | null = a && b ? agreement(a, b, {draws: AGREEMENT_DRAWS, random}) : null;
  if (!found) return null;
  return {
    before,
    run,
    common: found.common,
    adjustedRand: besideChance(found.adjustedRand),
    adjustedMutualInformation: besideChance(found.adjustedMutualInformation),
    variationOfInformation: besideChance(found.variationOfInformation),
  };
}

/** Four digits, for a compact file. */
export function besideChance({value, chance}: AgainstChance): IndexBesideChance {
  const {mean, low, high, p} = chance;
  return {
    value: significant(value, 4),
    mean: significant(mean, 4),
    low: significant(low, 4),
    high: significant(high, 4),
    p: significant(p, 4),
  };
}

/** Many agreements in a few numbers. */
export interface AgreementSummary {
  readonly count: number;
  /** pairs of runs whose partitions are the same */
  readonly unchanged: number;
  readonly median: number;
  readonly least: number;
  /** position of the run of the least */
  readonly leastAt: number;
  /** median of the chance's mean, and of the ends of its range */
  readonly chance: readonly [mean: number, low: number, high: number];
}

/** Null if there is no agreement to sum up. */
export function summaryOf(
  list: readonly RunAgreement[],
  index: "adjustedRand" | "adjustedMutualInformation",
): AgreementSummary | null {
  const lowest = list.toSorted((a, b) => a[index].value - b[index].value)[0];
  if (!lowest) return null;
  const middle = (of: (one: IndexBesideChance) => number) => median(list, (one) => of(one[index])) ?? 0;
  return {
    count: list.length,
    unchanged: list.filter((one) => one.variationOfInformation.value === 0).length,
    median: middle(({value}) => value),
    least: lowest[index].value,
    leastAt: lowest.run,
    chance: [middle(({mean}) => mean), middle(({low}) => low), middle(({high}) => high)],
  };
}
