import {hashText, hashToUnit} from "../../src/statistics/random.js";
import {networkOf} from "../turns.js";
import type {OriginAnswer} from "../origin/lookUpOrigin.js";

/** AS numbers for private use (RFC 6996): no real network has them. */
const PRIVATE_ASNS = [64_512, 65_534] as const;

/** Shares of the lab's networks at its large hosting companies; every other network is one of its own. Our choice, near the list of the thread. */
const LARGE_HOSTS = [0.2, 0.15, 0.1] as const;

/** Which autonomous system the lab says that an address lies in: a whole /24 in one, and many of them in few. */
export function labOrigin(address: string, answeredAt: number): OriginAnswer {
  const prefix = networkOf(address);
  const [first, last] = PRIVATE_ASNS;
  const own = hashText(prefix);
  let share = hashToUnit(own, 0);
  const large = LARGE_HOSTS.findIndex((size) => (share -= size) < 0);
  const others = last - first + 1 - LARGE_HOSTS.length;
  const asn = first + (large < 0 ? LARGE_HOSTS.length + (own % others) : large);
  return {origin: {asns: [asn], prefix, country: null}, answeredAt, elapsedMs: 0};
}
