import {medianIn} from "../statistics/selection.js";
import type {Comparison, Signal} from "./signal.js";
import type {Server, Totals, Window} from "./window.js";

/**
 * How a number of two stretches of time becomes that of both, the earlier stretch first.
 * - `sum`, `least`: as they say; nothing yet is 0, or Infinity
 * - `first`: the earlier stretch's, if it has one; nothing yet is NaN
 * - `last`: the later stretch's
 * - `apart`: three numbers: how many moments, the first and the last of them. Moments less than `gap` apart are one.
 * - `separate`: the same of things that have no order, by a number each: the last may be seen again as the first
 * - `distinct`: `AT_MOST` numbers: different ones, in no order, NaN where there are fewer; more are not kept
 */
export type Field =
  | {readonly fold: "sum" | "least" | "first" | "last"}
  | {readonly fold: "apart"; readonly gap: number}
  | {readonly fold: "separate"}
  | {readonly fold: "distinct"};

/** Different numbers that a field keeps. */
export const AT_MOST = 3;

/** What one run says of one pair, as numbers that can be merged with those of other runs. */
export interface RunTally {
  /** one or more for each field of the signal */
  readonly numbers: Float64Array;
  /** a text that only the first run which has one needs to keep */
  note: string | null;
  /** one number for the median over runs; NaN if the run has none. */
  sample: number;
}

/** A signal whose word about a window is made of its words about each run. */
export interface NodeSignal extends Signal {
  /** the first is a sum, and 0 where a run says nothing: then the others do not matter */
  readonly fields: readonly Field[];
  /** whether runs give samples, of which the median counts */
  readonly sampled: boolean;
  /**
   * Asked of every pair in every run, so sums are best kept in variables and stored one by one: as members of a list
   * each would become an object at every step of a loop.
   *
   * @param into holds what no run says; to be overwritten
   */
  tally(a: Server, b: Server, run: number, window: Window, into: RunTally): void;
  conclude(totals: Totals, a: Server, b: Server): Comparison;
}

/** What a signal made by `byRuns` has of its own. */
type Parts = Omit<NodeSignal, "compare" | "sampled"> & {readonly sampled?: boolean};

/** Makes a signal that compares by adding up runs. */
export function byRuns(parts: Parts): NodeSignal {
  const signal: NodeSignal = {
    sampled: false,
    ...parts,
    compare: (a, b, window) => signal.conclude(totalsOf(signal, a, b, window), a, b),
  };
  return signal;
}

/** Numbers that a signal's fields take. */
export function widthOf(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => sum + sizeOf(field), 0);
}

function sizeOf({fold}: Field): number {
  return fold === "apart" || fold === "separate" ? 3 : fold === "distinct" ? AT_MOST : 1;
}

/** The numbers of no run at all. */
export function nothing(fields: readonly Field[]): Float64Array {
  return Float64Array.from(
    fields.flatMap((field) => {
      if (field.fold === "apart" || field.fold === "separate") return [0, NaN, NaN];
      if (field.fold === "distinct") return Array.from({length: AT_MOST}, () => NaN);
      return [field.fold === "sum" ? 0 : field.fold === "least" ? Infinity : NaN];
    }),
  );
}

/** Copies a few numbers; for so few, a loop is several times faster than `set`. */
export function copy(from: Float64Array, into: Float64Array, at: number): void {
  for (let i = 0; i < from.length; i++) into[at + i] = from[i] as number;
}

/** Makes a tally say nothing, to be used again. @param empty from `nothing` */
export function clear(tally: RunTally, empty: Float64Array): void {
  if (tally.numbers[0] === 0) return;
  copy(empty, tally.numbers, 0);
  tally.note = null;
  tally.sample = NaN;
}

