import {createHash, randomUUID} from "node:crypto";
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {deserialize, serialize} from "node:v8";
import {crc32} from "node:zlib";

/** Where results are kept: `KINSHIP_CACHE`, else beside other caches of tools. Deleting it costs nothing but time. */
export function cacheFolder(): string {
  return process.env["KINSHIP_CACHE"] ?? join("node_modules", ".cache", "electrum-kinship", "digests");
}

/** Results of one kind, each in a file named after what it was worked out from. */
export interface KeptCache<T> {
  /** Name of what was worked out from files of these contents, in this order. */
  key(contents: readonly string[]): string;
  encode(result: T): Uint8Array<ArrayBuffer>;
  /** null if the bytes are not what `encode` made. */
  decode(bytes: Uint8Array): T | null;
  /** Whether there is a file of that name, whole or not. */
  has(folder: string, key: string): boolean;
  /** What is kept under a name; null if there is nothing, or nothing whole. */
  load(folder: string, key: string): T | null;
  /** Keeps bytes under a name, whole or not at all. A disk that refuses makes the next time slow, and nothing else. */
  store(folder: string, key: string, bytes: Uint8Array): void;
  /** Removes what is kept under a name. */
  drop(folder: string, key: string): void;
}

/**
 * @param kind what is kept, as the files' extension says it
 * @param version of what it holds and how it is worked out: files of other versions are not looked at
 */
export function keptCache<T>(kind: string, version: number): KeptCache<T> {
  /** Before the result itself: what the file is, and a checksum of what follows. */
  const magic = Buffer.from(`electrum-kinship ${kind} ${String(version).padStart(4, "0")}\n`);
  const header = magic.length + 4;
  const pathOf = (folder: string, key: string) => join(folder, `${key}.${kind}`);
  const decode = (bytes: Uint8Array): T | null => {
    const body = bytes.subarray(header);
    if (bytes.length <= header || magic.compare(bytes, 0, magic.length) !== 0) return null;
    const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length);
    if (crc32(body) !== sum) return null;
    try {
      return deserialize(body) as T;
    } catch {
      return null; // another version of Node wrote it
    }
  };
  return {
    key: (contents) =>
      createHash("sha256")
        .update(JSON.stringify([version, ...contents]))
        .digest("hex"),
    encode(result) {
      const body = serialize(result);
      const bytes = new Uint8Array(header + body.length);
      bytes.set(magic);
      new DataView(bytes.buffer).setUint32(magic.length, crc32(body));
      bytes.set(body, header);
      return bytes;
    },
    decode,
    has: (folder, key) => existsSync(pathOf(folder, key)),
    load(folder, key) {
      try {
        return decode(readFileSync(pathOf(folder, key)));
      } catch {
        return null;
      }
    },
    store(folder, key, bytes) {
      const path = pathOf(folder, key);
      const partial = `${path}.${randomUUID()}.tmp`;
      try {
        mkdirSync(dirname(path), {recursive: true});
        writeFileSync(partial, bytes);
        renameSync(partial, path);
      } catch {
        forget(partial);
      }
    },
    drop: (folder, key) => forget(pathOf(folder, key)),
  };
}

function forget(path: string): void {
  try {
    rmSync(path, {force: true});
  } catch {
    // Left for whoever empties the folder.
  }
}
