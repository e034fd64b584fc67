import {fromCSV} from "arquero";
import {parseEndpoint} from "../observation/endpoint.js";

/** The committed files about the first study's endpoints, as text. */
export interface PublishedFiles {
  /** `endpoints.csv`: one row for each endpoint and source */
  readonly endpoints: string;
  /** `sources.json`: where each source was read */
  readonly sources: string;
  /** `aliases.json`: hosts that are one service, and why */
  readonly aliases: string;
}

/** What one public list says about one endpoint. */
export interface ListedRow {
  /** as in the thread: host:port/tcp or host:port/ssl */
  readonly endpoint: string;
  /** 1 to 5, the thread's cluster */
  readonly cluster: string;
  readonly host: string;
  /** self-reported; empty if this list does not give it */
  readonly program: string;
  readonly version: string;
  readonly source: string;
  /** ISO date; empty where no list has the endpoint */
  readonly observed: string;
}

/** Two hosts that belong to one service. */
export interface Alias {
  readonly hosts: readonly [string, string];
  readonly kind: "address and name" | "declared name";
  readonly reason: string;
  readonly sources: readonly string[];
}

/** A public list. */
export interface PublishedSource {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly path: string;
  readonly date: string;
  readonly note: string;
}

const columns = ["endpoint", "cluster", "host", "program", "version", "source", "observed"] as const;

/** Reads `endpoints.csv`. @throws {Error} naming the row that is not as expected */
export function listedRows(csv: string): readonly ListedRow[] {
  return fromCSV(csv, {autoType: false})
    .objects()
    .map((record, i) => {
      const cell = (column: (typeof columns)[number]): string => {
        const value: unknown = (record as Record<string, unknown>)[column];
        return typeof value === "string" ? value : "";
      };
      const endpoint = parseEndpoint(cell("endpoint"));
      if ("error" in endpoint) throw new Error(`endpoints.csv: row ${i + 1}: ${endpoint.error}`);
      return {
        endpoint: cell("endpoint"),
        cluster: cell("cluster"),
        host: endpoint.host,
        program: cell("program"),
        version: cell("version"),
        source: cell("source"),
        observed: cell("observed"),
      };
    });
}

/** Reads `sources.json`: a link to the exact file where there is one, else to the repository at its commit. */
export function publishedSources(json: string): readonly PublishedSource[] {
  const sources = JSON.parse(json) as Record<string, Partial<Record<string, string>>>; // committed, tested for shape
  return Object.entries(sources).map(([id, {title, url, repository, commit, path, date, note}]) => ({
    id,
    title: title ?? "",
    url: url ?? `https://github.com/${repository}/tree/${commit}`,
    path: path ?? "",
    date: date ?? "",
    note: note ?? "",
  }));
}

/** Reads `aliases.json`. */
export function aliases(json: string): readonly Alias[] {
  return JSON.parse(json) as readonly Alias[]; // committed, each pair tested against endpoints.csv
}
