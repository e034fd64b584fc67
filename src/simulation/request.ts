/** A line from a client, as far as it is JSON. */
export type ParsedLine = {readonly value: unknown} | null;

export function parseLine(line: string): ParsedLine {
  try {
    return {value: JSON.parse(line) as unknown};
  } catch {
    return null; // not JSON: each program has its own answer to that
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The id of a request as JSON text, null if there is none.
 * A number is taken from the line itself, since one beyond 2^53 would not survive parsing.
 *
 * @param line the request's own text, or undefined within a batch
 */
export function idText(request: Fields, line?: string): string | null {
  const id = request["id"];
  if (id === undefined) return null;
  if (typeof id !== "number" || line === undefined) return JSON.stringify(id);
  return /"id"\s*:\s*(-?\d[\d.eE+-]*)/.exec(line)?.[1] ?? JSON.stringify(id);
}

/** A count with its noun: `1 argument`, `0 arguments`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
