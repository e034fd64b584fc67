import type {EndpointRow} from "../observation/schema.js";
import {hostsOf} from "./hosts.js";
import {endOf, rowRuns} from "./rowRuns.js";
import {addAll, common, countCommon, runSet, type RunSet, take} from "./runSet.js";
import {type Comparison, compared, incomparable} from "./signal.js";
import type {Server, Window} from "./window.js";

/** Something that a server states, of which a rare value says more than a common one. */
export interface Trait {
  readonly name: string;
  /**
   * The values that count, each once. None: it was stated, but as a default or as nothing, which weighs nothing.
   * null: it was not seen, as in every failed call; nothing is counted.
   */
  valuesOf(row: EndpointRow): readonly string[] | null;
}

/**
 * Hosts added to both counts of a share, as if one more host held every value: a value that only one host of
 * three holds is not yet a rare value. Additive smoothing with one pseudo-count, the usual smallest.
 */
export const PRIOR_HOSTS = 1;

/** log2 of (hosts + 1) / (holders + 1): 0 if all hold the value, and never negative. */
export function bitsOf(holders: number, hosts: number): number {
  return Math.log2((Math.max(hosts, holders) + PRIOR_HOSTS) / (holders + PRIOR_HOSTS));
}

/**
 * How rare a value is in the window, in bits, counted by host: log2 of the hosts that state the trait at all (be it
 * a default) over those that ever state this value. Another host without the value makes it no less rare.
 */
export function rarity(trait: Trait, value: string, window: Window): number {
  const {hosts, holders} = counts(trait, window);
  return bitsOf(holders.get(value)?.size ?? 0, hosts);
}

/**
 * Agreement of two servers in a trait, in bits: the rarity of the rarest value that both state in a run (0 where
 * they state different ones), as a mean over the runs in which both state one that counts.
 *
 * Not comparable if there is no such run: silence, a failed call and a default agree with nothing.
 */
export function sharedBits(trait: Trait, a: Server, b: Server, window: Window): Comparison {
  const [ofA, ofB] = [statementOf(trait, a), statementOf(trait, b)];
  if (!ofA.seen || !ofB.seen) return incomparable(`${trait.name}: not seen of both`);
  const n = countCommon(ofA.counting, ofB.counting);
  if (n === 0) return incomparable(`${trait.name}: in no run did both state one that is no default`);
  const [fewer, more] =
    ofA.values.size <= ofB.values.size ? [ofA.values, ofB.values] : [ofB.values, ofA.values];
  const shared: {bits: number; runs: RunSet}[] = [];
  for (const [value, runs] of fewer) {
    const others = more.get(value);
    if (others) shared.push({bits: rarity(trait, value, window), runs: common(runs, others)});
  }
  if (shared.length === 0) return compared(0, n);
  // Rarest first: a run counts for the rarest value that both state in it.
  const left = common(ofA.counting, ofB.counting);
  const bits = shared
    .toSorted((x, y) => y.bits - x.bits)
    .reduce((sum, value) => sum + value.bits * take(left, value.runs), 0);
  return compared(bits / n, n);
}

/** What a server states of a trait, by value instead of by run. */
export interface Statement {
  /** in any run, be it a default or nothing */
  readonly seen: boolean;
  /** runs with a value that counts */
  readonly counting: RunSet;
  /** runs with each value */
  readonly values: ReadonlyMap<string, RunSet>;
}

const byServer = new WeakMap<Trait, WeakMap<Server, Statement>>();

export function statementOf(trait: Trait, server: Server): Statement {
  const servers = byServer.get(trait) ?? new WeakMap<Server, Statement>();
  byServer.set(trait, servers);
  const before = servers.get(server);
  if (before !== undefined) return before;
  const size = endOf(server);
  const counting = runSet(size);
  const values = new Map<string, RunSet>();
  let seen = false;
  for (const [row, runs] of rowRuns(server)) {
    const stated = trait.valuesOf(row);
    if (stated === null) continue;
    seen = true;
    for (const value of stated) {
      const all = values.get(value) ?? runSet(size);
      values.set(value, all);
      addAll(all, runs);
    }
    if (stated.length > 0) addAll(counting, runs);
  }
  const statement = {seen, counting, values};
  servers.set(server, statement);
  return statement;
}

interface Counts {
  /** hosts that state the trait, default or not */
  readonly hosts: number;
  /** hosts that state a value, in any run */
  readonly holders: ReadonlyMap<string, ReadonlySet<number>>;
}

const byWindow = new WeakMap<Trait, WeakMap<Window, Counts>>();

function counts(trait: Trait, window: Window): Counts {
  const counted = byWindow.get(trait) ?? new WeakMap<Window, Counts>();
  byWindow.set(trait, counted);
  const before = counted.get(window);
  if (before !== undefined) return before;
  const hosts = new Set<number>();
  const holders = new Map<string, Set<number>>();
  for (const server of window.servers) {
    const host = hostsOf(window).get(server.endpoint) ?? -1;
    const {seen, values} = statementOf(trait, server);
    if (seen) hosts.add(host);
    for (const value of values.keys()) holders.set(value, (holders.get(value) ?? new Set()).add(host));
  }
  const result = {hosts: hosts.size, holders};
  counted.set(window, result);
  return result;
}
