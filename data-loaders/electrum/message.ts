import {isObject, own} from "./check.js";
import type {Problem} from "./check.js";
import {nestsDeeper, opensMore, withoutBlanks, writtenMember} from "./json.js";
import {MAX_BRACKETS, MAX_DEPTH} from "./limits.js";

/** One JSON-RPC message from a server. */
export type Message =
  /** `text` is the whole message, `resultText` its result, both as written */
  | {
      readonly kind: "answer";
      readonly id: number;
      readonly result: unknown;
      readonly resultText: string;
      readonly text: string;
    }
  /** an answer that is an error: an object of code and message, or (esplora's electrs) a bare string */
  | {readonly kind: "error"; readonly id: number; readonly error: unknown}
  /** an answer with neither result nor error */
  | {readonly kind: "empty"; readonly id: number}
  | {readonly kind: "notification"; readonly method: string; readonly params: unknown}
  /** JSON that answers nothing we can have asked: a batch, a bare value, an id that is no number, a request */
  | {readonly kind: "stray"}
  /** nothing but white space */
  | {readonly kind: "blank"};

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}); // a BOM stays, and is then not JSON

/** Reads one line, or says why the stream it came from cannot be trusted further. */
export function readMessage(line: Uint8Array): Message | Problem {
  let text: string;
  try {
    text = withoutBlanks(utf8.decode(line));
  } catch {
    return {reason: "not-utf8", detail: `${line.length} bytes`};
  }
  if (text === "") return {kind: "blank"};
  if (nestsDeeper(text, MAX_DEPTH))
    return {reason: "nested-too-deep", detail: `expected at most ${MAX_DEPTH} levels of brackets`};
  // Parsed, each would cost a hundred bytes. Of all answers only a histogram opens more than a few thousand.
  if (opensMore(text, MAX_BRACKETS))
    return {
      reason: "too-many-bins",
      detail: `expected at most ${MAX_BRACKETS} arrays and objects in one line`,
    };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {reason: "not-json", detail: text};
  }
  return isObject(value) ? readObject(value, text) : {kind: "stray"};
}

function readObject(object: Readonly<Record<string, unknown>>, text: string): Message {
  const id = own(object, "id") ?? null;
  const method = own(object, "method");
  if (typeof method === "string")
    return id === null ? {kind: "notification", method, params: own(object, "params")} : {kind: "stray"};
  if (typeof id !== "number") return {kind: "stray"};
  const error = own(object, "error") ?? null; // JSON-RPC 1.0 writes "error": null into every answer
  if (error !== null) return {kind: "error", id, error};
  const resultText = writtenMember(text, "result");
  if (resultText === undefined) return {kind: "empty", id};
  return {kind: "answer", id, result: own(object, "result"), resultText, text};
}

/** A JSON-RPC error in words, whatever its form. */
export function describeError(error: unknown): string {
  if (typeof error === "string") return error;
  if (!isObject(error)) return JSON.stringify(error);
  const code = own(error, "code");
  const message = own(error, "message");
  if (typeof message !== "string") return JSON.stringify(error);
  return typeof code === "number" ? `code ${code}: ${message}` : message;
}
