import type {FeeHistogram} from "../observation/histogram.js";
import {FIRST_BIN, GROWTH} from "./histogramMarks.js";
import type {KnownProgram, ProgramBand} from "./knownProgram.js";

/**
 * What a histogram says for certain: at some feerates, how many vbytes pay at least that much.
 * All arrays have one length.
 */
export interface CutPoints {
  /** sat/vB, strictly descending: lower limits of the bins */
  readonly limits: Float64Array;
  /** vbytes that pay at least the limit, never descending; whole numbers */
  readonly cumulative: Float64Array;
  /** vbytes below the last limit that the program may not have sent; 0: all was sent */
  readonly hidden: number;
}

/** vbytes that the first bin exceeds, for programs that send nothing of what is left below the last one. */
const droppingFrom: Partial<Readonly<Record<KnownProgram, number>>> = {
  fulcrum: FIRST_BIN.new,
  "electrumx-1.15": FIRST_BIN.old,
  "electrumx-1.16": FIRST_BIN.old,
  "electrumx-1.17": FIRST_BIN.new,
  "electrumx-1.20": FIRST_BIN.new,
};

/**
 * Reads a histogram as cut points, labels turned into lower limits by the program's own meaning of them.
 *
 * @returns null if the program is unknown, because then nobody knows what a label means
 */
export function cutPoints(histogram: FeeHistogram, program: ProgramBand): CutPoints | null {
  if (program === "unknown") return null;
  const programs = known.get(histogram) ?? new Map<ProgramBand, CutPoints>();
  known.set(histogram, programs);
  const found = programs.get(program) ?? read(histogram, program);
  programs.set(program, found);
  return found;
}

/** One object for one answer, however many servers gave it. */
const known = new WeakMap<FeeHistogram, Map<ProgramBand, CutPoints>>();

function read(histogram: FeeHistogram, program: KnownProgram): CutPoints {
  let sum = 0;
  const first = droppingFrom[program];
  return {
    limits: Float64Array.from(histogram, ({label}) => (program === "electrs" ? bandFloor(label) : label)),
    cumulative: Float64Array.from(histogram, ({vsize}) => (sum += vsize)),
    // Whatever had exceeded the limit of the next bin would have been sent as that bin.
    hidden: first === undefined ? 0 : first * GROWTH ** histogram.length,
  };
}

/** romanz/electrs labels the band [2^(k-1), 2^k) with 2^k - 1, its highest whole feerate, and [0, 1) with 0. */
function bandFloor(label: number): number {
  return label === 0 ? 0 : (label + 1) / 2;
}

/** vbytes sent in all. */
export function sentVsize({cumulative}: CutPoints): number {
  return cumulative[cumulative.length - 1] ?? 0; // several times faster than `at`
}

/** vbytes known to pay at least a feerate, in sat/vB. */
export function atLeast({limits, cumulative}: CutPoints, feerate: number): number {
  let last = limits.length - 1;
  while (last >= 0 && (limits[last] as number) < feerate) last--;
  return cumulative[last] ?? 0;
}

/** A feerate at which both know the exact number. */
export interface SharedCut {
  /** sat/vB */
  readonly limit: number;
  /** vbytes that pay at least the limit */
  readonly a: number;
  readonly b: number;
}

/** The limits that both have, descending. @param from sat/vB: lower limits are left out */
export function sharedCuts(a: CutPoints, b: CutPoints, from: number): readonly SharedCut[] {
  const shared: SharedCut[] = [];
  for (let i = 0, j = 0; i < a.limits.length && j < b.limits.length;) {
    const [x = 0, y = 0] = [a.limits[i], b.limits[j]];
    if (x < from || y < from) break;
    if (x === y) shared.push({limit: x, a: a.cumulative[i] ?? 0, b: b.cumulative[j] ?? 0});
    if (x >= y) i++;
    if (y >= x) j++;
  }
  return shared;
}

/** By how many vbytes one curve must lie above the other somewhere, whatever lies between cut points; each ≥ 0. */
export interface Gaps {
  readonly aOver: number;
  readonly bOver: number;
}

/**
 * The largest gaps between two curves that are known at cut points only and bounded in between.
 *
 * At a feerate between two of its limits a curve lies between the numbers at the two; below the last one it may
 * exceed what was sent by the hidden tail. Only where the two bounds do not overlap is there a gap.
 *
 * @param from sat/vB: lower feerates are left out
 */
export function largestGaps(a: CutPoints, b: CutPoints, from: number): Gaps {
  const {limits: x, cumulative: ours} = a;
  const {limits: y, cumulative: theirs} = b;
  // At the end by Math.max to 0, so that up to there V8 holds them as bare numbers.
  let aOver = -Infinity;
  let bOver = -Infinity;
  let i = 0;
  let j = 0;
  // Of one curve the bound at a limit of the other is what it has at its next limit, that one or a lower.
  while (i < x.length && j < y.length) {
    const p = x[i] as number;
    const q = y[j] as number;
    if (p < from && q < from) break;
    const gap = (ours[i] as number) - (theirs[j] as number);
    if (p >= q) {
      if (gap > aOver) aOver = gap;
      i++;
    }
    if (q >= p) {
      if (-gap > bOver) bOver = -gap;
      j++;
    }
  }
  const mostOfA = sentVsize(a) + a.hidden;
  const mostOfB = sentVsize(b) + b.hidden;
  for (; i < x.length && (x[i] as number) >= from; i++)
    aOver = Math.max(aOver, (ours[i] as number) - mostOfB);
  for (; j < y.length && (y[j] as number) >= from; j++)
    bOver = Math.max(bOver, (theirs[j] as number) - mostOfA);
  return {aOver: Math.max(0, aOver), bOver: Math.max(0, bOver)};
}
