import {parseArgs} from "node:util";

/** What a user gave cannot be used. Printed as one line; exit code 2; nothing has been changed. */
export class UsageError extends Error {}

/** One option of a program: how it is spelled, its default, and its line in --help. */
export type Option = {readonly help: string} & (
  | {readonly type: "flag"}
  | {readonly type: "text"; readonly placeholder: string; readonly default: string | null}
  | {readonly type: "choice"; readonly choices: readonly string[]; readonly default: string}
  | {
      readonly type: "number";
      readonly placeholder: string;
      readonly default: number;
      readonly from: number;
      readonly to: number;
      /** default true */
      readonly whole?: boolean;
    }
);
type Options = Readonly<Record<string, Option>>;

type Value<O extends Option> = O extends {type: "flag"}
  ? boolean
  : O extends {type: "number"}
    ? number
    : O extends {type: "choice"; choices: readonly (infer C)[]}
      ? C
      : O extends {default: string}
        ? string
        : string | null;

/** The values of all options, and which of them the user gave. */
export interface Parsed<O extends Options> {
  readonly values: {readonly [K in keyof O]: Value<O[K]>};
  readonly given: ReadonlySet<keyof O>;
}

/** @throws {UsageError} in one line that names the option, what was expected and what was found */
export function parseCommandLine<const O extends Options>(options: O, args: readonly string[]): Parsed<O> {
  const {values, given} = parse(options, args, false);
  return {values, given};
}

/** The same for a program that also takes arguments without a name, such as folders. @throws {UsageError} likewise */
export function parseArguments<const O extends Options>(
  options: O,
  args: readonly string[],
): Parsed<O> & {readonly positionals: readonly string[]} {
  return parse(options, args, true);
}

function parse<const O extends Options>(
  options: O,
  args: readonly string[],
  allowPositionals: boolean,
): Parsed<O> & {readonly positionals: readonly string[]} {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, {type}]) => [
      name,
      {type: type === "flag" ? ("boolean" as const) : ("string" as const)},
    ]),
  );
  let raw: Record<string, unknown>;
  let positionals: readonly string[];
  try {
    ({values: raw, positionals} = parseArgs({
      args: [...args],
      options: config,
      strict: true,
      allowPositionals,
    }));
  } catch (error) {
    const [message = ""] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError(`${message}; see --help`, {cause: error});
  }
  const values = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, readOption(name, option, raw[name])]),
  );
  return {values: values as Parsed<O>["values"], given: new Set(Object.keys(raw)), positionals};
}

function readOption(name: string, option: Option, raw: unknown): string | number | boolean | null {
  if (option.type === "flag") return raw === true;
  if (raw === undefined) return option.default;
  const text = String(raw);
  if (option.type === "choice" && !option.choices.includes(text))
    throw new UsageError(`--${name}: expected ${option.choices.join(" or ")}, got ${JSON.stringify(text)}`);
  if (option.type === "text" && text === "")
    throw new UsageError(`--${name}: expected ${option.placeholder}, got an empty text`);
  return option.type === "number" ? readNumber(name, option, text) : text;
}

function readNumber(name: string, option: Extract<Option, {type: "number"}>, text: string): number {
  const whole = option.whole ?? true;
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(value >= option.from && value <= option.to) || (whole && !Number.isInteger(value)))
    throw new UsageError(
      `--${name}: expected a ${whole ? "whole " : ""}number from ${option.from} to ${option.to}, got ${JSON.stringify(text)}`,
    );
  return value;
}

/** The text of --help: usage, what the program does, one paragraph for each option with its default. */
export function helpText(usage: string, purpose: string, options: Options): string {
  const rows = Object.entries(options).map(
    ([name, option]) => [`  --${name}${placeholder(option)}`, describe(option)] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const lines = rows.flatMap(([left, right]) =>
    wrap(right, 100 - width).map((line, i) => `${(i === 0 ? left : "").padEnd(width)}${line}`),
  );
  return `usage: ${usage}\n\n${wrap(purpose, 100).join("\n")}\n\n${lines.join("\n")}\n`;
}

function placeholder(option: Option): string {
  if (option.type === "flag") return "";
  return ` ${option.type === "choice" ? option.choices.join("|") : option.placeholder}`;
}

function describe(option: Option): string {
  const fallback = option.type === "flag" || option.default === null ? "" : ` (default ${option.default})`;
  return option.help + fallback;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Runs a program: --help on stdout, a user's error as one line on stderr with exit code 2,
 * anything else that throws is our own mistake and shows its stack.
 */
export async function runProgram(main: (args: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
