import {escapeDetail} from "../../src/observation/failure.js";

/** Something in an archive that is not as it must be. */
export interface Problem {
  /** file or folder below the archive, and where in it: `…/reads.parquet row 3 bins` */
  readonly path: string;
  readonly expected: string;
  /** printable ASCII: what a server sent, or a stranger's manifest holds, is escaped */
  readonly got: string;
}

/** Problems of one kind in one file that are named; the rest is counted, so that one mistake does not fill a screen. */
export const NAMED_PROBLEMS = 3;

/** Collects the problems of one run. */
export class ProblemList {
  readonly #byKind = new Map<string, {named: Problem[]; more: number}>();

  /**
   * @param file where; with `expected`, what makes it one kind
   * @param where in the file, if anything
   */
  add(file: string, where: string, expected: string, got: unknown): void {
    const kind = `${file} ${where} ${expected}`.replace(/\b[0-9a-f]{64}\b|\d+/g, "");
    const known = this.#byKind.get(kind) ?? {named: [], more: 0};
    this.#byKind.set(kind, known);
    if (known.named.length < NAMED_PROBLEMS)
      known.named.push({path: where === "" ? file : `${file} ${where}`, expected, got: shown(got)});
    else known.more += 1;
  }

  /** Adds a problem unless `holds`. @returns whether it holds */
  expect(holds: boolean, file: string, where: string, expected: string, got: unknown): boolean {
    if (!holds) this.add(file, where, expected, got);
    return holds;
  }

  /** How many there are, those that are only counted among them. */
  get size(): number {
    return [...this.#byKind.values()].reduce((sum, {named, more}) => sum + named.length + more, 0);
  }

  get list(): Problem[] {
    return [...this.#byKind.values()].flatMap(({named, more}) =>
      named.map((problem, i) =>
        more > 0 && i === named.length - 1
          ? {...problem, got: `${problem.got}; and ${more} more like it`}
          : problem,
      ),
    );
  }
}

/** One line: `path: expected …, got …`. */
export function problemText({path, expected, got}: Problem): string {
  return `${printable(path)}: expected ${expected}, got ${got}`;
}

/** A value from a file, as printable ASCII on one line. */
function shown(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid time" : value.toISOString();
  if (value === undefined) return "none";
  if (typeof value === "object" && value !== null)
    return value instanceof Error
      ? printable(value.message)
      : Array.isArray(value)
        ? "an array"
        : "an object";
  return printable(typeof value === "string" ? JSON.stringify(value) : String(value));
}

/** Text for a terminal: whatever is no printable ASCII is escaped, also in the name of a file. */
export function printable(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) && text.length <= 400 ? text : escapeDetail(text);
}