/** Merges later numbers into earlier ones, both beginning at a position of their array. */
export function merge(
  fields: readonly Field[],
  into: Float64Array,
  at: number,
  later: Float64Array,
  from: number,
): void {
  if (later[from] === 0) return;
  let offset = 0;
  for (const field of fields) {
    const i = at + offset;
    const j = from + offset;
    offset += sizeOf(field);
    const value = later[j] as number;
    switch (field.fold) {
      case "sum":
        into[i] = (into[i] as number) + value;
        break;
      case "least":
        if (value < (into[i] as number)) into[i] = value;
        break;
      case "first":
        if (Number.isNaN(into[i])) into[i] = value;
        break;
      case "last":
        if (!Number.isNaN(value)) into[i] = value;
        break;
      case "apart":
        mergeCount(into, i, later, j, (later[j + 1] as number) - (into[i + 2] as number) < field.gap);
        break;
      case "separate":
        mergeCount(into, i, later, j, later[j + 1] === into[i + 2]);
        break;
      case "distinct":
        for (let k = j; k < j + AT_MOST; k++) addDistinct(into, i, later[k] as number);
    }
  }
}

/** @param same whether the later stretch begins with the very thing with which the earlier one ended */
function mergeCount(into: Float64Array, i: number, later: Float64Array, j: number, same: boolean): void {
  const count = later[j] as number;
  if (count === 0) return;
  const before = into[i] as number;
  into[i] = before + count - (before > 0 && same ? 1 : 0);
  if (before === 0) into[i + 1] = later[j + 1] as number;
  into[i + 2] = later[j + 2] as number;
}

/** Fills an `apart` or `separate` field that begins at a position; `set` with a list takes many times as long. */
export function putCount(
  numbers: Float64Array,
  at: number,
  count: number,
  first: number,
  last: number,
): void {
  numbers[at] = count;
  numbers[at + 1] = first;
  numbers[at + 2] = last;
}

/** Keeps a number in a `distinct` field that begins at a position. */
export function addDistinct(numbers: Float64Array, at: number, value: number): void {
  if (Number.isNaN(value)) return;
  for (let i = at; i < at + AT_MOST; i++) {
    if (numbers[i] === value) return;
    if (!Number.isNaN(numbers[i])) continue;
    numbers[i] = value;
    return;
  }
}

/** How many numbers a `distinct` field holds. */
export function countDistinct(numbers: Float64Array, at: number): number {
  return numbers.subarray(at, at + AT_MOST).filter((value) => !Number.isNaN(value)).length;
}

/** What all runs of a window say together: as it was added up before, or from the readings of each run. */
export function totalsOf(signal: NodeSignal, a: Server, b: Server, window: Window): Totals {
  if (window.totals) return window.totals(signal.name, a, b);
  const {fields} = signal;
  const [numbers, empty] = [nothing(fields), nothing(fields)];
  const samples: number[] = [];
  let note: string | null = null;
  const tally: RunTally = {numbers: nothing(fields), note: null, sample: NaN};
  for (const run of commonRuns(a, b)) {
    clear(tally, empty);
    signal.tally(a, b, run, window, tally);
    merge(fields, numbers, 0, tally.numbers, 0);
    note ??= tally.note;
    if (!Number.isNaN(tally.sample)) samples.push(tally.sample);
  }
  return {numbers, note, median: medianIn(Float64Array.from(samples))};
}

const runsOf = new WeakMap<Server, readonly number[]>();

/** The runs in which anything was seen of a server, oldest first. */
function runsWith(server: Server): readonly number[] {
  const known = runsOf.get(server);
  if (known) return known;
  const {rows, readings, estimates, tips} = server;
  const runs = new Set([rows, readings, estimates, tips].flatMap((list) => list.map(({run}) => run)));
  const sorted = [...runs].toSorted((x, y) => x - y);
  runsOf.set(server, sorted);
  return sorted;
}

function commonRuns(a: Server, b: Server): readonly number[] {
  const [ours, theirs] = [runsWith(a), runsWith(b)];
  const common: number[] = [];
  for (let i = 0, j = 0; i < ours.length && j < theirs.length;) {
    const [x, y] = [ours[i] as number, theirs[j] as number];
    if (x === y) common.push(x);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return common;
}
