import {MAINNET_GENESIS} from "../observation/tip.js";
import type {EndpointRow} from "../observation/schema.js";
import type {EndpointFacts} from "./findings.js";
import {programOf} from "./program.js";
import {programText} from "./programText.js";
import type {ServerRun} from "./serverRuns.js";
import {shownText} from "./shownText.js";
import type {ProgramBand} from "../evidence/knownProgram.js";

/** A named value that a server gave, or that was read off its bytes: text for a reader, never markup. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Characters of a banner, of a certificate's names and of everything else that a page shows. The archive has the whole. */
const BANNER_SHOWN = 1000;
const NAMES_SHOWN = 500;
const TEXT_SHOWN = 200;

/** What a server says of itself, each value the newest that it gave. Self-reported: nobody checked it. */
export function saidOf(list: readonly ServerRun[]): readonly NamedText[] {
  const row = newestValues(list);
  const {program, version} = programOf(row.server_version ?? null);
  return given([
    ["Program", row.server_version ? `${program} ${version}`.trim() : null],
    ["Program, in its features", text(row.features_version)],
    ["Protocol", text(row.protocol)],
    ["Protocols it offers", range(row.protocol_min, row.protocol_max)],
    ["Relay minimum", rate(row.relay_fee)],
    ["Incremental relay feerate", rate(row.incremental_fee)],
    ["Mempool takes from", rate(row.mempool_min_fee)],
    ["Chain", chain(row.genesis_hash)],
    ["Banner", text(row.banner, BANNER_SHOWN)],
    ["Donation address", text(row.donation_address)],
    ["Names it declares", text(row.declared_hosts, NAMES_SHOWN)],
    ["Names its peers know at its address", text(row.self_names, NAMES_SHOWN)],
    [
      "Peers it lists",
      row.peer_count === undefined || row.peer_count === null ? null : String(row.peer_count),
    ],
  ]);
}

/** What its bytes and its connection show, whatever it says. */
export function shownBy(
  list: readonly ServerRun[],
  endpoint: EndpointFacts | undefined,
  addresses: readonly string[],
): readonly NamedText[] {
  const row = newestValues(list);
  return given([
    ["Its answers are written like", endpoint ? programText[endpoint.written as ProgramBand] : null],
    [
      "Do they agree with what it says?",
      endpoint
        ? endpoint.disagree
          ? "no: the bytes are not those of the program it names"
          : "nothing contradicts it"
        : null,
    ],
    ["Order of members", text(row.key_order)],
    ["Line end", text(row.line_end)],
    ["Address", addresses.length > 0 ? addresses.join(", ") : null],
    ["Autonomous system that announces it", announcedBy(row)],
    ["That prefix is registered in", text(row.country)],
    ["TLS", text(row.tls_version)],
    ["Certificate key (SHA-256)", text(row.cert_key_sha256)],
    ["Certificate subject", text(row.cert_subject, NAMES_SHOWN)],
    ["Certificate issuer", text(row.cert_issuer, NAMES_SHOWN)],
    ["Certificate names", text(row.cert_names, NAMES_SHOWN)],
    ["Certificate is valid", dates(row.cert_not_before, row.cert_not_after)],
  ]);
}

/** @example announcedBy({asns: "7 701", asn_prefix: "192.0.2.0/24"}) // "AS7, AS701 (192.0.2.0/24)" */
function announcedBy({asns, asn_prefix: prefix}: Partial<EndpointRow>): string | null {
  if (!asns) return null;
  const systems = asns.split(" ").map((asn) => `AS${asn}`);
  return text(`${systems.join(", ")}${prefix ? ` (${prefix})` : ""}`);
}

/** Of each column the newest value that is none of nothing. */
function newestValues(list: readonly ServerRun[]): Partial<EndpointRow> {
  const values: Record<string, unknown> = {};
  let missing = Object.keys(list[0]?.row ?? {}) as (keyof EndpointRow)[];
  for (const {row} of list.toReversed()) {
    if (row.outcome !== "answered") continue;
    missing = missing.filter((column) => {
      const value = row[column];
      if (value === null || value === "") return true;
      values[column] = value;
      return false;
    });
  }
  return values;
}

function given(entries: readonly (readonly [name: string, text: string | null])[]): readonly NamedText[] {
  return entries.flatMap(([name, value]) => (value === null || value === "" ? [] : [{name, text: value}]));
}

function text(value: string | null | undefined, longest = TEXT_SHOWN): string | null {
  return value === null || value === undefined ? null : shownText(value, longest);
}

function rate(satPerKvB: number | null | undefined): string | null {
  return satPerKvB === null || satPerKvB === undefined ? null : `${satPerKvB / 1000} sat/vB`;
}

function range(from: string | null | undefined, to: string | null | undefined): string | null {
  return from && to ? `${shownText(from, TEXT_SHOWN)} to ${shownText(to, TEXT_SHOWN)}` : null;
}

function chain(genesis: string | null | undefined): string | null {
  if (genesis === null || genesis === undefined) return null;
  return genesis === MAINNET_GENESIS
    ? "Bitcoin’s main chain"
    : `another chain, from block ${shownText(genesis, TEXT_SHOWN)}`;
}

function dates(from: number | null | undefined, to: number | null | undefined): string | null {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return typeof from === "number" && typeof to === "number" ? `${day(from)} to ${day(to)}` : null;
}
