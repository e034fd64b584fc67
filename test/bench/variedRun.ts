import type {EndpointRow} from "../../src/observation/schema.js";
import type {Tables} from "../../src/observation/snapshot.js";
import {createRandom} from "../../src/statistics/random.js";
import {digest, shifted} from "./yearArchive.js";

/** Each vsize of another run differs by up to this share: no byte of it can be guessed from the run it was made of. */
const VSIZE_CHANGE = 0.05;

/** A label that is no whole number moves by up to this share, since limits of bins move with the mempool. */
const LABEL_CHANGE = 0.01;

/** ms; round trips spread over an ocean. */
const ROUND_TRIP_MS = [5, 300] as const;

/**
 * A run as different from another as one observation is from the next, for measuring sizes: new amounts, labels, blocks
 * and times, the same servers. It means nothing else: what servers that share a node have in common is lost.
 *
 * @param seed another one for each run
 * @param ms how much later it is
 */
export function variedRun(tables: Tables, seed: number, ms: number): Tables {
  const random = createRandom(`bench/varied/${seed}`);
  const about = (share: number): number => 1 + share * (2 * random() - 1);
  const between = ([from, to]: readonly [number, number]): number =>
    Math.round(1000 * (from + (to - from) * random())) / 1000;
  const labels = new Map<number, number>();
  const label = (of: number): number => {
    if (Number.isInteger(of)) return of;
    const known = labels.get(of) ?? Number((of * about(LABEL_CHANGE)).toPrecision(6));
    labels.set(of, known);
    return known;
  };
  const later = shifted(tables, ms, seed);
  const delay = (): number => Math.floor(200 * random());
  return {
    histograms: later.histograms.map((row) => ({
      ...row,
      label: label(row.label),
      vsize: Math.round(row.vsize * about(VSIZE_CHANGE)),
    })),
    endpoints: later.endpoints.map((row) =>
      row.outcome === "answered"
        ? {
            ...row,
            opened_at: (row.opened_at ?? 0) + delay(),
            connect_ms: between(ROUND_TRIP_MS),
            tls_ms: row.transport === "ssl" ? between(ROUND_TRIP_MS) : null,
            handshake_ms: between(ROUND_TRIP_MS),
            bytes_received: row.bytes_received + delay(),
          }
        : row,
    ),
    reads: later.reads.map((row) => ({
      ...row,
      requested_at: row.requested_at + delay(),
      elapsed_ms: row.elapsed_ms === null ? null : between(ROUND_TRIP_MS),
    })),
    estimates: later.estimates.map((row) => ({...row, asked_at: row.asked_at + delay()})),
    tips: later.tips.map((row) => ({...row, received_at: row.received_at + delay()})),
  };
}

/** The same as other servers: other names, addresses and certificates, and histograms of their own. */
export function otherServers(tables: Tables, copy: number, firstHistogram: number): Tables {
  if (copy === 0) return tables;
  const named = <T extends {readonly endpoint: string}>(row: T): T => ({
    ...row,
    endpoint: `n${copy}.${row.endpoint}`,
  });
  const hash = (text: string | null): string | null => text && digest(`${text} ${copy}`);
  const own = (row: EndpointRow): EndpointRow => ({
    ...named(row),
    host: `n${copy}.${row.host}`,
    address: row.address && `10.${copy}.${digest(row.address).slice(0, 2)}`,
    cert_sha256: hash(row.cert_sha256),
    cert_key_sha256: hash(row.cert_key_sha256),
    cert_subject: row.cert_subject && `n${copy}.${row.cert_subject}`,
    cert_names: row.cert_names && `n${copy}.${row.cert_names}`,
    donation_address:
      row.donation_address && `${row.donation_address.slice(0, 4)}${hash(row.donation_address)}`,
  });
  return {
    histograms: tables.histograms.map((row) => ({...row, histogram: row.histogram + firstHistogram})),
    endpoints: tables.endpoints.map(own),
    reads: tables.reads.map((row) => ({
      ...named(row),
      histogram: row.histogram === null ? null : row.histogram + firstHistogram,
    })),
    estimates: tables.estimates.map(named),
    tips: tables.tips.map(named),
  };
}
