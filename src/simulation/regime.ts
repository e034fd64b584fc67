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

/**
 * A regime between the named ones: 0 is quiet, 1/2 moderate, 1 busy. Everything that spans orders of magnitude
 * moves in equal ratios, shares in equal steps.
 *
 * @param busyness in [0, 1]
 */
export function regimeBetween(busyness: number): Regime {
  const [from, to] = busyness < 0.5 ? [regimes.quiet, regimes.moderate] : [regimes.moderate, regimes.busy];
  const way = busyness < 0.5 ? 2 * busyness : 2 * busyness - 1;
  const ratio = (a: number, b: number) => (way === 0 ? a : way === 1 ? b : a * (b / a) ** way);
  const step = (a: number, b: number) => (1 - way) * a + way * b;
  return {
    bidRate: ratio(from.bidRate, to.bidRate),
    level: ratio(from.level, to.level),
    backlog: ratio(from.backlog, to.backlog),
    cheapRate: [ratio(from.cheapRate[0], to.cheapRate[0]), ratio(from.cheapRate[1], to.cheapRate[1])],
    nearLevel: step(from.nearLevel, to.nearLevel),
    wholeNumber: step(from.wholeNumber, to.wholeNumber),
  };
}
