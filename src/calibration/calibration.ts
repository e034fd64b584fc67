import {pValueOf, strangersIn, type Tail, type Weights} from "../evidence/weights.js";
import {
  FLEET_FOUND,
  type Judged,
  type Performance,
  performanceOf,
  reliabilityOf,
  type SignalPerformance,
  signalPerformances,
} from "./performance.js";
import type {PlannedNetwork} from "./plan.js";

/** Of the file. Raised when a field changes its meaning or goes. */
export const CALIBRATION_SCHEMA = "electrum-kinship-calibration/1";

/** Runs after which networks are judged, as far as they go: 4 to 300 rounds. */
export const JUDGED_AFTER = [1, 3, 6, 12, 24, 48, 75] as const;

/** Runs after which scores are counted for the weights. After one run hardly anything can be weighed. */
export const COUNTED_AFTER = [3, 6, 12, 24] as const;

/** After so many runs, four days of them, it is counted how many strangers reach how many bits. */
export const STRANGERS_AFTER = 24;

/** After so many runs signals are shown one by one, and the bits of all together are held against what came true. */
const SHOWN_AFTER = 24;

/** What a network is like, apart from its seed and how long it was watched. */
export interface Condition {
  readonly regime: string;
  readonly missShare: number;
  readonly histories: string;
  readonly endpoints: number;
}

/** What `npm run calibrate` writes: how the study does on simulated networks whose truth is known. */
export interface Calibration {
  readonly schema: typeof CALIBRATION_SCHEMA;
  readonly command: string;
  /** everything in this file is about simulated networks */
  readonly simulated: true;
  readonly networks: {readonly training: number; readonly heldOut: number};
  /** made from the training networks alone */
  readonly weights: Weights;
  /** of held-out networks alone, by condition and runs */
  readonly conditions: readonly (Condition & {readonly performance: readonly Performance[]})[];
  /** all held-out networks of the usual size, by runs */
  readonly all: readonly Performance[];
  /** pairs of a fleet that must be called for it to count as found */
  readonly fleetFound: typeof FLEET_FOUND;
  readonly signals: readonly SignalPerformance[];
  readonly reliability: ReturnType<typeof reliabilityOf>;
  /** what p-values are made of, by group of signals; null: all together */
  readonly reached: readonly (Pick<Tail, "group" | "runs" | "days"> & {readonly rows: readonly Reached[]})[];
}

/** Bits at which the file tells how many strangers reach them. */
const TOLD_BITS = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20] as const;

/** How many simulated strangers reach some bits. */
export interface Reached {
  readonly bits: number;
  /** pairs of different nodes with as many bits or more, among all of them */
  readonly strangers: number;
  readonly of: number;
  /** the p-value of a pair that reaches them */
  readonly p: number;
}

/** Puts together what was measured. @param judged held-out networks after each of `JUDGED_AFTER` runs */
export function calibrationOf(
  weights: Weights,
  judged: readonly Judged[],
  networks: readonly PlannedNetwork[],
): Calibration {
  const byCondition = groupBy(judged, ({network}) => JSON.stringify(conditionOf(network)));
  const usual = judged.filter(({network}) => network.endpoints === 60 && network.runs === SHOWN_AFTER);
  const shown = usual.filter(({runs}) => runs === SHOWN_AFTER);
  return {
    schema: CALIBRATION_SCHEMA,
    command: "npm run calibrate",
    simulated: true,
    networks: {
      training: networks.filter(({set}) => set === "training").length,
      heldOut: networks.filter(({set}) => set === "held out").length,
    },
    weights,
    conditions: [...byCondition].map(([condition, list]) => ({
      ...(JSON.parse(condition) as Condition),
      performance: byRuns(list),
    })),
    all: byRuns(usual),
    fleetFound: FLEET_FOUND,
    signals: signalPerformances(shown),
    reliability: reliabilityOf(shown),
    reached: weights.tails.map(({group, runs, days, counts}) => ({
      group,
      runs,
      days,
      rows: TOLD_BITS.map((bits) => ({
        bits,
        ...strangersIn(bits, {counts}),
        p: pValueOf(bits, {counts}),
      })),
    })),
  };
}

function conditionOf({regime, missShare, histories, endpoints}: PlannedNetwork): Condition {
  return {regime, missShare, histories, endpoints};
}

function byRuns(list: readonly Judged[]): readonly Performance[] {
  return [...groupBy(list, ({runs}) => runs)]
    .toSorted(([a], [b]) => a - b)
    .map(([, group]) => performanceOf(group));
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
