import {hostsOf} from "./hosts.js";
import type {Server, Window} from "./window.js";

/** 1 where the endpoint failed and 0 where it answered, by run; runs that did not try it, or failed on our side, are left out. */
export function failingByRun(server: Server): ReadonlyMap<number, 0 | 1> {
  const before = failing.get(server);
  if (before !== undefined) return before;
  const states = new Map(
    server.rows
      .filter(
        ({row: {outcome, reason}}) =>
          outcome !== "not-tried" &&
          reason !== "own-side" &&
          reason !== "proxy-failed" &&
          reason !== "opted-out",
      )
      .map(({run, row}) => [run, row.outcome === "failed" ? (1 as const) : (0 as const)]),
  );
  failing.set(server, states);
  return states;
}

const failing = new WeakMap<Server, ReadonlyMap<number, 0 | 1>>();

interface Levels {
  /** of hosts that ever answered: the share of their endpoints that failed, by run */
  readonly byHost: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** those shares added up, and how many they are, by run */
  readonly totals: ReadonlyMap<number, {readonly sum: number; readonly hosts: number}>;
}

const known = new WeakMap<Window, Levels>();

function levelsOf(window: Window): Levels {
  const before = known.get(window);
  if (before !== undefined) return before;
  const hosts = hostsOf(window);
  const states = new Map<number, Map<number, number[]>>();
  for (const server of window.servers) {
    const host = hosts.get(server.endpoint) ?? -1;
    const runs = states.get(host) ?? new Map<number, number[]>();
    states.set(host, runs);
    for (const [run, state] of failingByRun(server)) runs.set(run, [...(runs.get(run) ?? []), state]);
  }
  const byHost = new Map(
    [...states]
      .filter(([, runs]) => [...runs.values()].some((states) => states.includes(0)))
      .map(([host, runs]) => [host, new Map([...runs].map(([run, states]) => [run, mean(states)]))]),
  );
  const totals = new Map<number, {sum: number; hosts: number}>();
  for (const runs of byHost.values())
    for (const [run, share] of runs) {
      const {sum, hosts} = totals.get(run) ?? {sum: 0, hosts: 0};
      totals.set(run, {sum: sum + share, hosts: hosts + 1});
    }
  const levels = {byHost, totals};
  known.set(window, levels);
  return levels;
}

/** How many hosts ever answered, some left out. */
export function countOthers(own: readonly number[], window: Window): number {
  const {byHost} = levelsOf(window);
  return byHost.size - own.filter((host) => byHost.has(host)).length;
}

/**
 * Share of hosts failing in a run, some left out, of those that ever answer; what is always down is no news.
 * A host of two endpoints of which one failed counts as a half. null if no other host was tried.
 */
export function levelOfOthers(own: readonly number[], run: number, window: Window): number | null {
  const {byHost, totals} = levelsOf(window);
  const total = totals.get(run) ?? {sum: 0, hosts: 0};
  const shares = own.flatMap((host) => byHost.get(host)?.get(run) ?? []);
  const rest = total.hosts - shares.length;
  return rest === 0 ? null : (total.sum - shares.reduce((sum, share) => sum + share, 0)) / rest;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
