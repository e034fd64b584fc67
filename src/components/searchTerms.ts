import type {ListedServer} from "../report/serverList.js";

/** What of a server is searched. */
export type Searched = Pick<ListedServer, "endpoint" | "host" | "addresses">;

/**
 * The terms of a search as our spelling has them: lower case, `host:50002:s` as Electrum writes it, addresses of
 * explorers and browsers without what stands around the host, names in other scripts as punycode.
 */
export function searchTerms(query: string): readonly string[] {
  return query
    .trim()
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((term) =>
      plainAscii(
        term
          .replace(/^(?:https?|ssl|tcp|electrum):\/\//, "")
          .replace(/:([ts])$/, (_, letter: string) => (letter === "t" ? "/tcp" : "/ssl"))
          .replace(/\.(?=$|[:/])/, "")
          .replace(/\/+$/, ""),
      ),
    )
    .filter((term) => term !== "");
}

/** `bücher.example:50002` as the URL parser spells it; what it cannot read stays as it is. */
function plainAscii(term: string): string {
  if (/^[\x20-\x7e]*$/.test(term)) return term;
  const [, host = term, rest = ""] = /^([^:/]+)(.*)$/.exec(term) ?? [];
  try {
    return new URL(`http://${host}/`).hostname + rest;
  } catch {
    return term;
  }
}

/** Whether every term is part of the server's name, of its port or of an address that it was reached at. */
export function matches({endpoint, host, addresses}: Searched, terms: readonly string[]): boolean {
  const bare = (text: string) => text.replace(/[[\]]/g, "");
  return terms.every((term) =>
    [endpoint, host, ...addresses].some((text) => text.includes(term) || bare(text).includes(bare(term))),
  );
}

/** Whether a server is here, in plain words. */
export function searchAnswer(query: string, found: number, all: number): string {
  const asked = query.trim();
  if (asked === "") return `${whole(all)} ${all === 1 ? "server" : "servers"} in this archive.`;
  if (found === 0) return `No: no server in this archive has “${asked}” in its name, port or address.`;
  return `Yes: ${found === 1 ? "one server has" : `${whole(found)} servers have`} “${asked}” in name, port or address.`;
}

function whole(number: number): string {
  return number.toLocaleString("en-US");
}
