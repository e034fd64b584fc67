import {closeSync, openSync, writeSync} from "node:fs";

/** Characters that are gathered before they go to the disk. */
const CHUNK = 1 << 20;

/** Items of a list that are written at a time. */
const ITEMS = 64;

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
  let first = true;
  yield "{";
  for (const [key, field] of Object.entries(value)) {
    const items: readonly unknown[] = Array.isArray(field) ? field : [];
    for (let from = 0; from === 0 || from < items.length; from += ITEMS) {
      const part = items.length === 0 ? field : items.slice(from, from + ITEMS);
      const text = JSON.stringify({[key]: part}, null, space);
      const [start, end] = [
        `{${line(1)}${JSON.stringify(key)}${space > 0 ? ": " : ":"}[`,
        `${line(1)}]${line(0)}}`,
      ];
      if (text === "{}") continue;
      const comma = first ? "" : ",";
      first = false;
      const isLast = from + ITEMS >= items.length;
      yield comma + text.slice(from === 0 ? 1 : start.length, isLast ? -line(0).length - 1 : -end.length);
    }
  }
  yield first ? "}" : `${line(0)}}`;
}
