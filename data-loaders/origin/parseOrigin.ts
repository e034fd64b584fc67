import {isIP} from "node:net";
import ipaddr from "ipaddr.js";

/** Which network announces an address. */
export interface Origin {
  /** AS numbers, ascending; more than one where several networks announce the prefix */
  readonly asns: readonly number[];
  /** CIDR */
  readonly prefix: string;
  /**
   * Two letters (ISO 3166-1), or null. Where the registry says that the block is held, which need not be where the
   * machine stands; nothing finer is kept.
   */
  readonly country: string | null;
}

/** Longest record that is read. Genuine ones have about 50 characters; several origins add eight each. */
const MAX_RECORD = 255;

/** Networks that announce one prefix. More than four are very rare, and a list without an end is no answer. */
const MAX_ORIGINS = 16;

/** The largest AS number (RFC 6793). */
const MAX_ASN = 2 ** 32 - 1;

/**
 * Reads the TXT records of an `originName`, such as `23028 | 216.90.108.0/24 | US | arin | 1998-09-25`, and gives the
 * one with the longest prefix, which is what routers follow. Null if no record speaks of the address: what came is
 * then somebody else's text.
 */
export function parseOrigin(records: readonly string[], address: string): Origin | null {
  const origins = records.map((record) => parseRecord(record, address)).filter((origin) => origin !== null);
  return (
    origins.toSorted((a, b) => bitsOf(b.prefix) - bitsOf(a.prefix) || (a.prefix < b.prefix ? -1 : 1))[0] ??
    null
  );
}

function parseRecord(record: string, address: string): Origin | null {
  if (record.length > MAX_RECORD || isIP(address) === 0) return null;
  const [numbers = "", prefix = "", country = ""] = record.split("|").map((field) => field.trim());
  const asns = [...new Set(numbers.split(/\s+/))];
  if (asns.length > MAX_ORIGINS || !asns.every((asn) => /^\d{1,10}$/.test(asn) && Number(asn) <= MAX_ASN))
    return null;
  if (isIP(prefix.split("/")[0] ?? "") === 0 || !ipaddr.isValidCIDR(prefix)) return null;
  const [network, bits] = ipaddr.parseCIDR(prefix);
  const parsed = ipaddr.parse(address);
  if (parsed.kind() !== network.kind() || !parsed.match(network, bits)) return null;
  return {
    asns: asns.map(Number).toSorted((a, b) => a - b),
    prefix,
    country: /^[A-Z]{2}$/.test(country) && country !== "ZZ" ? country : null, // ZZ: the registry does not say
  };
}

function bitsOf(prefix: string): number {
  return Number(prefix.split("/")[1]);
}
