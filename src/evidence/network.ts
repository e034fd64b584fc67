import {networkOf} from "./address.js";
import {sharedBits, type Trait, statementOf} from "./frequency.js";
import {addressOf} from "./hosts.js";
import {compared, incomparable, type Signal} from "./signal.js";
import type {Server} from "./window.js";

const networkTrait = (version: 4 | 6): Trait => ({
  name: `IPv${version} network`,
  valuesOf: (row) => {
    const address = addressOf(row);
    const network = address === null ? null : networkOf(address);
    return network?.version === version ? [network.prefix] : null;
  },
});

/** A host that was reached by IPv4 and one that was reached by IPv6 are not comparable in that run. */
const traits = [networkTrait(4), networkTrait(6)] as const;

const known = new WeakMap<Server, ReadonlySet<string>>();

/** Every network that a server was reached in. */
export function networksOf(server: Server): ReadonlySet<string> {
  const before = known.get(server);
  if (before !== undefined) return before;
  const networks = new Set(traits.flatMap((trait) => [...statementOf(trait, server).values.keys()]));
  known.set(server, networks);
  return networks;
}

/**
 * Neighbours: one /24 of IPv4 or one /48 of IPv6. Weak: two networks of one hosting company count as different here,
 * and a network of a large one is only as common as this window shows it.
 */
export const sameNetwork: Signal = {
  name: "same network",
  layer: "operator",
  group: "address",
  compares: "the /24 (IPv4) or /48 (IPv6) of the address that was connected to in the same run",
  unit: "bits (mean over runs of the rarity of the shared network)",
  innocent: [
    "one hosting company: its customers are neighbours without knowing each other",
    "a tunnel or proxy service whose exits are neighbours",
  ],
  compare(a, b, window) {
    const parts = traits
      .map((trait) => sharedBits(trait, a, b, window))
      .flatMap((part) => (part.comparable ? [part] : []));
    const n = parts.reduce((sum, part) => sum + part.n, 0);
    if (n === 0) return incomparable("in no run were both reached by one version of IP");
    return compared(parts.reduce((sum, part) => sum + part.statistic * part.n, 0) / n, n);
  },
};
