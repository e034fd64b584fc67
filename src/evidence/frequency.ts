import type {EndpointRow} from "../observation/schema.js";
import {hostsOf} from "./hosts.js";
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
  const [ofA, ofB] = [valuesByRun(trait, a), valuesByRun(trait, b)];
  if (ofA.size === 0 || ofB.size === 0) return incomparable(`${trait.name}: not seen of both`);
  let [bits, n] = [0, 0];
  for (const [run, values] of ofA) {
    const others = ofB.get(run) ?? [];
    if (values.length === 0 || others.length === 0) continue;
    let most = 0;
    for (const value of values)
      if (others.includes(value)) most = Math.max(most, rarity(trait, value, window));
    bits += most;
    n++;
  }
  return n === 0
    ? incomparable(`${trait.name}: in no run did both state one that is no default`)
    : compared(bits / n, n);
}

const byServer = new WeakMap<Trait, WeakMap<Server, ReadonlyMap<number, readonly string[]>>>();

/** What a server states, by run; runs in which it was not seen are left out. */
export function valuesByRun(trait: Trait, server: Server): ReadonlyMap<number, readonly string[]> {
  const seen = byServer.get(trait) ?? new WeakMap<Server, ReadonlyMap<number, readonly string[]>>();
  byServer.set(trait, seen);
  const before = seen.get(server);
  if (before !== undefined) return before;
  const values = new Map(
    server.rows.flatMap(({run, row}) => {
      const values = trait.valuesOf(row);
      return values === null ? [] : [[run, [...new Set(values)]] as const];
    }),
  );
  seen.set(server, values);
  return values;
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
    const stated = valuesByRun(trait, server);
    if (stated.size > 0) hosts.add(host);
    for (const value of new Set([...stated.values()].flat()))
      holders.set(value, (holders.get(value) ?? new Set()).add(host));
  }
  const result = {hosts: hosts.size, holders};
  counted.set(window, result);
  return result;
}
