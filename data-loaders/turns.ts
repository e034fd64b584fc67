import {isIP} from "node:net";
import ipaddr from "ipaddr.js";

/**
 * Connections being opened at one time to one network: TCP, TLS and the greeting. One network is often one machine
 * or one operator, and ElectrumX charges a /24 (IPv4) or a /48 (IPv6) together for what each of its clients costs.
 * Two, so that a server that hangs does not keep the next one waiting. Open conversations are not counted: they must
 * last side by side, since near-simultaneous answers are what the study compares.
 */
export const MAX_AT_A_TIME = 2;

/** Bits of the network that has its turns in common: the smallest that routers accept from one another. */
const NETWORK_BITS = {ipv4: 24, ipv6: 48} as const;

/**
 * Milliseconds that an endpoint waits for its turn before the run goes on without it: 24 silent servers of one network
 * at ten seconds each, or hundreds that answer. A list may name any number of dead hosts in one network.
 */
export const MAX_WAIT_MS = 120_000;

interface Waiting {
  readonly networks: readonly string[];
  readonly begin: () => void;
}

/** Sees to it that no network is connected to more often at one time than `MAX_AT_A_TIME`. First come, first served. */
export class Turns {
  readonly #busy = new Map<string, number>();
  readonly #waiting = new Set<Waiting>();

  /**
   * Waits for a turn at all of these places together.
   *
   * @param places IP addresses, or a host whose address nobody knows
   * @returns what ends the turn, and must be called; null if none came in time
   */
  take(places: readonly string[], maxWaitMs = MAX_WAIT_MS): Promise<(() => void) | null> {
    const networks = [...new Set(places.map(networkOf))];
    const end = (): void => this.#end(networks);
    return new Promise((resolve) => {
      const begin = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        for (const network of networks) this.#busy.set(network, (this.#busy.get(network) ?? 0) + 1);
        resolve(end);
      };
      const waiting: Waiting = {networks, begin};
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        resolve(null);
      }, maxWaitMs);
      this.#waiting.add(waiting);
      this.#next();
    });
  }

  #end(networks: readonly string[]): void {
    for (const network of networks) {
      const left = (this.#busy.get(network) ?? 0) - 1;
      if (left > 0) this.#busy.set(network, left);
      else this.#busy.delete(network);
    }
    this.#next();
  }

  #next(): void {
    for (const {networks, begin} of this.#waiting)
      if (networks.every((network) => (this.#busy.get(network) ?? 0) < MAX_AT_A_TIME)) begin();
  }
}

/** The /24 or /48 of an address, `203.0.113.0/24`; a host that is no address is a place of its own. */
export function networkOf(place: string): string {
  if (isIP(place) === 0) return place;
  const address = ipaddr.process(place);
  const bits = NETWORK_BITS[address.kind()];
  const kind = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`;
}
