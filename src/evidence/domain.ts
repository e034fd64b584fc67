import {canonicalAddress} from "../observation/address.js";

/**
 * Suffixes under which unrelated people have names, so that a domain is one label more. The list is short on
 * purpose: dynamic DNS that hobby servers use, hosting and tunnel services, and the commonest second-level registries.
 *
 * Source: entries of the Public Suffix List (publicsuffix.org), both sections, chosen by hand. What is missing
 * here makes two strangers look like one domain; rarity by host then takes off some of it, not all.
 */
export const SHARED_SUFFIXES: ReadonlySet<string> = new Set(
  [
    "ddns.net dyndns.org dynu.net dyn.org duckdns.org no-ip.org no-ip.biz hopto.org zapto.org sytes.net myftp.org",
    "servebeer.com ddnss.de dedyn.io freeddns.org mooo.com chickenkiller.com spdns.de goip.de myfritz.net",
    "synology.me myds.me dnsalias.org homeip.net homelinux.org selfhost.eu nsupdate.info 3utilities.com",
    "hstgr.cloud trycloudflare.com ngrok.io ngrok.app herokuapp.com fly.dev",
    "co.uk org.uk com.au net.au co.nz co.jp ne.jp com.br co.za co.kr com.cn com.tw com.mx com.ar com.tr com.ua co.in",
  ].flatMap((line) => line.split(" ")),
);

/** Suffixes under which a hosting company names its machines, at any depth: each whole name is a party of its own. */
export const MACHINE_SUFFIXES: ReadonlySet<string> = new Set(
  [
    "amazonaws.com googleusercontent.com azure.com your-server.de vultrusercontent.com linodeusercontent.com",
    "contaboserver.net ovh.net ts.net",
  ].flatMap((line) => line.split(" ")),
);

/** Last labels that are no public domain: onion names are keys, the others are local (RFC 6761, RFC 6762, RFC 8375). */
const NO_DOMAIN: ReadonlySet<string> = new Set(
  "onion i2p localhost local localdomain lan home internal arpa invalid".split(" "),
);

/**
 * The domain that somebody registered, by a small rule: the last two labels, three under a shared suffix, all under a
 * hosting company's.
 *
 * @returns null for an address, an onion name, a local name, or a bare suffix
 * @example registrableDomain("electrum.home.ddns.net") // "home.ddns.net"
 */
export function registrableDomain(host: string): string | null {
  const name = host.toLowerCase().replace(/\.$/, "");
  const labels = name.split(".");
  if (canonicalAddress(name) !== null || labels.length < 2 || labels.some((label) => label === ""))
    return null;
  if (!labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label)) || NO_DOMAIN.has(labels.at(-1) ?? ""))
    return null;
  const suffix = labels.slice(-2).join(".");
  if (MACHINE_SUFFIXES.has(suffix)) return labels.length > 2 ? name : null;
  const length = SHARED_SUFFIXES.has(suffix) ? 3 : 2;
  return labels.length < length ? null : labels.slice(-length).join(".");
}
