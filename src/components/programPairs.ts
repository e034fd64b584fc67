import {histogramKey} from "../observation/histogram.js";
import type {Answer} from "../simulation/twoNodes.js";
import {type Distribution, distribution, divergence} from "../statistics/divergence.js";
import {componentsAt, members} from "../statistics/partition.js";

/** Two servers of the explorable and how their answers compare. */
export interface ProgramPair {
  /** positions in the list of answers, a < b */
  readonly a: number;
  readonly b: number;
  readonly oneNode: boolean;
  readonly oneProgram: boolean;
  /** divergence in [0, 1]; null if one of the two sent nothing */
  readonly bits: number | null;
  /** equal in every label and vbyte */
  readonly identical: boolean;
  /** labels with vbytes in both */
  readonly commonLabels: number;
}

/** All pairs of answers, by b and then by a. @param oneNode whether A and B are two servers' names for one node */
export function programPairs(answers: readonly Answer[], oneNode: boolean): readonly ProgramPair[] {
  const prepared = answers.map(({rule, node, histogram}) => ({
    rule,
    node,
    key: histogramKey(histogram),
    shares: distribution(histogram.map(({label, vsize}) => [label, vsize] as const)),
  }));
  return prepared.flatMap((right, b) =>
    prepared.slice(0, b).map((left, a) => ({
      a,
      b,
      oneNode: oneNode || left.node === right.node,
      oneProgram: left.rule === right.rule,
      bits: left.shares && right.shares ? divergence(left.shares, right.shares) : null,
      identical: left.shares !== null && left.key === right.key,
      commonLabels: left.shares && right.shares ? common(left.shares, right.shares) : 0,
    })),
  );
}

/** How many labels two distributions share; the last of each is only a sentinel. */
function common(p: Distribution, q: Distribution): number {
  let count = 0;
  for (let i = 0, j = 0; i < p.labels.length - 1 && j < q.labels.length - 1;) {
    const [x = 0, y = 0] = [p.labels[i], q.labels[j]];
    if (x === y) count++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return count;
}

/** The pair of two answers, whichever comes first. */
export function pairAt(pairs: readonly ProgramPair[], a: number, b: number): ProgramPair | undefined {
  const [low, high] = a < b ? [a, b] : [b, a];
  return pairs[(high * (high - 1)) / 2 + low];
}

/** The clusters that a rule makes which links answers up to a divergence; lists of positions. Answers without a bin are left out. */
export function clustersOf(
  answers: readonly Answer[],
  pairs: readonly ProgramPair[],
  threshold: number,
): readonly (readonly number[])[] {
  const edges = pairs.flatMap(({a, b, bits}) => (bits === null ? [] : [{a, b, height: bits}]));
  return members(componentsAt(edges, answers.length, threshold)).filter((list) =>
    list.some((i) => answers[i]?.histogram.some(({vsize}) => vsize > 0)),
  );
}
