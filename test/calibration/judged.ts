import type {Judged} from "../../src/calibration/performance.js";
import type {PlannedNetwork} from "../../src/calibration/plan.js";
import type {JudgedPair} from "../../src/calibration/score.js";

/** A pair of different nodes of which nothing is known, but for what a test says. */
export function judgedPair(told: Partial<JudgedPair> = {}): JudgedPair {
  return {
    kinship: "different nodes",
    fleet: false,
    relation: "one program",
    level: "no evidence",
    excluded: false,
    bits: null,
    signals: {},
    firstStudy: null,
    ...told,
  };
}

export const network: PlannedNetwork = {
  set: "held out",
  seed: "test",
  regime: "moderate",
  missShare: 0.001,
  histories: "mixed",
  endpoints: 60,
  runs: 24,
  rounds: 4,
};

/** A judged network, after all its runs unless a test says otherwise. */
export function judged(
  pairs: readonly JudgedPair[],
  {
    nodes = {atLeast: 1, truth: 2},
    runs = 24,
    ...of
  }: {
    readonly nodes?: Judged["judged"]["nodes"];
    readonly runs?: number;
    readonly network?: Partial<PlannedNetwork>;
  } = {},
): Judged {
  return {network: {...network, ...of.network}, runs, judged: {pairs, nodes}};
}
