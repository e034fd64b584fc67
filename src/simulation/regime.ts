/** How busy the simulated market is. `idle` is a test network's: hardly any traffic. */
export type RegimeName = "quiet" | "moderate" | "busy" | "idle";

/** What a market is made of. All values are ours, chosen so that mempools look like those of 2025 and 2026. */
export interface Regime {
  /** transactions a second that bid for the next blocks */
  readonly bidRate: number;
  /** feerate around which they bid, before it wanders; sat/vB */
  readonly level: number;
  /** backlog at which cheap transactions keep arriving as fast as they are mined; vbytes */
  readonly backlog: number;
  /** least and most cheap transactions a second */
  readonly cheapRate: readonly [number, number];
  /** shares of the bids: near the level, at a whole number of sat/vB; the rest is spread widely */
  readonly nearLevel: number;
  readonly wholeNumber: number;
}

export const regimes: Readonly<Record<RegimeName, Regime>> = {
  quiet: {
    bidRate: 1.6,
    level: 1.1,
    backlog: 4.5e6,
    cheapRate: [0.3, 9],
    nearLevel: 0.35,
    wholeNumber: 0.5,
  },
  moderate: {
    bidRate: 4.1,
    level: 3.2,
    backlog: 5.2e6,
    cheapRate: [0.3, 8],
    nearLevel: 0.4,
    wholeNumber: 0.35,
  },
  busy: {
    bidRate: 5.2,
    level: 18,
    backlog: 14e6,
    cheapRate: [0.1, 4],
    nearLevel: 0.45,
    wholeNumber: 0.25,
  },
  idle: {
    bidRate: 0.05,
    level: 1.5,
    backlog: 1e5,
    cheapRate: [0.002, 0.02],
    nearLevel: 0.4,
    wholeNumber: 0.4,
  },
};
