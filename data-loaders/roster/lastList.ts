import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {type Endpoint, formatEndpoint} from "../../src/observation/endpoint.js";
import {parseRoster} from "../roster.js";

/** Where the newest copy of each list is committed, so that a run needs nobody but the servers. */
export const lastFolder = fileURLToPath(new URL("last", import.meta.url));

/** A list as it was when it was last fetched. */
export interface LastList {
  readonly endpoints: readonly Endpoint[];
  /** the line that says where it comes from; empty if the file has none */
  readonly origin: string;
}

/**
 * Share of its servers that a list must keep to replace its last copy. Lists lose a server now and then; one that
 * loses half at once is a page that was cut off or changed, and a person should look at it first.
 */
export const MIN_KEPT_SHARE = 0.5;

const ORIGIN = "# origin: ";

/** The committed copy of a list, or null if there is none yet. @throws {UsageError} if it is malformed */
export function readLast(name: string, folder = lastFolder): LastList | null {
  let text: string;
  try {
    text = readFileSync(join(folder, `${name}.txt`), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const candidates = parseRoster(text, `roster/last/${name}.txt`, name);
  const origin = text.split("\n").find((line) => line.startsWith(ORIGIN));
  return {
    endpoints: candidates.map(({endpoint}) => endpoint),
    origin: origin?.slice(ORIGIN.length).trim() ?? "",
  };
}

/** Replaces the committed copy, unless it would shrink too much. Returns why not, or null. */
export function writeLast(name: string, list: LastList, folder = lastFolder): string | null {
  const before = readLast(name, folder)?.endpoints.length ?? 0;
  if (list.endpoints.length < MIN_KEPT_SHARE * before)
    return `expected at least ${Math.ceil(MIN_KEPT_SHARE * before)} servers, half of the ${before} before, got ${list.endpoints.length}`;
  const header = `# The list \`${name}\` as it was last fetched. Written by \`npm run roster -- --update\`; see data-loaders/roster/.\n`;
  const lines = list.endpoints.map((endpoint) => `${formatEndpoint(endpoint)}\n`);
  writeFileSync(join(folder, `${name}.txt`), `${header}${ORIGIN}${list.origin}\n${lines.join("")}`);
  return null;
}
