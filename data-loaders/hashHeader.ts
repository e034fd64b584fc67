import {createHash} from "node:crypto";

/** Double SHA-256, byte-reversed, as block hashes are printed. */
export function hashHeader(header: Uint8Array): string {
  const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
  return Buffer.from(sha256(sha256(header)).toReversed()).toString("hex");
}
