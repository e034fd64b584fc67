import {addressOf, hostName} from "./hosts.js";
import {endOf, rowRuns} from "./rowRuns.js";
import {addAll, countCommon, runSet, type RunSet} from "./runSet.js";
import {compared, incomparable, type Signal} from "./signal.js";
import type {Server} from "./window.js";

/** Two endpoints on one machine, or on what looks like one from outside. */
export const sameAddress: Signal = {
  name: "same address",
  layer: "host",
  group: "address",
  compares: "the IP address that was connected to in the same run; one host name is one host without asking",
  unit: "share of runs with one address, 0 to 1",
  innocent: [
    "a shared front: a proxy, balancer or tunnel serves unrelated machines under one address",
    "address translation: several machines of one home or one data centre",
    "an address that passed from one to the other within a run",
  ],
  compare(a, b) {
    const [ofA, ofB] = [placesOf(a), placesOf(b)];
    const both = countCommon(ofA.rows, ofB.rows);
    if (both === 0) return incomparable("no run tried both");
    if (hostName(a) === hostName(b)) return compared(1, both);
    // A host reached by IPv4 and one reached by IPv6 may be one machine: that run says nothing.
    const n = countCommon(ofA.four, ofB.four) + countCommon(ofA.six, ofB.six);
    if (n === 0) return incomparable(reasonOf(ofA, ofB));
    let equal = 0;
    for (const [address, runs] of ofA.addresses) {
      const others = ofB.addresses.get(address);
      if (others) equal += countCommon(runs, others);
    }
    return compared(equal / n, n);
  },
};

/** Where a server was met: the runs with a row, with an address of each version of IP, and with each address. */
interface Places {
  readonly rows: RunSet;
  readonly four: RunSet;
  readonly six: RunSet;
  readonly addresses: ReadonlyMap<string, RunSet>;
}

const known = new WeakMap<Server, Places>();

function placesOf(server: Server): Places {
  const before = known.get(server);
  if (before !== undefined) return before;
  const size = endOf(server);
  const [rows, four, six] = [runSet(size), runSet(size), runSet(size)];
  const addresses = new Map<string, RunSet>();
  for (const [row, own] of rowRuns(server)) {
    addAll(rows, own);
    const address = addressOf(row);
    if (address === null) continue;
    addAll(address.includes(":") ? six : four, own);
    const runs = addresses.get(address) ?? runSet(size);
    addresses.set(address, runs);
    addAll(runs, own);
  }
  const places = {rows, four, six, addresses};
  known.set(server, places);
  return places;
}

function reasonOf(a: Places, b: Places): string {
  return [a, b].some(({addresses}) => addresses.size === 0)
    ? "no address of one of them: reached through a proxy, or not at all"
    : "in no run were both reached by one version of IP";
}
