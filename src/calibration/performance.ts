import {logLikelihoodRatioCost, type ReliabilityRow, reliabilityTable} from "../statistics/calibration.js";
import {areaUnderRoc, type RocDifference, rocDifference} from "../statistics/discrimination.js";
import type {Level} from "../evidence/level.js";
import type {Relation} from "../evidence/weights.js";
import type {PlannedNetwork} from "./plan.js";
import type {JudgedNetwork, JudgedPair} from "./score.js";

/** One network as it was known after some of its runs. */
export interface Judged {
  readonly network: PlannedNetwork;
  readonly runs: number;
  readonly judged: JudgedNetwork;
}

/** How well pairs of one kind of network are told apart. Counts are of pairs, shares in [0, 1], null where nothing was tried. */
export interface Performance {
  /** runs of four rounds */
  readonly runs: number;
  readonly networks: number;
  /** pairs of two processes on one node */
  readonly oneNode: number;
  readonly differentNodes: number;
  /** pairs of one node or one process that were ruled out: each is an error */
  readonly falseExclusions: number;
  readonly relations: readonly RelationPerformance[];
  /** pairs at the level `supported`, and at `supported` or `candidate` */
  readonly supported: Called;
  readonly candidate: Called;
  /** of the six servers in disguise: 15 pairs a network, and in how many networks so many of them are called that it is found */
  readonly fleet: {
    readonly pairs: number;
    readonly candidate: number;
    readonly supported: number;
    readonly found: number;
  };
  readonly nodes: {readonly atLeast: number; readonly truth: number; readonly aboveTruth: number};
  /** what the first study would have said of the same pairs, from their newest run */
  readonly firstStudy: FirstStudyPerformance;
}

/**
 * Of the 15 pairs of a fleet, how many must be called for it to be found: at the level `candidate` or better, and at
 * `supported`. The study's own target: the fleet shows as one, and more than half of it rests on the stricter level.
 */
export const FLEET_FOUND = {candidate: 12, supported: 8} as const;

/** Pairs of one node (right) and of two nodes (wrong). */
export interface FirstStudyPerformance {
  /** that it could compare */
  readonly compared: Called;
  /** whose divergence prints as 0.000 */
  readonly zero: Called;
  /** in one of its clusters, those that print as 0.000 among them */
  readonly linked: Called;
}

export interface Called {
  readonly right: number;
  readonly wrong: number;
}

export interface RelationPerformance {
  readonly relation: Relation;
  readonly oneNode: number;
  readonly differentNodes: number;
  /** pairs of different nodes that were ruled out */
  readonly excluded: number;
  /** area under the ROC curve: an exclusion below everything, then bits; pairs of which nothing is known stand at 0 bits */
  readonly auc: number | null;
  /** the best of the signals alone, over the pairs that it can weigh, which are the easier ones, and its name */
  readonly best: {readonly signal: string; readonly auc: number} | null;
  /** the best of the signals alone over the same pairs as `auc`, those that it cannot weigh at 0 bits */
  readonly bestOverAll: {readonly signal: string; readonly auc: number} | null;
  /**
   * `auc` less that of `bestOverAll`, and the standard error of this difference; null where it cannot be told. Pairs of one
   * network depend on each other, so the true error is larger.
   */
  readonly ahead: RocDifference | null;
}

/** One signal alone. */
export interface SignalPerformance {
  readonly signal: string;
  readonly relation: Relation;
  readonly oneNode: number;
  readonly differentNodes: number;
  readonly auc: number | null;
  /** bits; 0 is perfect, 1 says nothing */
  readonly cost: number | null;
}

/** Below every number of bits. */
const EXCLUDED = -1e6;

const relations: readonly Relation[] = ["one program", "two programs"];

const score = ({excluded, bits}: JudgedPair): number => (excluded ? EXCLUDED : (bits ?? 0));
const isOneNode = ({kinship}: JudgedPair): boolean => kinship === "one node";
const isDifferent = ({kinship}: JudgedPair): boolean => kinship === "different nodes";

/** All networks together as if they were one: pairs are compared across networks too, as a reader of bits would. */
export function performanceOf(list: readonly Judged[]): Performance {
  const pairs = list.flatMap(({judged}) => judged.pairs);
  const called = (levels: readonly Level[]): Called => ({
    right: pairs.filter((pair) => !isDifferent(pair) && levels.includes(pair.level)).length,
    wrong: pairs.filter((pair) => isDifferent(pair) && levels.includes(pair.level)).length,
  });
  return {
    runs: list[0]?.runs ?? 0,
    networks: list.length,
    oneNode: pairs.filter(isOneNode).length,
    differentNodes: pairs.filter(isDifferent).length,
    falseExclusions: pairs.filter((pair) => !isDifferent(pair) && pair.excluded).length,
    relations: relations.map((relation) => ofRelation(relation, pairs)),
    supported: called(["supported"]),
    candidate: called(["supported", "candidate"]),
    fleet: {
      ...fleetOf(pairs),
      found: list.filter(({judged}) => {
        const {candidate, supported} = fleetOf(judged.pairs);
        return candidate >= FLEET_FOUND.candidate && supported >= FLEET_FOUND.supported;
      }).length,
    },
    nodes: {
      atLeast: list.reduce((sum, {judged}) => sum + judged.nodes.atLeast, 0),
      truth: list.reduce((sum, {judged}) => sum + judged.nodes.truth, 0),
      aboveTruth: list.filter(({judged: {nodes}}) => nodes.atLeast > nodes.truth).length,
    },
    firstStudy: firstStudyOf(pairs),
  };
}

