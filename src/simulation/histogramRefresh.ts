import type {Family} from "./program.js";

/**
 * ms from one computation of the histogram to the next. ElectrumX: `MEMPOOL_HISTOGRAM_REFRESH_SECS` for Bitcoin.
 * Fulcrum's timer (`Controller.cpp`, from 1.9.8), electrs's sync interval and esplora's `BACKLOG_STATS_TTL` are all
 * ten seconds.
 */
export const refreshMs: Readonly<Record<Family, number>> = {
  electrumx: 120_000,
  fulcrum: 10_000,
  electrs: 10_000,
  esplora: 10_000,
};
