import type {EndpointRow} from "../observation/schema.js";
import {canonicalAddress} from "../observation/address.js";
import {rowRuns} from "./rowRuns.js";
import type {Server, Window} from "./window.js";

/** Which host each endpoint of a window is on, as far as names and addresses show; equal numbers, one host. */
export type Hosts = ReadonlyMap<string, number>;

const known = new WeakMap<Window, Hosts>();

/**
 * Puts endpoints on hosts: one host name, or one IP address in one run, is one host, directly or through others.
 *
 * Everything that is counted is counted by these, so that a host that is listed twenty times has one vote. The
 * count is an upper bound: machines that no name or address ties together may be one. Behind a shared front
 * several machines look like one.
 */
export function hostsOf(window: Window): Hosts {
  const before = known.get(window);
  if (before !== undefined) return before;
  const parents = window.servers.map((_, i) => i);
  const rootOf = (i: number): number => {
    const parent = parents[i] ?? i;
    return parent === i ? i : rootOf(parent);
  };
  const join = (i: number, j: number) => {
    const [x, y] = [rootOf(i), rootOf(j)];
    parents[Math.max(x, y)] = Math.min(x, y);
  };
  const firstOfName = new Map<string, number>();
  const holders = new Map<string, number[]>();
  for (const [i, server] of window.servers.entries()) {
    const name = hostName(server);
    const first = firstOfName.get(name);
    if (first === undefined) firstOfName.set(name, i);
    else join(first, i);
    for (const address of new Set([...rowRuns(server).keys()].map(addressOf))) {
      if (address === null) continue;
      const list = holders.get(address);
      if (list) list.push(i);
      else holders.set(address, [i]);
    }
  }
  // Only of an address that several have the runs matter.
  for (const [address, list] of holders) {
    const firstInRun = new Map<number, number>();
    for (const i of list.length > 1 ? list : [])
      for (const {run, row} of window.servers[i]?.rows ?? []) {
        if (addressOf(row) !== address) continue;
        const first = firstInRun.get(run);
        if (first === undefined) firstInRun.set(run, i);
        else if (first !== i) join(first, i);
      }
  }
  const hosts = new Map(window.servers.map(({endpoint}, i) => [endpoint, rootOf(i)]));
  known.set(window, hosts);
  return hosts;
}

const counts = new WeakMap<Window, number>();

/** How many hosts there are in a window. */
export function countHosts(window: Window): number {
  const before = counts.get(window);
  if (before !== undefined) return before;
  const count = new Set(hostsOf(window).values()).size;
  counts.set(window, count);
  return count;
}

/** One text for each two hosts, whichever comes first. */
export function hostPair(a: Server, b: Server, window: Window): string {
  const hosts = hostsOf(window);
  const [x, y] = [hosts.get(a.endpoint) ?? -1, hosts.get(b.endpoint) ?? -1];
  return x < y ? `${x} ${y}` : `${y} ${x}`;
}

/** The host's name; the same in all rows of an endpoint. */
export function hostName({rows}: Server): string {
  return rows[0]?.row.host ?? "";
}

/** The IP address that a row speaks of: the one connected to, or the one that the endpoint names itself. */
export function addressOf(row: EndpointRow): string | null {
  const known = addressOfRow.get(row);
  if (known !== undefined) return known;
  const address = canonicalAddress(row.address ?? row.host);
  addressOfRow.set(row, address);
  return address;
}

const addressOfRow = new WeakMap<EndpointRow, string | null>();
