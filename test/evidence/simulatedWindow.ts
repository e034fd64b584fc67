import {conversingAmong, observeEndpoints} from "../../src/calibration/observe.js";
import type {Window} from "../../src/evidence/window.js";
import {formatEndpoint} from "../../src/observation/endpoint.js";
import {simulateNetwork} from "../../src/simulation/network.js";
import type {RegimeName} from "../../src/simulation/regime.js";
import {hashHeader} from "../simulation/hashHeader.js";
import {BETWEEN_RUNS, T0} from "./nodeWindow.js";

export interface SimulatedWindow {
  readonly window: Window;
  /** by endpoint */
  readonly truth: ReadonlyMap<
    string,
    {readonly node: string; readonly process: string; readonly operator: string}
  >;
}

export interface SimulatedWindowOptions {
  readonly seed: number | string;
  readonly runs?: number;
  readonly rounds?: number;
  readonly regime?: RegimeName;
}

/** The window that observing the default network gives: runs four hours apart, rounds 30 s apart. */
export function simulatedWindow({
  seed,
  runs = 6,
  rounds = 4,
  regime = "moderate",
}: SimulatedWindowOptions): SimulatedWindow {
  const hours = (runs * BETWEEN_RUNS) / 3_600_000;
  const {endpoints} = simulateNetwork({seed, hours, startUtcMs: T0, hashHeader, regime});
  return {
    window: observeEndpoints(endpoints, {
      startUtcMs: T0,
      runs,
      rounds,
      betweenRunsMs: BETWEEN_RUNS,
      intervalMs: 30_000,
    }),
    truth: new Map(
      conversingAmong(endpoints).map(({endpoint, node, process, operator}) => [
        formatEndpoint(endpoint),
        {node, process: process.id, operator},
      ]),
    ),
  };
}
