import {readFileSync} from "node:fs";
import {BlockList, isIP} from "node:net";
import {join} from "node:path";
import {optOutNames} from "../observation/optOutNames.js";
import type {OptOuts} from "../report/optOut.js";

/** Where the list lies that every run reads before it connects. */
export const OPT_OUT_FILE = join("src", "data", "opt-out.txt");

/**
 * Who asked not to be observed: a host, an endpoint, an address or a network in CIDR notation a line.
 *
 * @throws {RangeError} at a line that is none of them: a wish must not be lost to a typing error
 */
export function readOptOuts(text = readFileSync(OPT_OUT_FILE, "utf8")): OptOuts {
  const names = new Set<string>();
  const networks = new BlockList();
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    const entry = line
      .replace(/^\uFEFF/, "")
      .replace(/(^|\s)#.*$/, "")
      .trim();
    if (entry === "" || addNetwork(entry, networks)) continue;
    const listed = optOutNames(entry);
    if (listed.length === 0)
      throw new RangeError(
        `${OPT_OUT_FILE}:${i + 1}: expected a host, host:port/tcp or a network, got ${JSON.stringify(entry)}`,
      );
    for (const name of listed) names.add(name);
  }
  const isListed = (address: string) =>
    isIP(address) !== 0 && networks.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  return ({endpoint, host, addresses}) =>
    names.has(endpoint) || names.has(host) || [host, ...addresses].some(isListed);
}

/** @returns whether the entry is an address or a network */
function addNetwork(entry: string, networks: BlockList): boolean {
  const [address = "", bits] = entry.replace(/^\[(.*)\]$/, "$1").split("/");
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  if (bits === undefined) networks.addAddress(address, family);
  else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
    networks.addSubnet(address, Number(bits), family);
  else return false;
  return true;
}
