import {HOURS_BETWEEN_RUNS} from "../observation/schedule.js";
import {formatEndpoint} from "../observation/endpoint.js";
import type {Window} from "../evidence/window.js";
import type {HashHeader} from "../simulation/header.js";
import type {Market} from "../simulation/market.js";
import {simulateMarket} from "../simulation/marketSimulation.js";
import {MAIN_HEIGHT, placeServers, type SimulatedEndpoint} from "../simulation/network.js";
import {viewMarket} from "../simulation/nodeView.js";
import {programs, type ProgramName} from "../simulation/program.js";
import type {RegimeName} from "../simulation/regime.js";
import {createRandom} from "../statistics/random.js";
import {planOperators} from "./composition.js";
import {createNodes, type Histories} from "./nodeHistory.js";
import {observeEndpoints} from "./observe.js";

/** What the market of a calibration depends on. */
export interface CalibrationMarketOptions {
  readonly seed: number | string;
  readonly regime: Exclude<RegimeName, "idle">;
  readonly runs: number;
  readonly hoursBetweenRuns?: number;
  readonly hashHeader: HashHeader;
}

export interface CalibrationOptions extends CalibrationMarketOptions {
  /** share of transactions that a node never gets, such as 0.0001 to 0.01; each draws its own from half to twice that */
  readonly missShare: number;
  readonly histories: Histories;
  /** from 24 to 120 */
  readonly endpoints: number;
  /**
   * from `calibrationMarket`, at least as long as the runs take: several networks may share one, which is costly.
   * Then seed and regime of these options do not touch it.
   */
  readonly market?: Market;
}

export interface CalibrationWindowOptions extends CalibrationOptions {
  /** in one run */
  readonly rounds: number;
  /** ms from one round to the next */
  readonly intervalMs?: number;
}

export interface CalibrationNetwork {
  readonly endpoints: readonly SimulatedEndpoint[];
}

/** What is really the case at one endpoint. */
export interface CalibrationTruth {
  readonly node: string;
  readonly process: string;
  readonly operator: string;
  readonly program: ProgramName;
}

export interface CalibrationWindow {
  readonly window: Window;
  /** by endpoint */
  readonly truth: ReadonlyMap<string, CalibrationTruth>;
}

/** When simulated observations begin. Nothing depends on the day but the times in block headers. */
const START_UTC_MS = Date.UTC(2026, 0, 5);

const INTERVAL_MS = 30_000;
const HOUR_MS = 3_600_000;

/** A day gives mempools and estimators a past. */
const WARMUP_HOURS = 24;

/** Server processes are started anew about every so many hours, between two runs: operators upgrade and reboot. Our choice. */
const PROCESS_HOURS = 48;

/** The part that several networks may share: the transactions and the blocks. */
export function calibrationMarket({
  seed,
  regime,
  runs,
  hoursBetweenRuns = HOURS_BETWEEN_RUNS,
  hashHeader,
}: CalibrationMarketOptions): Market {
  return simulateMarket({
    seed: `${seed}/market`,
    regime,
    hours: runs * hoursBetweenRuns,
    warmupHours: WARMUP_HOURS,
    startUtcMs: START_UTC_MS,
    firstHeight: MAIN_HEIGHT,
    hashHeader,
  });
}

/**
 * Servers on nodes whose truth is known, composed for measuring error rates: a fleet, duos, hosts with two ports,
 * neighbours, and strangers. The same options give the same network.
 *
 * @throws {RangeError} if the given market is shorter than the runs
 */
export function calibrationNetwork(options: CalibrationOptions): CalibrationNetwork {
  const {seed, missShare, histories, endpoints, runs, hoursBetweenRuns = HOURS_BETWEEN_RUNS} = options;
  const hours = runs * hoursBetweenRuns;
  const market = options.market ?? calibrationMarket(options);
  if (market.endMs < hours * HOUR_MS)
    throw new RangeError(
      `calibrationNetwork: expected a market of ${hours} h, got ${market.endMs / HOUR_MS}`,
    );
  const operators = planOperators(endpoints, seed);
  const nodes = createNodes(operators, {seed, missShare, histories, hours}).map((node) =>
    viewMarket(market, node),
  );
  const restartsOf = (id: string) => drawStarts(`${seed}/starts/${id}`, runs, hoursBetweenRuns);
  return {endpoints: placeServers({operators, nodes, seed, restartsOf})};
}

/** The window that observing a calibration network gives, and the truth about it. */
export function calibrationWindow(options: CalibrationWindowOptions): CalibrationWindow {
  const {runs, rounds, hoursBetweenRuns = HOURS_BETWEEN_RUNS, intervalMs = INTERVAL_MS} = options;
  const {endpoints} = calibrationNetwork(options);
  return {
    window: observeEndpoints(endpoints, {
      startUtcMs: START_UTC_MS,
      runs,
      rounds,
      betweenRunsMs: hoursBetweenRuns * HOUR_MS,
      intervalMs,
    }),
    truth: new Map(
      endpoints.map(({endpoint, node, process, operator}) => [
        formatEndpoint(endpoint),
        {node, process: process.id, operator, program: nameOf(process.program)},
      ]),
    ),
  };
}

/** Midway between two runs, so that a process keeps its phases throughout a run. */
function drawStarts(seed: string, runs: number, hoursBetweenRuns: number): readonly number[] {
  const random = createRandom(seed);
  return Array.from({length: runs}, (_, run) => (run + 0.5) * hoursBetweenRuns * HOUR_MS).filter(
    () => random() < hoursBetweenRuns / PROCESS_HOURS,
  );
}

function nameOf(program: SimulatedEndpoint["process"]["program"]): ProgramName {
  const name = (Object.keys(programs) as ProgramName[]).find((one) => programs[one] === program);
  if (name === undefined) throw new RangeError(`calibrationNetwork: unknown program ${program.agent}`);
  return name;
}
