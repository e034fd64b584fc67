import {firstTable} from "./firstTable.js";
import {type Entry, listed} from "./listed.js";
import type {Listed, ListSource} from "./source.js";

/**
 * The monitor of 1209k.com, from which the first study took its servers. A page for people: no documented format.
 *
 * Politeness: one request of one page for each time it is asked for, under our own name. The site is one person's;
 * runs use the committed copy unless they are told to fetch.
 */
export const bitcoinEye: ListSource = {
  name: "1209k",
  url: "https://1209k.com/bitcoin-eye/ele.php?chain=btc",
  maxBytes: 2_000_000, // 500 rows of 11 cells are some 200 kB
  parse: parseBitcoinEye,
};

/** Cells of a row with a server: host, port, protocol, and eight on its state, which we find out for ourselves. */
const MIN_CELLS = 3;

/**
 * Reads the page's first table: a row with cells `host`, `port`, and `ssl` or `tcp`, for each server.
 *
 * Tolerant of other columns, attributes and unclosed tags; a first row of headings is left out. An error, not fewer
 * servers, when the page has no such table any more.
 */
export function parseBitcoinEye(html: string): Listed | {readonly error: string} {
  const table = firstTable(html);
  if (table === null) return {error: "expected a page with a table, got none: the page has changed"};
  const rows = table.filter(({headings}) => !headings).map(({cells}) => cells);
  const read = listed(rows.map(entryOf));
  return "error" in read ? {error: `${read.error}: the page has changed`} : read;
}

/** A row that is no server's gives an entry that names none, so that it is counted as skipped. */
function entryOf(cells: readonly string[]): Entry {
  const [host = "", port = "", protocol = ""] = cells;
  const transport = protocol.toLowerCase();
  if (cells.length < MIN_CELLS || (transport !== "ssl" && transport !== "tcp"))
    return {host: "", port: "", transport: "tcp"};
  return {host, port, transport};
}
