/**
 * What programs say when nobody has set anything. Such values are shared by strangers and weigh nothing.
 * Read in the programs' sources; a default that is missing here is common, and rarity takes most of it off.
 */

/**
 * Default banners, as `normalBanner` leaves them:
 * - ElectrumX, `electrumx/server/session.py`, `banner`
 * - Fulcrum, `Servers.cpp`, `rpc_server_banner`
 * - romanz/electrs, `electrum.rs`; esplora's and mempool's electrs, `electrum/server.rs`
 * - Electrum Personal Server, `server/common.py`: BANNER, with counts and node details in it
 * - bwt, `electrum/server.rs` and `banner.rs`: first a line, later a drawing that ends with its own address
 * - Floresta, `electrum_protocol.rs`
 */
const DEFAULT_BANNERS: readonly RegExp[] = [
  /^You are connected to an ElectrumX\b.{0,40} server\.?$/,
  /^Connected to a Fulcrum\b.{0,40} server\.?$/,
  /^Welcome to electrs\b.{0,60} \(Electrum Rust Server\)!?$/,
  /^Welcome to (?:electrs-esplora|mempool-electrs|electrs|Electrum)\b.{0,40}$/,
  /^Welcome to Electrum Personal Server\b/,
  /^Welcome to bwt\b|SUPPORT DEV:.{0,10}bc1qmuagsjvq0lh3admnafk0qnlql0vvxv08au9l2d/u,
  /^Welcome to Floresta's Electrum Server\.?$/,
];

/** Donation addresses that are built in: they belong to the programs' authors, not to operators. */
const DEFAULT_DONATIONS: ReadonlySet<string> = new Set([
  // Fulcrum, `Options.h`, its author's; the second is BIP 173's example, from 2.1 on
  "1Ca1inCimwRhhcpFX84TPRrPQSryTgKW6N",
  "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
  // Electrum Personal Server, `server/common.py`: DONATION_ADDR
  "bc1q5d8l0w33h65e2l5x7ty6wgnvkvlqcz0wfaslpz",
  // bwt, `electrum/server.rs`
  "bc1qmuagsjvq0lh3admnafk0qnlql0vvxv08au9l2d",
]);

/** The ports that Electrum clients try first: 50001 without, 50002 with TLS (`electrum/interface.py`, PREFERRED_NETWORK_PROTOCOL). */
export const DEFAULT_PORTS: ReadonlySet<number> = new Set([50001, 50002]);

export function isDefaultBanner(normal: string): boolean {
  return DEFAULT_BANNERS.some((pattern) => pattern.test(normal));
}

export function isDefaultDonation(normal: string): boolean {
  return DEFAULT_DONATIONS.has(normal);
}

/**
 * A banner without what changes by itself: white space and control characters become one blank, a node's subversion
 * (`/Satoshi:28.1.0/`, from ElectrumX's and Fulcrum's $DAEMON_SUBVERSION) becomes `/agent/`, and a dotted version
 * number (from $SERVER_VERSION, $DAEMON_VERSION, $PROTOCOL_MAX or the default text), with what hangs on to it, `#`.
 *
 * Plain numbers stay: they may be a telephone number or part of a name. Counts, heights and dates in a banner
 * therefore make two equal templates differ, which loses an agreement and never makes one.
 */
export function normalBanner(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .replace(/\/[A-Za-z][\w .-]{0,40}:[^\s]{1,60}\//g, "/agent/")
    .replace(/\bv?\d{1,4}(?:\.\d{1,4}){1,3}(?:[-+][0-9A-Za-z.]{1,20})*(?![\w.]*@)/g, "#");
}

/** A donation address without the blanks and the `bitcoin:` that some operators add; bech32 in lower case (BIP 173). */
export function normalDonation(text: string): string {
  const bare = text
    .trim()
    .replace(/^bitcoin:/i, "")
    .replace(/\?.*$/s, "");
  return /^BC1[0-9A-Z]+$/.test(bare) ? bare.toLowerCase() : bare;
}
