import {addressesByRun, hostName} from "./hosts.js";
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
    const ofB = addressesByRun(b);
    const runs = [...addressesByRun(a)].filter(([run]) => ofB.has(run));
    if (runs.length === 0) return incomparable("no run tried both");
    if (hostName(a) === hostName(b)) return compared(1, runs.length);
    const pairs = runs
      .map(([run, address]) => [address, ofB.get(run) ?? null] as const)
      // A host reached by IPv4 and one reached by IPv6 may be one machine: that run says nothing.
      .filter(([x, y]) => x !== null && y !== null && x.includes(":") === y.includes(":"));
    if (pairs.length === 0) return incomparable(reasonOf(a, b));
    return compared(pairs.filter(([x, y]) => x === y).length / pairs.length, pairs.length);
  },
};

function reasonOf(a: Server, b: Server): string {
  const nowhere = [a, b].some((server) =>
    [...addressesByRun(server).values()].every((address) => address === null),
  );
  return nowhere
    ? "no address of one of them: reached through a proxy, or not at all"
    : "in no run were both reached by one version of IP";
}
