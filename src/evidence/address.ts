import {canonicalAddress} from "../observation/address.js";

/**
 * The network that an address lies in: /24 of IPv4, /48 of IPv6, the usual sizes of what one customer is given or
 * routed; null if the text is no address. ElectrumX charges visitors by the same two.
 */
export function networkOf(text: string): {readonly version: 4 | 6; readonly prefix: string} | null {
  const address = canonicalAddress(text);
  if (address === null) return null;
  return address.includes(":")
    ? {version: 6, prefix: `${address.split(":").slice(0, 3).join(":")}::/48`}
    : {version: 4, prefix: `${address.split(".").slice(0, 3).join(".")}.0/24`};
}

/** Whether an address is bound or private (RFC 6890): stated by many hosts, it names none of them. */
export function isLocalAddress(text: string): boolean {
  const address = canonicalAddress(text);
  if (address === null) return false;
  return address.includes(":")
    ? /^(?:0:0:0:0:0:0:0:[01]$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/.test(address)
    : /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(address);
}
