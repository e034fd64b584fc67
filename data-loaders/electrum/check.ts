import type {Reason} from "../../src/observation/failure.js";

/** What is wrong with something a server sent: the rule it broke, and what was expected and found (not yet escaped). */
export interface Problem {
  readonly reason: Reason;
  readonly detail: string;
}

/** Either the value in the domain's type, or what is wrong with it. */
export type Checked<T> = {readonly value: T} | Problem;

export function wrongShape(expected: string, found: unknown): Problem {
  return {reason: "wrong-shape", detail: `expected ${expected}, got ${kind(found)}`};
}

/** A JSON value's kind in words, without its content. */
export function kind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "string") return `a string of ${value.length}`;
  return value === undefined ? "nothing" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A JSON object, as opposed to an array or null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object's own member or undefined: a server must not reach what every object inherits, such as `constructor`. */
export function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The first `limit` UTF-16 units of a text, half surrogate pairs replaced, so that it can be written as UTF-8. */
export function bounded(text: string, limit: number): string {
  return text.slice(0, limit).replace(/\p{Surrogate}/gu, "\ufffd");
}

/** The same problem, said of one member of an answer. */
export function within(member: string, {reason, detail}: Problem): Problem {
  return {reason, detail: `${member}: ${detail}`};
}
