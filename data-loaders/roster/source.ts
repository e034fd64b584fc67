import type {Endpoint} from "../../src/observation/endpoint.js";

/** A published list of Electrum servers that a run may take its endpoints from. */
export interface ListSource {
  /** short and safe as a file's name: what `--sources` and the archive call it */
  readonly name: string;
  /** https */
  readonly url: string;
  /** bytes of the list; several times what it has, so that it may grow and nothing else gets through */
  readonly maxBytes: number;
  /** Reads the list. What is no such list any more is an error, never a shorter list. */
  readonly parse: (text: string) => Listed | {readonly error: string};
}

/** What a list holds. */
export interface Listed {
  /** all of them, each once, in the list's order: a host may have several */
  readonly endpoints: readonly Endpoint[];
  /** entries that name no server on the public network: a malformed host or port, a private address */
  readonly skipped: number;
}

/** Endpoints taken from one list. The longest, 1209k's, had 506 rows in April 2026: four times that is no list of servers. */
export const MAX_LISTED = 2_000;

/**
 * Share of a list's entries that must be well-formed. Lists have a few odd ones for years; when most are odd, the
 * format has changed, and what is still read may mean something else.
 */
export const MIN_READABLE_SHARE = 0.5;
