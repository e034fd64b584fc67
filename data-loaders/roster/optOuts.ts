import {readFileSync} from "node:fs";
import {isIP} from "node:net";
import ipaddr from "ipaddr.js";
import {type Endpoint, formatEndpoint} from "../../src/observation/endpoint.js";
import {optOutNames} from "../../src/observation/optOutNames.js";
import {UsageError} from "../commandLine.js";
import {contentLines} from "../roster.js";

const optOutList = new URL("../../src/data/opt-out.txt", import.meta.url);

/** Who asked not to be observed. Looked at twice: before a name is looked up, and before an address is connected to. */
export interface OptOuts {
  readonly endpoint: (endpoint: Endpoint) => boolean;
  /** whether an IP address is listed, or lies in a network that is */
  readonly address: (address: string) => boolean;
}

/** Spares nobody: for the lab, whose servers are ours. */
export const noOptOuts: OptOuts = {endpoint: () => false, address: () => false};

/**
 * Reads the list, by default the committed one: a host, an endpoint, or a network in CIDR notation a line.
 *
 * @throws {UsageError} at a line that is none of them: an operator's wish must not be lost to a typing error
 */
export function optOuts(text = readFileSync(optOutList, "utf8"), name = "src/data/opt-out.txt"): OptOuts {
  const entries = new Set<string>();
  const networks: Network[] = [];
  for (const {line, content} of contentLines(text)) {
    const network = readNetwork(content);
    if (network) networks.push(network);
    const names = network ? [] : optOutNames(content);
    if (names.length === 0 && network === null)
      throw new UsageError(
        `${name}:${line}: expected a host, host:port/tcp or a network such as 198.51.100.0/24, got ${JSON.stringify(content)}`,
      );
    for (const name of names) entries.add(name);
  }
  const address = (text: string): boolean => networks.some((network) => contains(network, text));
  return {
    endpoint: (endpoint) =>
      entries.has(endpoint.host) || entries.has(formatEndpoint(endpoint)) || address(endpoint.host),
    address,
  };
}

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** A network, or one address as a network of its own; null if it is a name, or nothing. */
function readNetwork(text: string): Network | null {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (isIP(bare)) return unmapped([ipaddr.parse(bare), isIP(bare) === 4 ? 32 : 128]);
  // isValidCIDR alone takes 10.1/16 for 10.0.0.1/16: a network that is not what its writer meant.
  return isIP(text.split("/")[0] ?? "") && ipaddr.isValidCIDR(text) ? unmapped(ipaddr.parseCIDR(text)) : null;
}

/** IPv4 in IPv6 clothes (::ffff:0:0/96) as the IPv4 network, as `contains` takes addresses: else it would spare nobody. */
function unmapped([address, bits]: Network): Network {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96
    ? [address.toIPv4Address(), bits - 96]
    : [address, bits];
}

function contains([network, bits]: Network, text: string): boolean {
  if (isIP(text) === 0) return false;
  const address = ipaddr.process(text); // an IPv4 address in IPv6 clothes is the IPv4 host
  return address.kind() === network.kind() && address.match(network, bits);
}
