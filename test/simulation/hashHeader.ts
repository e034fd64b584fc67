import {createHash} from "node:crypto";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** Double SHA-256, byte-reversed, as explorers print block hashes. */
export const hashHeader = (header: Uint8Array): string =>
  Buffer.from(sha256(sha256(header)).toReversed()).toString("hex");
