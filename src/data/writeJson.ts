import {closeSync, openSync, writeSync} from "node:fs";

/** Characters that are gathered before they go to the disk. */
const CHUNK = 1 << 20;

/**
 * Writes an object as `JSON.stringify` would, to the byte, without ever holding all of it as one text: lists in its own
 * fields go out item by item. Findings of a thousand servers would be longer than a string can be.
 *
 * @param value a plain object
 */
export function writeJson(path: string, value: object): void {
  const file = openSync(path, "w");
  try {
    let text = "";
    for (const part of parts(value)) {
      text += part;
      if (text.length < CHUNK) continue;
      writeSync(file, text);
      text = "";
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

function* parts(value: object): Iterable<string> {
  yield "{";
  let first = true;
  for (const [key, field] of Object.entries(value)) {
    const whole = Array.isArray(field) ? "" : JSON.stringify(field);
    if (whole === undefined) continue; // as JSON.stringify leaves out what is not there
    yield `${first ? "" : ","}${JSON.stringify(key)}:`;
    first = false;
    if (!Array.isArray(field)) yield whole;
    else {
      yield "[";
      for (const [i, item] of field.entries()) yield `${i > 0 ? "," : ""}${JSON.stringify(item) ?? "null"}`;
      yield "]";
    }
  }
  yield "}";
}
