import {group} from "d3-array";
import type {Alias, ListedRow} from "./publishedList.js";

/** Endpoints that are, as far as public lists show, one service: counted once. */
export interface Service {
  readonly cluster: string;
  /** spelled as in the thread */
  readonly endpoints: readonly string[];
  /** newest self-reported program in any list; null if none gives one */
  readonly reported: Reported | null;
  /** why several endpoints are one service; empty for a single one */
  readonly ties: readonly string[];
}

export interface Reported {
  readonly program: string;
  readonly version: string;
  readonly source: string;
  /** ISO date */
  readonly observed: string;
}

/**
 * Merges endpoints into services: two ports of one name, and hosts tied by an alias.
 *
 * The count is an upper bound: what no list ties together may still be one service.
 */
export function services(rows: readonly ListedRow[], aliases: readonly Alias[]): readonly Service[] {
  const name = canonicalNames(aliases);
  const byService = group(rows, ({host}) => name(host));
  return [...byService.values()].map((rows) => {
    const hosts = [...new Set(rows.map(({host}) => host))];
    const endpoints = [...new Set(rows.map(({endpoint}) => endpoint))];
    const ports = hosts.filter(
      (host) => new Set(rows.filter((row) => row.host === host).map(({endpoint}) => endpoint)).size > 1,
    );
    return {
      cluster: rows[0]?.cluster ?? "",
      endpoints,
      reported: newestReport(rows),
      ties: [
        ...ports.map((host) => `two ports of ${host}`),
        ...aliases
          .filter(({hosts: pair}) => pair.every((host) => hosts.includes(host)))
          .map(({hosts: [a, b], reason}) => `${a} and ${b}: ${reason}`),
      ],
    };
  });
}

/** The newest row that names a program; of two with one date, the first. */
export function newestReport(rows: readonly ListedRow[]): Reported | null {
  const [newest] = rows
    .filter(({program}) => program !== "")
    .toSorted((a, b) => b.observed.localeCompare(a.observed, "en"));
  return newest
    ? {program: newest.program, version: newest.version, source: newest.source, observed: newest.observed}
    : null;
}

/** One name for all hosts that aliases tie together, directly or through others. */
function canonicalNames(aliases: readonly Alias[]): (host: string) => string {
  const names = new Map<string, string>();
  const name = (host: string): string => {
    const other = names.get(host);
    return other === undefined ? host : name(other);
  };
  for (const {
    hosts: [a, b],
  } of aliases)
    if (name(a) !== name(b)) names.set(name(a), name(b));
  return name;
}
