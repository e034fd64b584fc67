import {largestClique} from "../statistics/clique.js";
import type {Signal} from "./signal.js";
import {excludingSignals} from "./signals.js";
import type {Window} from "./window.js";

/** Two servers that cannot be front ends of one node. */
export interface Exclusion {
  readonly a: string;
  readonly b: string;
  /** name of the signal; the first that excludes, in the order they were given */
  readonly signal: string;
  readonly observation: string;
}

/**
 * All pairs of a window that cannot share a node, with what says so.
 *
 * Of a name that leads to several nodes it means: not one node behind both.
 *
 * @returns in order of the window's servers
 */
export function exclusionsOf(
  window: Window,
  signals: readonly Signal[] = excludingSignals,
): readonly Exclusion[] {
  const {servers} = window;
  return servers.flatMap((a, i) =>
    servers.slice(i + 1).flatMap((b) => {
      for (const signal of signals) {
        const comparison = signal.compare(a, b, window);
        if (comparison.comparable && comparison.excluded !== null)
          return [{a: a.endpoint, b: b.endpoint, signal: signal.name, observation: comparison.excluded}];
      }
      return [];
    }),
  );
}

/** A lower bound on how many nodes there are behind some servers. */
export interface DistinctNodes {
  /** at least so many; 0 for no server */
  readonly atLeast: number;
  /** servers of which no two can share a node */
  readonly witnesses: readonly string[];
  /** whether no larger such set exists among them; if not, the search was given up with this one */
  readonly exact: boolean;
}

/** The largest set of servers that exclude each other in pairs: each of them has a node of its own. */
export function distinctNodes(
  endpoints: readonly string[],
  exclusions: readonly Pick<Exclusion, "a" | "b">[],
): DistinctNodes {
  const names = [...new Set(endpoints)];
  const index = new Map(names.map((name, i) => [name, i]));
  const links = exclusions.flatMap(({a, b}) => {
    const [i, j] = [index.get(a), index.get(b)];
    return i === undefined || j === undefined || i === j ? [] : [[i, j] as const];
  });
  const {members, largest} = largestClique(names.length, links);
  return {
    atLeast: members.length,
    witnesses: members.flatMap((member) => names[member] ?? []),
    exact: largest,
  };
}