function fleetOf(pairs: readonly JudgedPair[]): Omit<Performance["fleet"], "found"> {
  const fleet = pairs.filter((pair) => pair.fleet);
  return {
    pairs: fleet.length,
    candidate: fleet.filter(({level}) => level === "candidate" || level === "supported").length,
    supported: fleet.filter(({level}) => level === "supported").length,
  };
}

function firstStudyOf(pairs: readonly JudgedPair[]): FirstStudyPerformance {
  const saying = (...words: readonly JudgedPair["firstStudy"][]): Called => {
    const said = pairs.filter(({firstStudy}) => words.includes(firstStudy));
    return {right: said.filter(isOneNode).length, wrong: said.filter(isDifferent).length};
  };
  return {
    compared: saying("prints as 0.000", "in one cluster", "in two clusters"),
    zero: saying("prints as 0.000"),
    linked: saying("prints as 0.000", "in one cluster"),
  };
}

function ofRelation(relation: Relation, all: readonly JudgedPair[]): RelationPerformance {
  const pairs = all.filter((pair) => pair.relation === relation);
  const [one, different] = [pairs.filter(isOneNode), pairs.filter(isDifferent)];
  const bestBy = (bitsOfPairs: (list: readonly JudgedPair[], signal: string) => number[]) =>
    signalsOf(pairs)
      .flatMap((signal) => {
        const auc = areaUnderRoc(bitsOfPairs(one, signal), bitsOfPairs(different, signal));
        return auc === null ? [] : [{signal, auc: rounded(auc)}];
      })
      .toSorted((a, b) => b.auc - a.auc)[0] ?? null;
  const alone = (list: readonly JudgedPair[], signal: string) =>
    list.map(({signals}) => signals[signal] ?? 0);
  const bestOverAll = bestBy(alone);
  const ahead =
    bestOverAll &&
    rocDifference(
      [one.map(score), alone(one, bestOverAll.signal)],
      [different.map(score), alone(different, bestOverAll.signal)],
    );
  return {
    relation,
    oneNode: one.length,
    differentNodes: different.length,
    excluded: different.filter(({excluded}) => excluded).length,
    auc: roundedOrNull(areaUnderRoc(one.map(score), different.map(score))),
    best: bestBy(bitsOf),
    bestOverAll,
    ahead: ahead && {difference: rounded(ahead.difference), error: rounded(ahead.error)},
  };
}

/** Each signal alone, in each relation. */
export function signalPerformances(list: readonly Judged[]): readonly SignalPerformance[] {
  const all = list.flatMap(({judged}) => judged.pairs);
  return relations.flatMap((relation) => {
    const pairs = all.filter((pair) => pair.relation === relation);
    return signalsOf(pairs).map((signal) => {
      const one = bitsOf(pairs.filter(isOneNode), signal);
      const different = bitsOf(pairs.filter(isDifferent), signal);
      return {
        signal,
        relation,
        oneNode: one.length,
        differentNodes: different.length,
        auc: roundedOrNull(areaUnderRoc(one, different)),
        cost: roundedOrNull(logLikelihoodRatioCost(one, different)),
      };
    });
  });
}

/** Bits, between the rows of the reliability table. */
const RELIABILITY_EDGES = [-10, -5, -2, 0, 2, 4, 6, 8, 10, 12, 14] as const;

/** Whether the bits of all signals together mean what they say. */
export function reliabilityOf(list: readonly Judged[]): {
  readonly cost: number | null;
  readonly rows: readonly ReliabilityRow[];
} {
  const weighed = list.flatMap(({judged}) => judged.pairs).filter(({bits}) => bits !== null);
  const bits = (pairs: readonly JudgedPair[]) => pairs.flatMap((pair) => pair.bits ?? []);
  const [one, different] = [bits(weighed.filter(isOneNode)), bits(weighed.filter(isDifferent))];
  return {
    cost: roundedOrNull(logLikelihoodRatioCost(one, different)),
    rows: reliabilityTable(one, different, RELIABILITY_EDGES).map((row) => ({
      ...row,
      stated: roundedOrNull(row.stated),
      observed: rounded(row.observed),
    })),
  };
}

function signalsOf(pairs: readonly JudgedPair[]): readonly string[] {
  return [...new Set(pairs.flatMap(({signals}) => Object.keys(signals)))].toSorted();
}

function bitsOf(pairs: readonly JudgedPair[], signal: string): number[] {
  return pairs.flatMap(({signals}) => signals[signal] ?? []);
}

/** Four decimals: more than the counts bear. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
