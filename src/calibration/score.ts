import {distinctNodes, exclusionsOf} from "../evidence/exclusions.js";
import {firstStudy, type FirstStudyWord} from "../evidence/firstStudy.js";
import {rarestMark} from "../evidence/frontWeight.js";
import {hostName} from "../evidence/hosts.js";
import {type Level, levelOf} from "../evidence/level.js";
import {sureBits, total, weighPairs} from "../evidence/pairEvidence.js";
import {programFree, surprises} from "../evidence/strangers.js";
import {
  countRows,
  type Relation,
  relationOf,
  type Tail,
  TAIL_EDGES,
  type WeightTable,
  type Weights,
} from "../evidence/weights.js";
import {wholeDays, type Window} from "../evidence/window.js";
import type {CalibrationTruth, CalibrationWindow} from "./calibrationNetwork.js";

/** What is the case with two endpoints of a simulated network. */
export type Kinship =
  /** two ports of one process */
  | "one process"
  /** two processes on one node: what the study is about */
  | "one node"
  | "different nodes";

export function kinshipOf(a: CalibrationTruth, b: CalibrationTruth): Kinship {
  if (a.process === b.process) return "one process";
  return a.node === b.node ? "one node" : "different nodes";
}

/** Operator of the six servers in disguise. */
const FLEET = "fleet";

const relations: readonly Relation[] = ["one program", "two programs"];

/**
 * How often each signal shows how much, in pairs of one node (two processes of it) and of different nodes: from
 * this, weights are made.
 */
export function countScores({window, truth}: CalibrationWindow): readonly WeightTable[] {
  const {servers} = window;
  return [...surprises(window)].flatMap(([signal, found]) =>
    (programFree.includes(signal) ? [null] : relations).map((relation) => {
      const raws: Record<Kinship, number[]> = {"one process": [], "one node": [], "different nodes": []};
      for (const [i, a] of servers.entries())
        for (const [j, surprise] of (found[i] ?? []).entries()) {
          const b = servers[j];
          if (!surprise || !b || (relation !== null && relationOf(a, b) !== relation)) continue;
          raws[kinshipOf(truthOf(truth, a.endpoint), truthOf(truth, b.endpoint))].push(surprise.raw);
        }
      return {
        signal: signal.name,
        relation,
        holding: countRows(raws["one node"]),
        failing: countRows(raws["different nodes"]),
      };
    }),
  );
}

/** Sums tables of the same signal and relation. */
export function addTables(lists: readonly (readonly WeightTable[])[]): readonly WeightTable[] {
  const sums = new Map<string, WeightTable>();
  for (const table of lists.flat()) {
    const key = `${table.signal} ${table.relation}`;
    const before = sums.get(key);
    const add = (x: readonly number[], y: readonly number[] | undefined) =>
      x.map((count, row) => count + (y?.[row] ?? 0));
    sums.set(key, {
      ...table,
      holding: add(table.holding, before?.holding),
      failing: add(table.failing, before?.failing),
    });
  }
  return [...sums.values()];
}

/**
 * How many pairs of different nodes reach how many bits, by group and all together: from this, p-values are made. Of the
 * lab's bits alone, as they are the same for all networks.
 */
export function countTails({window, truth}: CalibrationWindow, weights: Weights): readonly Tail[] {
  const {servers} = window;
  const [runs, days] = [window.runs.length, wholeDays(window)];
  const reached = new Map<string | null, number[]>();
  const reach = (group: string | null, bits: number) => {
    const list = reached.get(group) ?? [];
    reached.set(group, list);
    list.push(bits);
  };
  for (const {i, j, signals} of weighPairs(window, weights).pairs) {
    const [a, b] = [servers[i], servers[j]];
    if (!a || !b || signals.length === 0) continue;
    if (kinshipOf(truthOf(truth, a.endpoint), truthOf(truth, b.endpoint)) !== "different nodes") continue;
    const byGroup = sureBits(signals.map(({signal, lab}) => ({signal, bits: lab, lab})));
    for (const [group, bits] of byGroup) reach(group, bits);
    reach(null, total([...byGroup.values()]));
  }
  return [...reached].map(([group, bits]) => ({group, runs, days, counts: countRows(bits, TAIL_EDGES)}));
}

/** Sums tails of the same group and runs; days are the most that any of the networks was watched for. */
export function addTails(lists: readonly (readonly Tail[])[]): readonly Tail[] {
  const sums = new Map<string, Tail>();
  for (const tail of lists.flat()) {
    const key = `${tail.runs} ${tail.group}`;
    const before = sums.get(key);
    sums.set(key, {
      ...tail,
      days: Math.max(tail.days, before?.days ?? 0),
      counts: tail.counts.map((count, row) => count + (before?.counts[row] ?? 0)),
    });
  }
  return [...sums.values()];
}

/** One pair of a judged network. */
export interface JudgedPair {
  readonly kinship: Kinship;
  readonly fleet: boolean;
  readonly relation: Relation;
  readonly level: Level;
  readonly excluded: boolean;
  /** of everything together; null if nothing can be weighed */
  readonly bits: number | null;
  /** bits by name of the signal, where it can be weighed */
  readonly signals: Readonly<Record<string, number>>;
  /** of the newest run alone; null where it could not compare them */
  readonly firstStudy: FirstStudyWord | null;
}

export interface JudgedNetwork {
  readonly pairs: readonly JudgedPair[];
  /** nodes among all its servers: what the exclusions prove, and how many there are */
  readonly nodes: {readonly atLeast: number; readonly truth: number};
}

/** What the study would say of a network, beside what is the case. */
export function judgeNetwork({window, truth}: CalibrationWindow, weights: Weights): JudgedNetwork {
  const {servers} = window;
  const exclusions = exclusionsOf(window);
  const wordOf = firstStudy(window);
  const excluded = new Set(exclusions.map(({a, b}) => `${a} ${b}`));
  const pairs = weighPairs(window, weights).pairs.flatMap((evidence) => {
    const [a, b] = [servers[evidence.i], servers[evidence.j]];
    if (!a || !b) return [];
    const [ofA, ofB] = [truthOf(truth, a.endpoint), truthOf(truth, b.endpoint)];
    const isExcluded = excluded.has(`${a.endpoint} ${b.endpoint}`);
    return [
      {
        kinship: kinshipOf(ofA, ofB),
        fleet: ofA.operator === FLEET && ofB.operator === FLEET,
        relation: relationOf(a, b),
        excluded: isExcluded,
        level: levelOf({
          excluded: isExcluded,
          declared: hostName(a) === hostName(b),
          comparable: true,
          evidence,
          mark: () => rarestMark(a, b, window),
        }),
        bits: evidence.bits,
        signals: Object.fromEntries(evidence.signals.map(({signal, bits}) => [signal.name, bits])),
        firstStudy: wordOf(evidence.i, evidence.j),
      },
    ];
  });
  return {pairs, nodes: {atLeast: nodesOf(window, exclusions), truth: countNodes(window, truth)}};
}

function nodesOf({servers}: Window, exclusions: ReturnType<typeof exclusionsOf>): number {
  return distinctNodes(
    servers.map(({endpoint}) => endpoint),
    exclusions,
  ).atLeast;
}

function countNodes({servers}: Window, truth: CalibrationWindow["truth"]): number {
  return new Set(servers.map(({endpoint}) => truthOf(truth, endpoint).node)).size;
}

function truthOf(truth: CalibrationWindow["truth"], endpoint: string): CalibrationTruth {
  const found = truth.get(endpoint);
  if (!found) throw new RangeError(`truthOf: expected an endpoint of the network, got ${endpoint}`);
  return found;
}
