import {refreshMs} from "../simulation/histogramRefresh.js";
import {regimeBetween} from "../simulation/regime.js";
import {ORDINARY_MISS_SHARE, ORDINARY_RELAY_MINIMUM, type TwoNodes} from "../simulation/twoNodes.js";

/** A slider: its stops, in the unit of the setting, and each of them in words. */
export interface ProgramSlider {
  readonly key: "busyness" | "relayMinimum" | "missShare" | "ageHours" | "phase";
  readonly name: string;
  readonly stops: readonly number[];
  readonly text: (value: number) => string;
  /** whether it says nothing where B is node A itself */
  readonly ofNodeB: boolean;
}

const seconds = (ms: number): string => `${(ms / 1000).toLocaleString("en-US")} s`;

export const sliders: readonly ProgramSlider[] = [
  {
    key: "busyness",
    name: "Market",
    stops: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => i / 8),
    text: (value) => {
      const {level} = regimeBetween(value);
      const name = value < 1 / 4 ? "quiet" : value > 3 / 4 ? "busy" : "moderate";
      return `${name}, bids around ${level.toLocaleString("en-US", {maximumSignificantDigits: 2})} sat/vB`;
    },
    ofNodeB: false,
  },
  {
    key: "relayMinimum",
    name: "Relay minimum of node B",
    stops: [100, 200, 500, 1000, 2000, 5000],
    text: (value) => `${value / 1000} sat/vB`,
    ofNodeB: true,
  },
  {
    key: "missShare",
    name: "Transactions that node B misses",
    stops: [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3],
    text: (value) => `${(100 * value).toLocaleString("en-US")}%`,
    ofNodeB: true,
  },
  {
    key: "ageHours",
    name: "Node B was switched on",
    stops: [0.25, 0.5, 1, 2, 4, 8, 16, 32, Infinity],
    text: (value) =>
      value === Infinity
        ? "long ago"
        : value < 1
          ? `${60 * value} min ago, mempool empty`
          : `${value} h ago, mempool empty`,
    ofNodeB: true,
  },
  {
    key: "phase",
    name: "Refresh phase of servers B",
    stops: Array.from({length: 20}, (_, i) => i / 20),
    text: (value) =>
      value === 0
        ? "as fresh as servers A"
        : `${Math.round(100 * value)}%: ${seconds(value * refreshMs.electrumx)} older (ElectrumX), ${seconds(value * refreshMs.fulcrum)} (others)`,
    ofNodeB: false,
  },
];

/** Settings that show something; the market's seed stays as it is. */
export interface ProgramPreset {
  readonly name: string;
  readonly settings: Omit<TwoNodes, "seed">;
}

const strangers: Omit<TwoNodes, "seed"> = {
  busyness: 1 / 2,
  oneNode: false,
  relayMinimum: ORDINARY_RELAY_MINIMUM,
  missShare: ORDINARY_MISS_SHARE,
  ageHours: Infinity,
  phase: 1 / 2,
};

/** The first is what the page opens with. */
export const presets: readonly ProgramPreset[] = [
  {name: "Well kept strangers", settings: strangers},
  {name: "Same node", settings: {...strangers, oneNode: true}},
  {name: "Quiet market", settings: {...strangers, busyness: 0}},
  {name: "A young node", settings: {...strangers, ageHours: 1}},
  {name: "Another relay minimum", settings: {...strangers, relayMinimum: 1000}},
];

export const openingSettings: TwoNodes = {seed: 1, ...strangers};

/** Whether settings are those of a preset, whatever the market's seed. */
export function isPreset({settings}: ProgramPreset, shown: TwoNodes): boolean {
  return (Object.keys(settings) as (keyof typeof settings)[]).every((key) => settings[key] === shown[key]);
}
