import {canonicalHost} from "../observation/endpoint.js";

/** What an operator wished to have said beside what is said of a server. */
export interface Statement {
  /** canonical; it stands on the pages of all ports of the host */
  readonly host: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** the operator's words, plain text */
  readonly text: string;
  /** where it was said, so that anyone can check who said it: https */
  readonly link: string;
}

/** Characters. Longer statements are linked. */
export const LONGEST_STATEMENT = 2000;

/**
 * Checks the statements as they lie in the repository: lists of statements, keyed by host.
 *
 * @throws {TypeError} with the entry that is wrong, since a statement that is dropped in silence would wrong somebody
 */
export function checkStatements(content: unknown): ReadonlyMap<string, readonly Statement[]> {
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new TypeError("statements: expected an object keyed by host");
  return new Map(
    Object.entries(content).map(([host, entries]) => {
      if (canonicalHost(host) !== host)
        throw new TypeError(`statements: expected a canonical host name, got ${JSON.stringify(host)}`);
      if (!Array.isArray(entries)) throw new TypeError(`statements of ${host}: expected a list`);
      return [host, (entries as unknown[]).map((entry, i) => checkStatement(host, i, entry))];
    }),
  );
}

function checkStatement(host: string, position: number, entry: unknown): Statement {
  const where = `statements of ${host}: ${position}`;
  const {date, text, link} = (typeof entry === "object" && entry !== null ? entry : {}) as Record<
    string,
    unknown
  >;
  if (typeof date !== "string" || !/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(date)))
    throw new TypeError(`${where}: expected a date as YYYY-MM-DD, got ${JSON.stringify(date)}`);
  if (typeof text !== "string" || text.trim() === "" || text.length > LONGEST_STATEMENT)
    throw new TypeError(`${where}: expected a text of 1 to ${LONGEST_STATEMENT} characters`);
  if (typeof link !== "string" || !/^https:\/\/[^\s"<>]+$/.test(link))
    throw new TypeError(`${where}: expected a link that begins with https://, got ${JSON.stringify(link)}`);
  return {host, date, text, link};
}
