import {canonicalHost, isOnion} from "./endpoint.js";

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
  const known = isAddress(host) ? host : address;
  if (known === null || !isAddress(known)) return "not known";
  return known.includes(":") && !isMapped(known) ? "IPv6" : "IPv4";
}

function isAddress(text: string): boolean {
  return /^[\d.]+$|:/.test(text);
}

function isMapped(address: string): boolean {
  return /^::ffff:[\da-f]+:[\da-f]+$/.test(canonicalHost(`[${address}]`) ?? "");
}
