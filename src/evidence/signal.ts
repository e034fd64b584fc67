import type {Server, Window} from "./window.js";

/** What a signal speaks about. Two endpoints may share one of these and none of the others. */
export type Layer = "node" | "process" | "host" | "operator" | "program";

/** What one signal says about one pair of servers. */
export type Comparison =
  /** it cannot say anything about this pair: not 0, not "different" */
  | {readonly comparable: false; readonly because: string}
  | {
      readonly comparable: true;
      /** in the signal's own unit; larger is more alike */
      readonly statistic: number;
      /** how many observations it rests on */
      readonly n: number;
      /** the pair cannot share what the layer names, whatever else agrees; with the observation that says so */
      readonly excluded: string | null;
      /** how fine the labels are that it compares; only of a signal that compares labels */
      readonly granularity?: Granularity;
    };

/** What limits a comparison of labels: two answers under one label are equal, whatever they hold. */
export interface Granularity {
  /** the step from one possible label to the next */
  readonly labels: string;
  /** different labels that the two answers of a sweep carry, mean over sweeps */
  readonly count: number;
}

/** One kind of clue, and the innocent ways to get it. */
export interface Signal {
  readonly name: string;
  readonly layer: Layer;
  /** signals of one group depend on each other: only the strongest of them counts for a pair */
  readonly group: string;
  /** what is compared, in one sentence */
  readonly compares: string;
  readonly unit: string;
  /** ways in which unrelated servers come to agree */
  readonly innocent: readonly string[];
  compare(a: Server, b: Server, window: Window): Comparison;
}

export function incomparable(because: string): Comparison {
  return {comparable: false, because};
}

export function compared(statistic: number, n: number, excluded: string | null = null): Comparison {
  return {comparable: true, statistic, n, excluded};
}
