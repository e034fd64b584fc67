import {isIP} from "node:net";
import ipaddr from "ipaddr.js";
import {isPublic} from "../electrum/address.js";

/**
 * The DNS name whose TXT records tell which network announces an address, or null for one that nobody announces.
 *
 * @see https://www.team-cymru.com/ip-asn-mapping, "DNS"
 * @example originName("216.90.108.31") // "31.108.90.216.origin.asn.cymru.com"
 */
export function originName(address: string): string | null {
  if (isIP(address) === 0 || !isPublic(address)) return null;
  const parsed = ipaddr.parse(address);
  const bytes = parsed.toByteArray();
  return parsed.kind() === "ipv4"
    ? `${bytes.toReversed().join(".")}.origin.asn.cymru.com`
    : `${bytes
        .flatMap((byte) => [byte >> 4, byte & 15])
        .toReversed()
        .map((nibble) => nibble.toString(16))
        .join(".")}.origin6.asn.cymru.com`;
}
