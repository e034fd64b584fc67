import {hostsOf} from "./hosts.js";
import {endOf} from "./rowRuns.js";
import type {Server, Window} from "./window.js";

/** In place of a state: the run did not try the endpoint, or failed on our side. */
export const UNTOLD = -1;

/** By run, 1 where the endpoint failed, 0 where it answered, else `UNTOLD`; as long as there are rows. */
export function failingByRun(server: Server): Int8Array {
  const before = failing.get(server);
  if (before !== undefined) return before;
  const states = new Int8Array(endOf(server)).fill(UNTOLD);
  for (const {
    run,
    row: {outcome, reason},
  } of server.rows) {
    const ours = reason === "own-side" || reason === "proxy-failed" || reason === "opted-out";
    if (outcome !== "not-tried" && !ours) states[run] = outcome === "failed" ? 1 : 0;
  }
  failing.set(server, states);
  return states;
}

const failing = new WeakMap<Server, Int8Array>();

/**
 * Share of the other hosts failing above which a run is left out: hosts that answer in some run seldom fail a
 * third at a time unless the cause is near us. Our choice; no source gives a number.
 */
export const MASKED_SHARE = 1 / 3;

/**
 * Levels are whole multiples of this share, some millionth: so sums of them, and of their squares over a year or ten, are
 * whole numbers that a double holds, and what was added can be taken off again without a trace.
 */
export const LEVEL_STEP = 2 ** -20;

/** In place of a level: a run in which more others failed than `MASKED_SHARE`, or none was tried. */
const NO_LEVEL = -1;

interface Levels {
  /** of hosts that ever answered */
  readonly byHost: ReadonlyMap<number, HostLevel>;
  /** by run, their shares added up, and how many were tried */
  readonly sums: Float64Array;
  readonly hosts: Float64Array;
  /** if none, one or two hosts are left out that answered on every port */
  readonly usual: readonly UsualLevels[];
  /** by server, once asked for */
  readonly unusual: Map<Server, readonly number[]>;
}

interface HostLevel {
  /** by run, the share of its endpoints that failed; 0 where none was tried */
  readonly shares: Float64Array;
  /** by run, 1 where any was tried */
  readonly tried: Uint8Array;
  /** runs in which not all of its endpoints answered, or none was tried */
  readonly unusual: readonly number[];
}

/** What the others did in each run, as long as those left out answered; and the same added up from the first run on. */
export interface UsualLevels {
  /** by run, in steps; below 0 where there is none */
  readonly levels: Int32Array;
  /** by run, how many runs before it have a level, their levels in sum, and the squares of these; one more for all */
  readonly count: Int32Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

const known = new WeakMap<Window, Levels>();

function levelsOf(window: Window): Levels {
  const before = known.get(window);
  if (before !== undefined) return before;
  const {servers} = window;
  const runs = servers.reduce((most, server) => Math.max(most, endOf(server)), 0);
  const [sums, hosts] = [new Float64Array(runs), new Float64Array(runs)];
  const byHost = new Map<number, HostLevel>();
  for (const [host, states] of statesByHost(window)) {
    if (!states.some((list) => list.includes(0))) continue;
    const [shares, tried] = [new Float64Array(runs), new Uint8Array(runs)];
    const unusual: number[] = [];
    for (let run = 0; run < runs; run++) {
      let told = 0;
      let failed = 0;
      for (const list of states) {
        const state = list[run] ?? UNTOLD;
        if (state === UNTOLD) continue;
        told++;
        failed += state;
      }
      if (told === 0 || failed > 0) unusual.push(run);
      if (told === 0) continue;
      const share = failed / told;
      shares[run] = share;
      tried[run] = 1;
      sums[run] = (sums[run] as number) + share;
      hosts[run] = (hosts[run] as number) + 1;
    }
    byHost.set(host, {shares, tried, unusual});
  }
  const usual = [0, 1, 2].map((left) => usualOf(sums, hosts, left));
  const levels: Levels = {byHost, sums, hosts, usual, unusual: new Map()};
  known.set(window, levels);
  return levels;
}

function usualOf(sums: Float64Array, hosts: Float64Array, left: number): UsualLevels {
  const runs = sums.length;
  const levels = Int32Array.from(sums, (sum, run) => stepsOf(sum, (hosts[run] as number) - left));
  const [count, sum, squares] = [
    new Int32Array(runs + 1),
    new Float64Array(runs + 1),
    new Float64Array(runs + 1),
  ];
  for (const [run, level] of levels.entries()) {
    const told = level === NO_LEVEL ? 0 : 1;
    count[run + 1] = (count[run] as number) + told;
    sum[run + 1] = (sum[run] as number) + told * level;
    squares[run + 1] = (squares[run] as number) + told * level * level;
  }
  return {levels, count, sum, squares};
}

function stepsOf(failed: number, of: number): number {
  return of > 0 && failed / of <= MASKED_SHARE ? Math.round(failed / of / LEVEL_STEP) : NO_LEVEL;
}

function statesByHost(window: Window): ReadonlyMap<number, readonly Int8Array[]> {
  const hosts = hostsOf(window);
  const states = new Map<number, Int8Array[]>();
  for (const server of window.servers) {
    const host = hosts.get(server.endpoint) ?? -1;
    const lists = states.get(host) ?? [];
    states.set(host, lists);
    lists.push(failingByRun(server));
  }
  return states;
}

/** How many hosts ever answered, some left out. */
export function countOthers(own: readonly number[], window: Window): number {
  const {byHost} = levelsOf(window);
  return byHost.size - own.filter((host) => byHost.has(host)).length;
}

/** Levels of the others while the hosts left out, two at most, answered on every port. */
export function usualLevels(own: readonly number[], window: Window): UsualLevels {
  const {byHost, usual} = levelsOf(window);
  const found = usual[own.filter((host) => byHost.has(host)).length];
  if (!found) throw new RangeError(`usualLevels: expected two hosts at most, got ${own.length}`);
  return found;
}

/**
 * In a run, the share of hosts failing, some left out, of those that ever answer, in steps; what is always down is no
 * news. A host of two endpoints of which one failed counts as a half. Below 0 where there is no level.
 */
export function levelOfOthers(own: readonly number[], window: Window): (run: number) => number {
  const {byHost, sums, hosts} = levelsOf(window);
  const nobody = neverTried(sums.length);
  const [a = nobody, b = nobody] = own.flatMap((host) => byHost.get(host) ?? []);
  return (run) =>
    stepsOf(
      (sums[run] as number) - (a.shares[run] as number) - (b.shares[run] as number),
      (hosts[run] as number) - (a.tried[run] as number) - (b.tried[run] as number),
    );
}

let untried: HostLevel = {shares: new Float64Array(0), tried: new Uint8Array(0), unusual: []};

/** A host that was never tried, for so many runs or more. */
function neverTried(runs: number): HostLevel {
  if (untried.tried.length < runs)
    untried = {shares: new Float64Array(runs), tried: new Uint8Array(runs), unusual: []};
  return untried;
}

/** Runs, in order, in which a server did not answer or not on all of its host's ports; none where its host never did. */
export function unusualRuns(server: Server, window: Window): readonly number[] {
  const {byHost, unusual} = levelsOf(window);
  const before = unusual.get(server);
  if (before !== undefined) return before;
  const states = failingByRun(server);
  const own = [...states.keys()].filter((run) => states[run] !== 0);
  const ofHost = byHost.get(hostsOf(window).get(server.endpoint) ?? -1)?.unusual ?? [];
  const runs = [...new Set([...own, ...ofHost])].toSorted((x, y) => x - y);
  unusual.set(server, runs);
  return runs;
}
