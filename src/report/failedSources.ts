import type {Manifest} from "../observation/snapshot.js";

/** Options of a run that tell where a list of servers came from begin so: `source:NAME`. */
const SOURCE = "source:";

/** What such an option's text begins with if the list could not be fetched or read. */
const FAILED = "failed: ";

/**
 * One sentence for each list of servers that could not be had in a run, with the reason and what was asked instead.
 *
 * The reason may hold text of the list's own server: it is shown escaped, as everything from outside.
 */
export function failedSources(options: Manifest["options"]): string[] {
  return Object.entries(options).flatMap(([name, origin]) =>
    name.startsWith(SOURCE) && typeof origin === "string" && origin.startsWith(FAILED)
      ? [
          `List ${name.slice(SOURCE.length)} failed, so its last copy was used if there is one: ${origin.slice(FAILED.length)}`,
        ]
      : [],
  );
}
