import {readdirSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {numbers} from "../../src/report/constants.js";
import type {NamedNumber} from "../../src/report/namedNumber.js";

const root = join(import.meta.dirname, "..", "..", "src");

/** Numbers that decide nothing of what is said about servers, and why. */
const SHAPES_NOTHING: Readonly<Record<string, string>> = {
  UNTOLD: "a code in place of a state, not a quantity",
  LEVEL_STEP: "a millionth, to which a share is rounded: finer than what is shown",
  TAIL_EDGES: "half bits, to which bits are rounded down before a p-value is looked up",
  AT_MOST: "room in memory for different numbers of one field",
  MAX_DETAIL: "length of an error text",
  NORMAL_95: "mathematics: the quantile behind every 95% interval",
  STEPS: "colours of the matrix",
  AGREEMENT_STEPS: "colours of the matrix",
  ESTIMATE_STEPS: "colours of the matrix",
  BIT_STEPS: "colours of the matrix",
  STEP_COUNT: "colours of the matrix",
  LAST_ZERO_STEP: "which colour of the matrix ends at the printed threshold",
  NOT_COMPARED: "a code in place of a cluster, not a quantity",
  ALONE: "a code in place of a cluster, not a quantity",
  MOST_IN_MATRIX: "how much a page draws",
  MATRIX_RUNS: "how many runs have a file of their own",
  UPTIME_SERVERS: "how much a page draws",
  FAILURE_ROWS: "how much a page draws",
  SUMMARY_LINES: "how much a summary lists",
  LONGEST_STATEMENT: "how much a page shows of one statement",
  NAMED_PROBLEMS: "how much a page lists",
  RANKED_PAIRS: "how much a page lists",
  OTHER_THRESHOLDS: "what other thresholds would give is printed beside each",
  BIT_THRESHOLDS: "what other thresholds would give is printed beside each",
};

/** How much a page shows or a list holds, told by its name. */
const SHOWS_ONLY = /^(SHOWN|LISTED|DRAWN|LOGGED|KEPT)_/;

const printed: readonly NamedNumber[] = Object.values(numbers).flat();
/** Every exported constant in capitals that is a number, or holds numbers alone. */
const constants = new Map<string, readonly number[]>();

beforeAll(async () => {
  for (const folder of ["evidence", "report", "statistics", "observation"])
    for (const file of readdirSync(join(root, folder)).filter((name) => name.endsWith(".ts"))) {
      const module = (await import(join(root, folder, file))) as Record<string, unknown>;
      for (const [name, value] of Object.entries(module)) {
        const values = numbersIn(value);
        if (/^[A-Z][A-Z0-9_]+$/.test(name) && values.length > 0) constants.set(name, values);
      }
    }
}, 60_000);

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null || value instanceof Set || value instanceof Map) return [];
  const values = Object.values(value);
  return values.every((one) => typeof one === "number") ? values : [];
}

/** Whether a text holds a number: as it is, in thousands or millions, in hours of ms, in percent, or as one in so many. */
function says(text: string, value: number): boolean {
  const exact = (number: number) => [
    String(number),
    number.toLocaleString("en-US", {maximumFractionDigits: 20}),
  ];
  const spellings = [
    ...[value, value / 1e3, value / 1e6, value / 3.6e6].flatMap(exact),
    `${value * 100}%`,
    ...(value === 1 / 3 ? ["33%"] : []),
    ...(value < 1 ? [`One run in ${Math.round(1 / value)}`, `One reading in ${Math.round(1 / value)}`] : []),
  ];
  return spellings.some((spelling) => {
    const whole = spelling.replace(/[.+]/g, "\\$&");
    return new RegExp(`(?<![\\d.,])${whole}(?![\\d]|[.,]\\d)`).test(text);
  });
}

describe("numbers of the method page", () => {
  it("are all there: every constant is printed, or in the list of those that shape nothing", () => {
    const known = new Set([...printed.flatMap((one) => one.constants), ...Object.keys(SHAPES_NOTHING)]);
    expect([...constants.keys()].filter((name) => !known.has(name) && !SHOWS_ONLY.test(name))).toEqual([]);
    expect(constants.size).toBeGreaterThan(60);
  });

  it("are constants that exist, each printed once", () => {
    const names = printed.flatMap((one) => one.constants);
    expect(names.filter((name) => !constants.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(
      Object.keys(SHAPES_NOTHING).filter((name) => !constants.has(name) || names.includes(name)),
    ).toEqual([]);
  });

  it("say the value that the code uses", () => {
    const unsaid = printed.flatMap(({value, why, constants: names}) =>
      names.filter((name) => (constants.get(name) ?? []).some((number) => !says(`${value} ${why}`, number))),
    );
    expect(unsaid).toEqual([]);
  });

  it("give a reason", () => {
    for (const {name, why} of printed) expect(why.length, name).toBeGreaterThan(20);
  });
});
