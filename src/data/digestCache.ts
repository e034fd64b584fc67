import {createHash, randomUUID} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {deserialize, serialize} from "node:v8";
import {crc32} from "node:zlib";
import type {Digest} from "../evidence/digest.js";

/**
 * Of what a digest holds and how it is worked out. To be raised with every change of a signal of the node, of the
 * programs' marks or of `Digest`: files of other versions are not looked at.
 */
export const DIGEST_VERSION = 5;

/** Where digests are kept: `KINSHIP_CACHE`, else beside other caches of tools. Deleting it costs nothing but time. */
export function cacheFolder(): string {
  return process.env["KINSHIP_CACHE"] ?? join("node_modules", ".cache", "electrum-kinship", "digests");
}

/** Name of what was worked out from files of these contents, in this order. */
export function cacheKey(contents: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([DIGEST_VERSION, ...contents]))
    .digest("hex");
}

/** Before the digest itself: what the file is, and a checksum of what follows. */
const MAGIC = Buffer.from(`electrum-kinship digest ${String(DIGEST_VERSION).padStart(4, "0")}\n`);
const HEADER = MAGIC.length + 4;

export function encode(digest: Digest): Uint8Array<ArrayBuffer> {
  const body = serialize(digest);
  const bytes = new Uint8Array(HEADER + body.length);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, crc32(body));
  bytes.set(body, HEADER);
  return bytes;
}

/** null if the bytes are not what `encode` made. */
export function decode(bytes: Uint8Array): Digest | null {
  const body = bytes.subarray(HEADER);
  if (bytes.length <= HEADER || MAGIC.compare(bytes, 0, MAGIC.length) !== 0) return null;
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length);
  if (crc32(body) !== sum) return null;
  try {
    return deserialize(body) as Digest;
  } catch {
    return null; // another version of Node wrote it
  }
}

/** What is kept under a name; null if there is nothing, or nothing whole. */
export function load(folder: string, key: string): Digest | null {
  try {
    return decode(readFileSync(pathOf(folder, key)));
  } catch {
    return null;
  }
}

/** Keeps bytes under a name, whole or not at all. A disk that refuses makes the next time slow, and nothing else. */
export function store(folder: string, key: string, bytes: Uint8Array): void {
  const path = pathOf(folder, key);
  const partial = `${path}.${randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(partial, bytes);
    renameSync(partial, path);
  } catch {
    forget(partial);
  }
}

/** Removes what is kept under a name. */
export function drop(folder: string, key: string): void {
  forget(pathOf(folder, key));
}

function forget(path: string): void {
  try {
    rmSync(path, {force: true});
  } catch {
    // Left for whoever empties the folder.
  }
}

function pathOf(folder: string, key: string): string {
  return join(folder, `${key}.digest`);
}
