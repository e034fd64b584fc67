import {roundNames} from "./clusterNames.js";
import {divergenceStep} from "./divergenceStep.js";
import {significant} from "./format.js";
import type {RunFacts} from "./run.js";
import {membersIn} from "./runRecord.js";
import {serverId} from "./serverIds.js";

/**
 * Runs of which every pair can be looked at, the newest: 60 days at four hours. A run of 100 servers takes about 0.15 MB,
 * so all take some 50 MB, a twentieth of what GitHub Pages allows a site; older ones are in the archive.
 */
export const MATRIX_RUNS = 360;

/** Significant digits of a divergence here: a reader of one value needs no more, and a third of the bytes hangs on the fourth. */
const DIGITS = 3;

/** One run as the page of every pair shows it: a file of its own, fetched when somebody looks at the run. */
export interface MatrixRun extends MatrixRunName {
  /** endpoints that sent a histogram */
  readonly endpoints: readonly MatrixServer[];
  readonly rounds: readonly MatrixRound[];
  /** position in `rounds` of the one that speaks for the run; -1 if it has none */
  readonly main: number;
}

/** What the list of runs says of one. */
export interface MatrixRunName {
  /** `RUN-VANTAGE`; with `.json` the name of its file below `runs/` */
  readonly name: string;
  readonly vantage: string;
  readonly simulated: boolean;
  /** UTC ms */
  readonly startedAt: number;
  readonly answered: number;
  /** rounds of the whole run, of which some are shown */
  readonly sweeps: number;
}

export interface MatrixServer {
  readonly id: string;
  readonly endpoint: string;
  /** self-reported */
  readonly program: string;
  readonly version: string;
}

/** One round: servers cluster by cluster, similar ones side by side. */
export interface MatrixRound {
  /** number of the round in its run, from 0 */
  readonly sweep: number;
  readonly trigger: string;
  /** first question, UTC ms */
  readonly askedAt: number;
  /** those that answered and are not compared: position in `endpoints`, and why */
  readonly setAside: readonly (readonly [server: number, why: string])[];
  /** positions in `endpoints` */
  readonly servers: readonly number[];
  /** of each of these, the number of its answer: equal numbers are equal in every label and every vbyte */
  readonly answers: readonly number[];
  /** bits, three digits (`shownBits`): divergence of answer i and answer j < i at [i][j] */
  readonly divergences: readonly (readonly number[])[];
  /** consecutive stretches of `servers` by the thread's rule; no name for a server on its own */
  readonly clusters: readonly {readonly name: string | null; readonly size: number}[];
}

/** The name of a run among those of all vantage points, and what a list says of it. */
export function matrixRunName({run, vantage, simulated, startedAt, counts}: RunFacts): MatrixRunName {
  return {
    name: `${run}-${vantage}`,
    vantage,
    simulated,
    startedAt,
    answered: counts.answered,
    sweeps: counts.rounds,
  };
}

/** @param names of the clusters of the run's main round */
export function matrixRun(facts: RunFacts, names: readonly (string | null)[]): MatrixRun {
  return withNames(unnamedRun(facts), names);
}

/** A run whose clusters have no names yet: these hang on the runs before it. */
export function unnamedRun(facts: RunFacts): MatrixRun {
  return {
    ...matrixRunName(facts),
    endpoints: facts.servers.map(({endpoint, program, version}) => ({
      id: serverId(endpoint),
      endpoint,
      program,
      version,
    })),
    rounds: facts.rounds.map((round) => ({
      sweep: round.sweep,
      trigger: round.trigger,
      askedAt: round.asked[0],
      setAside: round.setAside.map(({server, why}) => [server, why] as const),
      servers: round.servers,
      answers: round.answers,
      divergences: round.divergences.map((row) => row.map(shownBits)),
      clusters: round.clusters.map(({size}) => ({name: null, size})),
    })),
    main: facts.main,
  };
}

/** In few digits, but never across a limit: 0.50003 rounded to 0.5 would be linked in the page and in no other place. */
function shownBits(bits: number): number {
  const shown = significant(bits, DIGITS);
  return divergenceStep(shown, false) === divergenceStep(bits, false) ? shown : bits;
}

/** @param names of the clusters of the run's main round */
export function withNames(run: MatrixRun, names: readonly (string | null)[]): MatrixRun {
  const main = {clusters: membersIn(run.rounds[run.main], run.endpoints), names};
  return {
    ...run,
    rounds: run.rounds.map((round, position) => {
      const called = position === run.main ? names : roundNames(main, membersIn(round, run.endpoints));
      return {...round, clusters: round.clusters.map(({size}, i) => ({name: called[i] ?? null, size}))};
    }),
  };
}
