import type {ProgramBand} from "./knownProgram.js";

/**
 * Seconds by which the mempool behind an answer may be older than the answer: the refresh period, the poll before it,
 * and some margin. ElectrumX: `MEMPOOL_HISTOGRAM_REFRESH_SECS`, 120, and its 5 s poll; esplora's electrs:
 * `BACKLOG_STATS_TTL`, 10; Fulcrum (`Controller.cpp`) and romanz/electrs: 10.
 */
export const refreshSeconds: Readonly<Record<ProgramBand, number>> = {
  fulcrum: 15,
  electrs: 15,
  "electrumx-1.15": 130,
  "electrumx-1.16": 130,
  "electrumx-1.17": 130,
  "electrumx-1.20": 130,
  "esplora-f32": 25,
  "esplora-f64": 25,
  unknown: 600,
};

/** Seconds that lie between two refreshes at least. ElectrumX sleeps 120 between them; the others also refresh when a block comes. */
export function leastSecondsBetweenRefreshes(band: ProgramBand): number {
  return band.startsWith("electrumx") ? 120 : 0;
}

/** Seconds by which the mempool that a refresh reads may be behind the node's: ElectrumX polls it every 5 s, the others more often. */
export const POLL_SECONDS = 5;
