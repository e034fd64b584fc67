import {canonicalAddress} from "./address.js";
import {isOnion} from "./endpoint.js";

/**
 * How a server is reached, which decides what a run can learn of it: through an exit of Tor, and over IPv6 from a place
 * that has none, fewer servers answer. Rates are told for each cohort by itself.
 */
export type Cohort = "IPv4" | "IPv6" | "onion" | "not known";

/** In the order in which they are told. */
export const cohorts: readonly Cohort[] = ["IPv4", "IPv6", "onion", "not known"];

/**
 * By the host if it is an onion name or an address, else by the address that was connected to. IPv4 in IPv6 form
 * (::ffff:0:0/96, RFC 4291, section 2.5.5.2) is IPv4.
 *
 * @param host canonical
 * @param address null if none is known, as of a name that did not resolve
 */
export function cohortOf(host: string, address: string | null): Cohort {
  if (isOnion({host})) return "onion";
  const known = canonicalAddress(host) ?? canonicalAddress(address ?? "");
  if (known === null) return "not known";
  return known.includes(":") ? "IPv6" : "IPv4";
}
