import type {ProgramBand} from "../evidence/knownProgram.js";

/** A program and the releases that answer alike, in words. */
export const programText: Readonly<Record<ProgramBand, string>> = {
  fulcrum: "Fulcrum 1.9.8 or later",
  "electrumx-1.15": "ElectrumX up to 1.15",
  "electrumx-1.16": "ElectrumX 1.16",
  "electrumx-1.17": "ElectrumX 1.17 to 1.19",
  "electrumx-1.20": "ElectrumX 1.20 or later",
  electrs: "electrs 0.9.1 or later",
  "esplora-f32": "electrs of esplora or mempool, 32-bit rates",
  "esplora-f64": "electrs of esplora, 64-bit rates",
  unknown: "not one known program for certain",
};
