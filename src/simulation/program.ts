import type {HistogramRule} from "./histogramRule.js";

/** How the labels of each rule are printed. */
export const labelStyles = {
  "electrumx-1.15": "integer",
  "electrumx-1.16": "fraction",
  "electrumx-1.17": "fraction",
  "electrumx-1.20": "fraction",
  "fulcrum-1.9.8": "integer",
  "electrs-0.9.1": "integer",
  "esplora-f32": "fraction",
  "esplora-f64": "fraction",
} as const satisfies Record<HistogramRule, "integer" | "fraction">;

/** Who wrote the program: each family converses in its own way. */
export type Family = "electrumx" | "fulcrum" | "electrs" | "esplora";

/** A server program at one release, as far as its answers differ from those of others. */
export interface Program {
  readonly family: Family;
  /** what it calls itself in `server.version` */
  readonly agent: string;
  readonly rule: HistogramRule;
  /** highest protocol version it offers */
  readonly protocolMax: string;
  /** default text of `server.banner` */
  readonly banner: string;
  /** default answer to `server.donation_address`; null for programs that have none */
  readonly donationAddress: string | null;
}

const electrumx = (version: string, rule: HistogramRule, protocolMax: string) =>
  ({
    family: "electrumx",
    agent: `ElectrumX ${version}`,
    rule,
    protocolMax,
    banner: `You are connected to an ElectrumX ${version} server.`,
    donationAddress: "",
  }) as const;

const fulcrum = (version: string, protocolMax: string, donationAddress: string) =>
  ({
    family: "fulcrum",
    agent: `Fulcrum ${version}`,
    rule: "fulcrum-1.9.8",
    protocolMax,
    banner: `Connected to a Fulcrum ${version} server`,
    donationAddress,
  }) as const;

const electrs = (version: string) =>
  ({
    family: "electrs",
    agent: `electrs/${version}`,
    rule: "electrs-0.9.1",
    protocolMax: "1.4",
    banner: `Welcome to electrs ${version} (Electrum Rust Server)!`,
    donationAddress: null,
  }) as const;

const esplora = (agent: string, rule: HistogramRule) =>
  ({
    family: "esplora",
    agent,
    rule,
    protocolMax: "1.4",
    banner: `Welcome to ${agent}`,
    donationAddress: null,
  }) as const;

/** Fulcrum's built-in donation addresses, its author's: sharing one says nothing. */
const FULCRUM_ADDRESS = "1Ca1inCimwRhhcpFX84TPRrPQSryTgKW6N";
const FULCRUM_21_ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

/**
 * The programs that the simulation knows. `electrumx-1.16.0-git` is what many run as 1.16.0: the commits
 * after that tag up to early 2024, which already have the histogram and the protocol of 1.17.
 */
export const programs = {
  "electrumx-1.15.0": electrumx("1.15.0", "electrumx-1.15", "1.4.2"),
  "electrumx-1.16.0": electrumx("1.16.0", "electrumx-1.16", "1.4.2"),
  "electrumx-1.16.0-git": electrumx("1.16.0", "electrumx-1.17", "1.4.3"),
  "electrumx-1.18.0": electrumx("1.18.0", "electrumx-1.17", "1.4.3"),
  "electrumx-1.19.0": electrumx("1.19.0", "electrumx-1.17", "1.6.0"),
  "electrumx-1.20.0": electrumx("1.20.0", "electrumx-1.20", "1.6.0"),
  "fulcrum-1.11.1": fulcrum("1.11.1", "1.5.3", FULCRUM_ADDRESS),
  "fulcrum-1.12.0": fulcrum("1.12.0", "1.5.3", FULCRUM_ADDRESS),
  "fulcrum-2.0": fulcrum("2.0", "1.5.3", FULCRUM_ADDRESS),
  "fulcrum-2.1.0": fulcrum("2.1.0", "1.6", FULCRUM_21_ADDRESS),
  "fulcrum-2.1.1": fulcrum("2.1.1", "1.6", FULCRUM_21_ADDRESS),
  "electrs-0.10.8": electrs("0.10.8"),
  "electrs-0.11.1": electrs("0.11.1"),
  "esplora-f32": esplora("electrs-esplora 0.4.1", "esplora-f32"),
  "esplora-f64": esplora("electrs-esplora 0.4.1", "esplora-f64"),
  "mempool-electrs-3.2.0": esplora("mempool-electrs 3.2.0", "esplora-f32"),
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** Whether the program's version is at least the given one, compared number by number. */
export function isAtLeast({agent}: Program, version: string): boolean {
  const own = versionNumbers(agent);
  const asked = versionNumbers(version);
  for (let i = 0; i < Math.max(own.length, asked.length); i++) {
    const difference = (own[i] ?? 0) - (asked[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function versionNumbers(text: string): readonly number[] {
  return (/\d+(\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number);
}
