import {isIP} from "node:net";
import ipaddr from "ipaddr.js";

/** 2000::/3, all that IANA has given out for hosts. Outside lie ::127.0.0.1 and whatever comes to be. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an IP address belongs to a host on the public Internet, so that connecting to it cannot reach into a
 * private network: not ours, and not that of whoever reproduces the study.
 *
 * Everything special-purpose is refused, also the IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4,
 * Teredo), whatever they carry: what a translator makes of them is not ours to know.
 *
 * @param address an IP address; anything else, a zone index included, is not public
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST);
}
