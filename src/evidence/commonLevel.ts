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

interface Levels {
  /** of hosts that ever answered */
  readonly byHost: ReadonlyMap<number, HostLevel>;
  /** by run, their shares added up, and how many were tried */
  readonly sums: Float64Array;
  readonly hosts: Float64Array;
}

interface HostLevel {
  /** by run, the share of its endpoints that failed; 0 where none was tried */
  readonly shares: Float64Array;
  /** by run, 1 where any was tried */
  readonly tried: Uint8Array;
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
    for (let run = 0; run < runs; run++) {
      let told = 0;
      let failed = 0;
      for (const list of states) {
        const state = list[run] ?? UNTOLD;
        if (state === UNTOLD) continue;
        told++;
        failed += state;
      }
      if (told === 0) continue;
      const share = failed / told;
      shares[run] = share;
      tried[run] = 1;
      sums[run] = (sums[run] as number) + share;
      hosts[run] = (hosts[run] as number) + 1;
    }
    byHost.set(host, {shares, tried});
  }
  const levels = {byHost, sums, hosts};
  known.set(window, levels);
  return levels;
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

/**
 * By run, the share of hosts failing, some left out, of those that ever answer; what is always down is no news.
 * A host of two endpoints of which one failed counts as a half. NaN if no other host was tried.
 */
export function levelOfOthers(own: readonly number[], window: Window): (run: number) => number {
  const {byHost, sums, hosts} = levelsOf(window);
  const [first, second, ...more] = own.flatMap((host) => byHost.get(host) ?? []);
  if (more.length > 0) throw new RangeError(`levelOfOthers: expected two hosts at most, got ${own.length}`);
  const [a, b] = [first ?? absent(sums.length), second ?? absent(sums.length)];
  return (run) => {
    const rest = (hosts[run] as number) - (a.tried[run] as number) - (b.tried[run] as number);
    const sum = (sums[run] as number) - (a.shares[run] as number) - (b.shares[run] as number);
    return rest === 0 ? NaN : sum / rest;
  };
}

let absentHost: HostLevel = {shares: new Float64Array(0), tried: new Uint8Array(0)};

/** A host that was never tried, for so many runs or more. */
function absent(runs: number): HostLevel {
  if (absentHost.tried.length < runs)
    absentHost = {shares: new Float64Array(runs), tried: new Uint8Array(runs)};
  return absentHost;
}
