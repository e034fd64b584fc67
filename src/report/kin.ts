import {FALSE_DISCOVERY_RATE, type Level} from "../evidence/level.js";
import {exactAgreement} from "../evidence/exactAgreement.js";
import {nodeSignals} from "../evidence/signals.js";
import {members} from "../statistics/partition.js";
import {count, list, whole} from "./format.js";
import type {PairFacts} from "./pairFacts.js";
import {tiedBy} from "./tied.js";

/** Servers that pairs at the level `supported` or `declared` tie together, directly or through others. */
export interface Kin {
  readonly servers: readonly string[];
  readonly supported: number;
  readonly declared: number;
  /** pairs among them that cannot be one node: then not all of them share one, whatever ties them */
  readonly contradicted: number;
  readonly sentence: string;
}

/** Levels that tie two servers. */
const tying: ReadonlySet<Level> = new Set<Level>(["supported", "declared"]);

/** The largest first; with the same size in order of their servers. */
export function kinOf(endpoints: readonly string[], pairs: readonly PairFacts[]): readonly Kin[] {
  return members(tiedBy(endpoints, pairs, ({level}) => tying.has(level)))
    .filter((items) => items.length > 1)
    .toSorted((x, y) => y.length - x.length || (x[0] ?? 0) - (y[0] ?? 0))
    .map((items) => {
      const servers = items.flatMap((item) => endpoints[item] ?? []);
      const own = pairs.filter(({a, b}) => servers.includes(a) && servers.includes(b));
      const of = (level: Level) => own.filter((pair) => pair.level === level).length;
      const counts = {
        supported: of("supported"),
        declared: of("declared"),
        contradicted: of("contradicted"),
      };
      return {servers, ...counts, sentence: sentenceOf(servers, counts, own)};
    });
}

function sentenceOf(
  servers: readonly string[],
  {supported, declared, contradicted}: Pick<Kin, "supported" | "declared" | "contradicted">,
  pairs: readonly PairFacts[],
): string {
  const names = list(servers);
  const declares = declared > 0 ? `${count(declared, "pair")} declared by the operator` : "";
  const but =
    contradicted > 0
      ? ` Not all of them can share a backend, since ${count(contradicted, "pair")} among them ${contradicted === 1 ? "is" : "are"} ruled out.`
      : "";
  if (supported === 0) return `${names}: ${declares}; nothing is inferred.${but}`;
  const strongest = pairs
    .filter(({level}) => level === "supported")
    .flatMap(({groups}) => groups.filter(({q}) => q <= FALSE_DISCOVERY_RATE));
  const signalNames = [...new Set(strongest.map(({signal}) => signal))].toSorted();
  // What a signal of the process has for an innocent explanation, one node behind several names, is the finding itself.
  const heard = nodeSignals.filter(({name, layer}) => layer === "node" && signalNames.includes(name));
  const ways = [
    ...new Set((heard.length > 0 ? heard : [exactAgreement]).flatMap(({innocent}) => innocent.slice(0, 2))),
  ];
  const grounds = [`${count(supported, "pair")} supported by ${list(signalNames)}`, declares].filter(
    (text) => text !== "",
  );
  return `${names} are consistent with a shared backend (${list(grounds)}).${but} It may also be that ${ways.join("; or that ")}.`;
}

/** How many pairs stand at each level, and how many of the inferred ones are expected to be strangers. */
export interface LevelCounts {
  readonly counts: Readonly<Record<Level, number>>;
  /** pairs at `supported` or `candidate` */
  readonly inferred: number;
  /** of them, strangers to be expected: their number times the highest q among them */
  readonly expectedFalse: number;
}

export function levelCounts(pairs: readonly PairFacts[]): LevelCounts {
  const of = (level: Level) => pairs.filter((pair) => pair.level === level).length;
  const inferred = pairs.filter(({level}) => level === "supported" || level === "candidate");
  return {
    counts: {
      contradicted: of("contradicted"),
      declared: of("declared"),
      supported: of("supported"),
      candidate: of("candidate"),
      "no evidence": of("no evidence"),
      "not comparable": of("not comparable"),
    },
    inferred: inferred.length,
    expectedFalse: inferred.length * inferred.reduce((most, {q}) => Math.max(most, q ?? 0), 0),
  };
}

/** What may be said of all pairs together. */
export function levelSentence({counts, inferred, expectedFalse}: LevelCounts): string {
  if (inferred === 0)
    return `No pair is more alike than strangers are, at a false-discovery rate of ${FALSE_DISCOVERY_RATE * 100}%.`;
  const expected = expectedFalse < 0.01 ? "fewer than 0.01" : `about ${expectedFalse.toFixed(2)}`;
  return (
    `${whole(inferred)} of ${count(
      Object.values(counts).reduce((sum, each) => sum + each, 0),
      "pair",
    )} ${inferred === 1 ? "is" : "are"} consistent with a shared backend ` +
    `(${whole(counts.supported)} supported, ${whole(counts.candidate)} candidate); of these, ${expected} may be expected to be strangers.`
  );
}
