import {type Answer, answersOfA, answersOfB, marketOf, type TwoNodes} from "../simulation/twoNodes.js";
import type {Market} from "../simulation/market.js";
import {clustersOf, type ProgramPair, programPairs} from "./programPairs.js";

/** One setting of the explorable with all that follows from it. */
export interface ProgramStudy {
  readonly settings: TwoNodes;
  /** for each rule the answer of A and that of B */
  readonly answers: readonly Answer[];
  readonly pairs: readonly ProgramPair[];
  /** what the rule of the first study makes of the answers: lists of their positions */
  readonly clusters: readonly (readonly number[])[];
  /** bits, that rule's threshold */
  readonly linkThreshold: number;
}

/** Markets that are kept: as many as the slider has stops. Each takes some megabytes. */
const KEPT_MARKETS = 9;

/** Computes studies. Markets and what node A's servers send of them are kept, since most sliders concern node B alone. */
export function createProgramStudies(linkThreshold: number): {
  study(settings: TwoNodes): ProgramStudy;
  /** makes a market ready before it is asked for */
  prepare(settings: Pick<TwoNodes, "seed" | "busyness">): void;
} {
  const kept = new Map<string, {readonly market: Market; readonly ofA: readonly Answer[]}>();
  const ready = (settings: Pick<TwoNodes, "seed" | "busyness">) => {
    const key = `${settings.seed}/${settings.busyness}`;
    const known = kept.get(key);
    if (known) return known;
    const market = marketOf(settings);
    const made = {market, ofA: answersOfA(market, settings.seed)};
    const [oldest] = kept.keys();
    if (kept.size >= KEPT_MARKETS && oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    return made;
  };
  return {
    prepare: ready,
    study(settings) {
      const {market, ofA} = ready(settings);
      const ofB = answersOfB(market, settings);
      const answers = ofA.flatMap((a, i) => [a, ...ofB.slice(i, i + 1)]);
      const pairs = programPairs(answers, settings.oneNode);
      return {
        settings,
        answers,
        pairs,
        clusters: clustersOf(answers, pairs, linkThreshold),
        linkThreshold,
      };
    },
  };
}
