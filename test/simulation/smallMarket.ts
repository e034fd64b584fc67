import {simulateMarket, type MarketOptions} from "../../src/simulation/marketSimulation.js";
import {hashHeader} from "./hashHeader.js";

/** A few hours of a market, enough for most facts and quick to make. */
export const smallMarket = (options: Partial<MarketOptions> = {}) =>
  simulateMarket({
    seed: "test",
    regime: "moderate",
    hours: 4,
    warmupHours: 4,
    startUtcMs: Date.UTC(2026, 0, 5),
    firstHeight: 930_000,
    hashHeader,
    ...options,
  });
