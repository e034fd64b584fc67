/** What a server says it runs. Self-reported: anyone can write anything here. */
export interface Program {
  /** `Fulcrum`, `ElectrumX`, `electrs`, …; `not stated` if it gave no name */
  readonly program: string;
  /** without the name; empty if it gave none */
  readonly version: string;
}

/** What is not printable ASCII: control and direction characters would act on a terminal or a page, not be read. */
const unprintable = /[^\x20-\x7e]/gu;

/** Longest name or version that is shown; genuine ones have under 20 characters. */
const MAX_LENGTH = 40;

/**
 * Splits the answer to `server.version`: `Fulcrum 2.1.0`, `electrs/0.10.8`, `ElectrumX 1.18.0`.
 *
 * @example programOf("electrs/0.10.8") // {program: "electrs", version: "0.10.8"}
 */
export function programOf(serverVersion: string | null): Program {
  const [program = "", version = ""] = (serverVersion ?? "")
    .replace(unprintable, "?")
    .trim()
    .split(/[\s/]+(.*)/s);
  return {program: program.slice(0, MAX_LENGTH) || "not stated", version: version.slice(0, MAX_LENGTH)};
}

/** How often each value comes. */
export interface Tally {
  readonly value: string;
  readonly count: number;
}

/** Counts values, the most frequent first, ties by name. */
export function tally(values: Iterable<string>): readonly Tally[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({value, count}))
    .toSorted((a, b) => b.count - a.count || a.value.localeCompare(b.value, "en"));
}
