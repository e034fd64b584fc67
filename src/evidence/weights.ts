import {permutationPValue} from "../statistics/chance.js";
import {isotonic} from "../statistics/isotonic.js";
import {shrunkShare} from "../statistics/likelihoodRatio.js";
import {newestProgram} from "./program.js";
import {type Server, wholeDays, type Window} from "./window.js";

/** Whether two servers answer by one program's rules: most signals see more of such a pair. */
export type Relation = "one program" | "two programs";

/**
 * Bits, before calibration, between the rows of a weight table. Wide where pairs are few: a row in which no stranger was
 * seen weighs no more than the number of strangers that were looked at bears.
 */
export const RAW_EDGES = [-20, -10, -5, -2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16] as const;

/** Pairs of which it is known, or known well enough, whether they share a node, by what a signal showed of them. */
export interface Counts {
  /** of pairs that share a node; one number for each row */
  readonly holding: readonly number[];
  /** of pairs that do not */
  readonly failing: readonly number[];
}

/** What one signal's agreement is worth in pairs of one relation, by row: below the first edge, between two, above the last. */
export interface WeightTable extends Counts {
  readonly signal: string;
  /** null: of all pairs, for signals that do not depend on the program */
  readonly relation: Relation | null;
}

/** Bits at which it is counted how many strangers reach them: by halves, from where nothing is said to where no more is needed. */
export const TAIL_EDGES: readonly number[] = Array.from({length: 57}, (_, i) => -4 + i / 2);

/** How many simulated strangers reach how many bits, controls of the window left aside. */
export interface Tail {
  /** of the strongest signal of one group; null: of all groups together */
  readonly group: string | null;
  /** how long the networks had been watched: runs, and whole days from the first to the last */
  readonly runs: number;
  readonly days: number;
  /** pairs of different nodes: below the first of `TAIL_EDGES`, between two, above the last */
  readonly counts: readonly number[];
}

/** Measured on simulated networks whose truth is known; the prior of whatever real controls say. */
export interface Weights {
  /** what made them, to be shown wherever they are used */
  readonly source: string;
  readonly tables: readonly WeightTable[];
  readonly tails: readonly Tail[];
}

/** Number of edges, ascending, that a value reaches. */
export function rowIn(edges: readonly number[], value: number): number {
  const row = edges.findIndex((edge) => value < edge);
  return row < 0 ? edges.length : row;
}

/**
 * The strangers of one group that a window's pairs can be held against; none if it is shorter than what they were
 * watched for: in less time, strangers come nearer to each other.
 */
export function tailOf(
  group: string | null,
  {tails}: Pick<Weights, "tails">,
  window: Pick<Window, "runs">,
): Tail | undefined {
  const days = wholeDays(window);
  return tails.find((tail) => tail.group === group && tail.runs <= window.runs.length && tail.days <= days);
}

/**
 * Probability that strangers reach so many bits, or more: the share of simulated ones that do, (b + 1) / (B + 1). Where
 * none were counted it is at most 2^-bits, by Markov's inequality, since a likelihood ratio is 1 on average where the
 * hypothesis fails.
 *
 * @see Phipson and Smyth 2010, Permutation P-values Should Never Be Zero
 * @see Royall 2000, On the Probability of Observing Misleading Statistical Evidence, §2
 */
export function pValueOf(bits: number, tail?: Pick<Tail, "counts">): number {
  if (!tail) return Math.min(1, 2 ** -bits);
  const {strangers, of} = strangersIn(bits, tail);
  return permutationPValue(strangers, of);
}

/** How many strangers reach so many bits, to the half bit below, and how many there are. */
export function strangersIn(
  bits: number,
  {counts}: Pick<Tail, "counts">,
): {readonly strangers: number; readonly of: number} {
  return {strangers: sum(counts.slice(rowIn(TAIL_EDGES, bits))), of: sum(counts)};
}

export function relationOf(a: Server, b: Server): Relation {
  const [bandA, bandB] = [newestProgram(a), newestProgram(b)];
  return bandA === bandB && bandA !== "unknown" ? "one program" : "two programs";
}

/** The row that a raw score falls into. */
export function rowOf(raw: number): number {
  return rowIn(RAW_EDGES, raw);
}

/** How many values fall into each row. */
export function countRows(values: readonly number[], edges: readonly number[] = RAW_EDGES): number[] {
  const counts = Array.from({length: edges.length + 1}, () => 0);
  for (const value of values) {
    const row = rowIn(edges, value);
    counts[row] = (counts[row] ?? 0) + 1;
  }
  return counts;
}

/**
 * Pairs that the lab's shares count for beside real controls: with so many controls, both have the same say.
 * Our choice; enough that a handful of controls cannot overturn what thousands of simulated pairs showed.
 */
export const PRIOR_PAIRS = 50;

/**
 * Share of the pairs of different declared operators that may be kin in disguise: what the study looks for must not
 * count against itself. So many of the most alike are left out of the counts of strangers. Our choice.
 */
export const HIDDEN_KIN_SHARE = 0.05;

/** What controls of the window itself showed: raw scores. */
export interface ControlScores {
  readonly positive: readonly number[];
  readonly negative: readonly number[];
}

const NO_CONTROLS: ControlScores = {positive: [], negative: []};

/** Weights of evidence of one signal and relation, in bits, by row; never falling. */
export interface RowBits {
  readonly bits: readonly number[];
  /** the same of the lab alone */
  readonly lab: readonly number[];
  /** whether there are too few controls to outweigh the lab: then what is shown rests on simulated networks */
  readonly prior: "simulated" | "controls";
}

/**
 * log2 of how many times commoner a row is among pairs of one node than among strangers.
 *
 * Shares among strangers are never put below what the lab measured: real strangers may be more alike than simulated
 * ones, and hardly less, since simulated nodes agree as well as well-kept nodes can.
 */
export function rowBits(
  table: Counts | undefined,
  {positive, negative}: ControlScores = NO_CONTROLS,
): RowBits | null {
  if (!table || sum(table.holding) === 0 || sum(table.failing) === 0) return null;
  const rows = table.holding.length;
  const share = (counts: readonly number[]) => {
    const all = sum(counts);
    return counts.map((count) => shrunkShare({seen: count, of: all}, rows));
  };
  const [holding, failing] = [share(table.holding), share(table.failing)];
  const strangers = negative.toSorted((a, b) => b - a).slice(Math.ceil(HIDDEN_KIN_SHARE * negative.length));
  const seen = {positive: countRows(positive), negative: countRows(strangers)};
  const mixed = (prior: number, count: number, all: number) =>
    all === 0 ? prior : (PRIOR_PAIRS * prior + count) / (PRIOR_PAIRS + all);
  const values = holding.map((prior, row) => {
    const held = mixed(prior, seen.positive[row] ?? 0, positive.length);
    const lab = failing[row] ?? 1;
    const failed = Math.max(lab, mixed(lab, seen.negative[row] ?? 0, strangers.length));
    return Math.log2(held / failed);
  });
  const ofLab = holding.map((held, row) => Math.log2(held / (failing[row] ?? 1)));
  const weights = table.holding.map((count, row) => count + (table.failing[row] ?? 0) + 1);
  return {
    bits: isotonic(values, weights),
    lab: isotonic(ofLab, weights),
    prior: positive.length >= PRIOR_PAIRS && strangers.length >= PRIOR_PAIRS ? "controls" : "simulated",
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
