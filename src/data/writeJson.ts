import {closeSync, openSync, writeSync} from "node:fs";

/** Characters that are gathered before they go to the disk. */
const CHUNK = 1 << 20;

/** Writes an object to a file as `jsonChunks` gives it. @param value a plain object */
export function writeJson(path: string, value: object): void {
  const file = openSync(path, "w");
  try {
    for (const chunk of jsonChunks(value)) writeSync(file, chunk);
  } finally {
    closeSync(file);
  }
}

/**
 * An object as `JSON.stringify` would write it, to the byte, without ever holding all of it as one text: lists in its own
 * fields go out item by item. Findings of a thousand servers would be longer than a string can be.
 *
 * @param value a plain object
 * @param space blanks by which each level is set in; 0: all in one line
 */
export function* jsonChunks(value: object, space = 0): Iterable<string> {
  let text = "";
  for (const part of parts(value, space)) {
    text += part;
    if (text.length < CHUNK) continue;
    yield text;
    text = "";
  }
  yield text;
}

function* parts(value: object, space: number): Iterable<string> {
  /** the start of a line so many levels deep */
  const line = (depth: number) => (space > 0 ? `\n${" ".repeat(depth * space)}` : "");
  const textOf = (part: unknown, depth: number): string | undefined => {
    const text: string | undefined = JSON.stringify(part, null, space); // in texts a line break is written as \n
    return space > 0 ? text?.replaceAll("\n", line(depth)) : text;
  };
  const colon = space > 0 ? ": " : ":";
  let first = true;
  yield "{";
  for (const [key, field] of Object.entries(value)) {
    const isList = Array.isArray(field) && field.length > 0;
    const whole = isList ? "" : textOf(field, 1);
    if (whole === undefined) continue; // as JSON.stringify leaves out what is not there
    yield `${first ? "" : ","}${line(1)}${JSON.stringify(key)}${colon}${whole}`;
    first = false;
    if (!isList) continue;
    yield "[";
    for (const [i, item] of field.entries())
      yield `${i > 0 ? "," : ""}${line(2)}${textOf(item, 2) ?? "null"}`;
    yield `${line(1)}]`;
  }
  yield first ? "}" : `${line(0)}}`;
}
