import {serverColumns} from "./serverColumns.js";

/** What the reader looks at in the table of servers: kept in the page's address, so that a view can be linked. */
export interface ServerView {
  /** what is searched for */
  readonly query: string;
  /** chosen value of each filter by its key; empty for all */
  readonly filters: Readonly<Record<string, string>>;
  /** position of the column that the table is sorted by, and whether the largest is on top */
  readonly column: number;
  readonly down: boolean;
}

/** What a filter offers. */
export interface FilterValues {
  /** in the address */
  readonly key: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** Characters of a search: more than the longest host name with its port. */
export const LONGEST_QUERY = 300;

/** Reads a view from an address. What it does not know it leaves out: anybody can write an address. */
export function serverViewIn(search: string, filters: readonly FilterValues[]): ServerView {
  const query = new URLSearchParams(search);
  const sort = query.get("sort") ?? "";
  const column = serverColumns.findIndex(({key}) => key === sort.replace(/^-/, ""));
  return {
    query: (query.get("q") ?? "").slice(0, LONGEST_QUERY),
    filters: Object.fromEntries(
      filters.map(({key, options}) => {
        const asked = query.get(key);
        return [key, options.find(([value]) => value === asked)?.[0] ?? ""];
      }),
    ),
    column: Math.max(0, column),
    down: column >= 0 && sort.startsWith("-"),
  };
}

/** The same as values of the address, for `writeQuery`; empty where it is as usual. */
export function valuesOf({query, filters, column, down}: ServerView): Readonly<Record<string, string>> {
  const key = serverColumns[column]?.key ?? "";
  return {q: query.trim(), ...filters, sort: column === 0 && !down ? "" : `${down ? "-" : ""}${key}`};
}
