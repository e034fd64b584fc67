import {createHash, randomUUID} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";

/** A text that `keepText` wrote; null if there is none, or none that is whole. */
export function keptText(path: string): string | null {
  try {
    const all = readFileSync(path, "utf8");
    const end = all.indexOf("\n");
    const text = all.slice(end + 1);
    return all.slice(0, end) === sha256(text) ? text : null;
  } catch {
    return null;
  }
}

/** Keeps a text, whole or not at all. A disk that refuses makes the next time slow, and nothing else. */
export function keepText(path: string, text: string): void {
  const partial = `${path}.${randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(partial, `${sha256(text)}\n${text}`);
    renameSync(partial, path);
  } catch {
    forget(partial);
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function forget(path: string): void {
  try {
    rmSync(path, {force: true});
  } catch {
    // Left for whoever empties the folder.
  }
}
