import type {Program} from "./program.js";
import {isAtLeast} from "./program.js";

/** BTC/kvB as Python's json and C's `%1.16g` print it: an exponent of two digits below 0.0001. */
export function writePythonNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-4) {
    const [digits = "", exponent = "0"] = value.toExponential().split("e");
    return `${digits}e-${String(-Number(exponent)).padStart(2, "0")}`;
  }
  return String(value);
}

/** BTC/kvB as Rust's serde_json prints it: an exponent below 0.00001, always a fraction otherwise. */
export function writeRustNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-5) return value.toExponential();
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** A value as Python's `str` shows it inside an error text. */
export function writePythonText(value: unknown, nested = false): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return nested ? `'${value}'` : value;
  if (Array.isArray(value)) return `[${value.map((item) => writePythonText(item, true)).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, item]) => `'${key}': ${writePythonText(item, true)}`)
      .join(", ")}}`;
  return String(value);
}

/** The outcome of a request, its payload already JSON text, because number style is the program's own. */
export type Outcome =
  | {readonly result: string}
  | {readonly code: number; readonly message: string}
  /** esplora's older builds send the text alone */
  | {readonly bareError: string};

export const failure = (code: number, message: string): Outcome => ({code, message});

/** One answer without its line end. Members come in the order that the program writes them in. */
export function writeAnswer({family}: Program, id: string, outcome: Outcome): string {
  if ("result" in outcome)
    return family === "electrumx"
      ? `{"jsonrpc":"2.0","result":${outcome.result},"id":${id}}`
      : `{"id":${id},"jsonrpc":"2.0","result":${outcome.result}}`;
  const error =
    "bareError" in outcome
      ? JSON.stringify(outcome.bareError)
      : `{"code":${outcome.code},"message":${JSON.stringify(outcome.message)}}`;
  return family === "electrumx"
    ? `{"jsonrpc":"2.0","error":${error},"id":${id}}`
    : `{"error":${error},"id":${id},"jsonrpc":"2.0"}`;
}

export function writeNotification(method: string, params?: string): string {
  return `{"jsonrpc":"2.0","method":${JSON.stringify(method)}${params === undefined ? "" : `,"params":${params}`}}`;
}

/** Several answers as one batch. Python's join leaves a blank after the comma. */
export function writeBatch({family}: Program, answers: readonly string[]): string {
  return `[${answers.join(family === "electrumx" ? ", " : ",")}]`;
}

/** ElectrumX from 1.18 on fills every message up to this many bytes, its line feed included. */
const PADDED_LENGTH = 1_024;

/** A message as the bytes of a line: padding before the last brace or bracket, then the program's line end. */
export function writeLine(program: Program, message: string): string {
  if (program.family === "fulcrum") return `${message}\r\n`;
  if (program.family !== "electrumx" || !isAtLeast(program, "1.18")) return `${message}\n`;
  const last = message.length - 1;
  return `${message.slice(0, last).padEnd(PADDED_LENGTH - 2)}${message.slice(last)}\n`;
}
