import {cutPoints} from "../evidence/cutPoints.js";
import {cutAlike, knownPrograms, type ProgramBand} from "../evidence/knownProgram.js";
import {type FeeHistogram, totalVsize} from "../observation/histogram.js";
import type {LastAnswer} from "./archived.js";
import {count} from "./format.js";

/** `CutPoints` of the evidence, as a file holds them. */
export interface StatedCuts {
  /** sat/vB, strictly descending */
  readonly limits: readonly number[];
  /** vbytes that pay at least the limit */
  readonly cumulative: readonly number[];
  /** vbytes below the last limit that the program may not have sent */
  readonly hidden: number;
}

/** What a server answered when it last did. */
export interface AnswerFacts {
  /** path of the run */
  readonly run: string;
  /** when it was asked, UTC ms */
  readonly at: number;
  /** `[label in sat/vB, vbytes]`, as sent: labels descend, their meaning depends on the program */
  readonly bins: readonly (readonly [label: number, vsize: number])[];
  /** the program by whose rules the labels were read; unknown if the answer and the server's word allow none or several */
  readonly program: ProgramBand;
  /** programs that cut and count alike: only with theirs can its numbers agree to the vbyte */
  readonly alike: readonly ProgramBand[];
  /** labels as lower limits, with the vbytes that pay at least as much; null if the program is unknown */
  readonly cuts: StatedCuts | null;
  /** what the labels as sent show, and what the histogram shows as feerates, in a sentence each */
  readonly sentFinding: string;
  readonly finding: string;
  /** of the same run: the last estimate of each target, the shortest first */
  readonly estimates: readonly {
    /** blocks */
    readonly target: number;
    /** sat/kvB; -1: the server has none; null: it did not answer */
    readonly fee: number | null;
    /** UTC ms */
    readonly askedAt: number;
  }[];
}

export function answerFacts({run, at, histogram, estimates}: LastAnswer, program: ProgramBand): AnswerFacts {
  const last = new Map(
    estimates.toSorted((a, b) => a.asked_at - b.asked_at).map((row) => [row.target, row] as const),
  );
  const read = cutPoints(histogram, program);
  const cuts = read && {...read, limits: [...read.limits], cumulative: [...read.cumulative]};
  return {
    run,
    at,
    bins: histogram.map(({label, vsize}) => [label, vsize] as const),
    program,
    alike: knownPrograms.filter((other) => cutAlike(program, other)),
    cuts,
    sentFinding: sentFinding(histogram),
    finding: histogramFinding(histogram, cuts),
    estimates: [...last.values()]
      .toSorted((a, b) => a.target - b.target)
      .map(({target, fee, asked_at: askedAt}) => ({target, fee, askedAt})),
  };
}

/** How many labels it sent, and how much the fullest of them holds. */
export function sentFinding(histogram: FeeHistogram): string {
  const all = totalVsize(histogram);
  if (all === 0) return "It sent an empty histogram";
  const fullest = histogram.reduce((most, bin) => (bin.vsize > most.vsize ? bin : most));
  return `${count(histogram.length, "label")} sent; the fullest, ${inDigits(fullest.label)}, holds ${Math.round((100 * fullest.vsize) / all)}% of the vbytes`;
}

/** How much it sent in all, and where the upper half of it begins. */
export function histogramFinding(histogram: FeeHistogram, cuts: StatedCuts | null): string {
  const {limits, cumulative} = cuts ?? {
    limits: histogram.map(({label}) => label),
    cumulative: histogram.map((_, i) => histogram.slice(0, i + 1).reduce((sum, {vsize}) => sum + vsize, 0)),
  };
  const all = cumulative.at(-1) ?? 0;
  if (all === 0) return "It sent an empty histogram";
  const half = cumulative.findIndex((vsize) => vsize >= all / 2);
  const above = limits[half - 1];
  if (cuts && limits[half] === 0 && above !== undefined)
    return `${(all / 1e6).toFixed(1)} MvB sent; more than half of it pays less than ${inDigits(above)} sat/vB`;
  const from = `${inDigits(limits[half] ?? 0)} sat/vB or more`;
  return `${(all / 1e6).toFixed(1)} MvB sent; the upper half of it ${cuts ? "pays" : "stands at labels of"} ${from}`;
}

/** sat/vB for a title: some programs send sixteen digits, which the table below has. */
function inDigits(feerate: number): string {
  return String(Number(feerate.toPrecision(3)));
}
