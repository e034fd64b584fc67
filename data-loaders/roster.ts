import {readFileSync} from "node:fs";
import {basename} from "node:path";
import {type Endpoint, formatEndpoint, parseEndpoint} from "../src/observation/endpoint.js";
import {UsageError} from "./commandLine.js";

/** An endpoint that a run may ask, and where it came from. */
export interface Candidate {
  readonly endpoint: Endpoint;
  /** a list's name, or `peers of` another endpoint */
  readonly source: string;
}

const threadList = new URL("roster/thread-135.txt", import.meta.url);

/** The built-in list: the 59 endpoints of the thread that started the study. */
export function threadRoster(): Candidate[] {
  return parseRoster(readFileSync(threadList, "utf8"), "roster/thread-135.txt", "thread-135");
}

/** Reads a user's list. @throws {UsageError} naming the file, or the line that is malformed */
export function rosterFile(path: string): Candidate[] {
  return parseRoster(readText(path, "--endpoints"), path, `file ${basename(path)}`);
}

/**
 * One endpoint a line, `#` begins a comment, blank lines are skipped, an endpoint named twice is kept once.
 *
 * @param name how errors call the list
 * @param source what the archive says of each endpoint
 * @throws {UsageError} at the first malformed line, or if no endpoint is left
 */
export function parseRoster(text: string, name: string, source: string): Candidate[] {
  const byName = new Map<string, Candidate>();
  for (const {line, content} of contentLines(text)) {
    const endpoint = parseEndpoint(content);
    if ("error" in endpoint) throw new UsageError(`${name}:${line}: ${endpoint.error}`);
    const spelled = formatEndpoint(endpoint);
    if (!byName.has(spelled)) byName.set(spelled, {endpoint, source});
  }
  if (byName.size === 0) throw new UsageError(`${name}: expected at least one endpoint, got none`);
  return [...byName.values()];
}

/** The lines of a list that say something, with their numbers: `#` begins a comment. */
export function contentLines(text: string): {line: number; content: string}[] {
  return text
    .replace(/^\uFEFF/, "") // a byte order mark, as some editors write
    .split(/\r\n|\n|\r/)
    .map((whole, i) => ({line: i + 1, content: whole.replace(/(^|\s)#.*$/, "").trim()}))
    .filter(({content}) => content !== "");
}

/** @throws {UsageError} naming the option, if there is no such file */
function readText(path: string, option: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(
      `${option}: expected a readable file, got ${path} (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}
