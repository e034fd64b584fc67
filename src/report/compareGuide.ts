import {FALSE_DISCOVERY_RATE, LEAST_MARK_BITS} from "../evidence/level.js";
import type {Layer} from "../evidence/signal.js";
import type {Archived} from "./archived.js";
import {PRINTS_AS_ZERO} from "../evidence/firstStudy.js";
import type {PairFacts} from "./pairFacts.js";
import {signals} from "./pairFacts.js";
import {serverId} from "./serverIds.js";

/** What the page of two servers needs besides the two: what the signals compare, and pairs to begin with. */
export interface CompareGuide {
  /** in the order in which pair files list them */
  readonly signals: readonly SignalMeaning[];
  /** expected share of strangers among the pairs that are called candidate or better */
  readonly falseDiscoveryRate: number;
  /** bits that a mark of host or operator must weigh to count beside two groups */
  readonly leastMarkBits: number;
  readonly examples: readonly ComparedExample[];
}

export interface SignalMeaning {
  readonly name: string;
  readonly layer: Layer;
  readonly group: string;
  readonly compares: string;
  readonly unit: string;
  readonly innocent: readonly string[];
}

/** A pair worth looking at, and why. */
export interface ComparedExample {
  readonly a: string;
  readonly b: string;
  readonly idA: string;
  readonly idB: string;
  readonly why: string;
}

/** Examples of each kind. */
const EXAMPLES = 3;

export function compareGuide({findings}: Pick<Archived, "findings">): CompareGuide {
  return {
    signals: signals.map(({name, layer, group, compares, unit, innocent}) => ({
      name,
      layer,
      group,
      compares,
      unit,
      innocent,
    })),
    falseDiscoveryRate: FALSE_DISCOVERY_RATE,
    leastMarkBits: LEAST_MARK_BITS,
    examples: examplesOf(findings.pairs),
  };
}

/** The most supported pairs, else candidates; pairs that print as 0.000 and cannot be one node; declared ones. */
export function examplesOf(pairs: readonly PairFacts[]): readonly ComparedExample[] {
  const byBits = (x: PairFacts, y: PairFacts) => (y.bits ?? -Infinity) - (x.bits ?? -Infinity);
  const of = (level: PairFacts["level"]) => pairs.filter((pair) => pair.level === level);
  const [supported, candidate] = [of("supported"), of("candidate")].map((list) => list.toSorted(byBits));
  const lookAlike = of("contradicted")
    .flatMap((pair) => {
      const bits = divergenceOf(pair);
      return bits !== null && bits < PRINTS_AS_ZERO ? [{pair, bits}] : [];
    })
    .toSorted((x, y) => x.bits - y.bits)
    .map(({pair}) => pair);
  return [
    ...onePerHosts(supported ?? [])
      .slice(0, EXAMPLES)
      .map((pair) => example(pair, `supported, ${bitsText(pair)}`)),
    ...(supported?.length ? [] : onePerHosts(candidate ?? []).slice(0, EXAMPLES)).map((pair) =>
      example(pair, `candidate, ${bitsText(pair)}`),
    ),
    ...onePerHosts(lookAlike)
      .slice(0, EXAMPLES)
      .map((pair) =>
        example(
          pair,
          `their divergence prints as 0.000, and they cannot be one node: ${pair.excluded?.signal ?? "an observation"}`,
        ),
      ),
    ...of("declared")
      .toSorted(byBits)
      .slice(0, 1)
      .map((pair) => example(pair, "declared to belong together: what one service looks like")),
  ];
}

/** The first pair of each two hosts: two ports of one host say the same twice. */
function onePerHosts(pairs: readonly PairFacts[]): readonly PairFacts[] {
  const seen = new Set<string>();
  return pairs.filter(({a, b}) => {
    const key = [a, b].map((endpoint) => endpoint.replace(/:\d+\/\w+$/, "")).join(" ");
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Bits; null if the histograms cannot be compared. The signal's statistic is the divergence, negated. */
function divergenceOf({signals: list}: PairFacts): number | null {
  const found = list.find(({name}) => name === "divergence of the histograms");
  return found?.comparable ? -found.statistic : null;
}

function bitsText({bits}: PairFacts): string {
  return bits === null ? "nothing weighed" : `${bits.toFixed(1)} bits`;
}

function example({a, b}: PairFacts, why: string): ComparedExample {
  return {a, b, idA: serverId(a), idB: serverId(b), why};
}
