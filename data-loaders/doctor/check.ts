import {printable} from "../verifying/problems.js";

/** ok; warn: a run works, but something may be amiss; fail: a run would not work or not be sound; unknown: could not be looked at. */
export type State = "ok" | "warn" | "fail" | "unknown";

/** What one look found. */
export interface Check {
  readonly name: string;
  readonly state: State;
  /** what was found */
  readonly found: string;
  /** what to do about it, in one line; empty if nothing */
  readonly advice: string;
}

export function check(name: string, state: State, found: string, advice = ""): Check {
  return {name, state, found, advice};
}

/** One line, and a second one with advice if there is any. */
export function checkText({name, state, found, advice}: Check): string {
  const line = `${state.padEnd(8)}${name}: ${printable(found)}\n`;
  return advice === "" ? line : `${line}${" ".repeat(8)}${advice}\n`;
}
