/**
 * Programs by the range of releases that answers alike, named by the first of the range (esplora: by the
 * precision of its rates). `fulcrum` is 1.9.8 and later, `electrs` romanz/electrs 0.9.1 and later, `esplora-f32`
 * also mempool-electrs.
 */
export const knownPrograms = [
  "fulcrum",
  "electrumx-1.15",
  "electrumx-1.16",
  "electrumx-1.17",
  "electrumx-1.20",
  "electrs",
  "esplora-f32",
  "esplora-f64",
] as const;
export type KnownProgram = (typeof knownPrograms)[number];
export type ProgramBand = KnownProgram | "unknown";

/**
 * How a program counts a transaction's vbytes, from its weight W: rounded down, rounded up, or as ElectrumX did
 * before 1.20, without eight of its bytes.
 */
export type VsizeRule = "floor" | "ceil" | "short";

const rules: Readonly<Record<KnownProgram, {readonly vsize: VsizeRule; readonly rate: string}>> = {
  fulcrum: {vsize: "floor", rate: "fee by floor(W/4)"},
  "electrumx-1.15": {vsize: "short", rate: "fee by the same"},
  "electrumx-1.16": {vsize: "short", rate: "fee by the same"},
  "electrumx-1.17": {vsize: "short", rate: "fee by the same"},
  "electrumx-1.20": {vsize: "ceil", rate: "fee by ceil(W/4)"},
  electrs: {vsize: "ceil", rate: "fee by ceil(W/4)"},
  "esplora-f32": {vsize: "floor", rate: "fee by floor(W/4)"},
  "esplora-f64": {vsize: "ceil", rate: "fee by W/4"},
};

/** Null if the program is unknown. */
export function vsizeRule(program: ProgramBand): VsizeRule | null {
  return program === "unknown" ? null : rules[program].vsize;
}

/**
 * Whether one feerate cuts a mempool in the same place for both programs, and both count the same vbytes above it:
 * only then do equal mempools give equal numbers. romanz/electrs and ElectrumX 1.20 do, save for transactions with
 * very many signature operations; esplora's f64 builds round the vbytes up but not the divisor of the rate.
 */
export function cutAlike(a: ProgramBand, b: ProgramBand): boolean {
  if (a === "unknown" || b === "unknown") return false;
  return rules[a].vsize === rules[b].vsize && rules[a].rate === rules[b].rate;
}
