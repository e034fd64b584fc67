/** Double SHA-256 of a header, byte-reversed, as 64 hex digits. Passed in, because no hash runs everywhere synchronously. */
export type HashHeader = (header: Uint8Array) => string;

/** What distinguishes one header from the next. */
export interface HeaderFields {
  /** as explorers print it */
  readonly previousHash: string;
  /** 32 bytes; simulated blocks have no transactions on the wire, so any bytes will do */
  readonly merkleRoot: Uint8Array;
  /** UTC, whole seconds */
  readonly time: number;
}

/** Compact target of the easiest difficulty there is (regtest's): every second nonce satisfies it. */
const EASIEST_BITS = 0x207fffff;

/** BIP 9 version with no bit signalled. */
const VERSION = 0x20000000;

/**
 * The 80 bytes of a block header with a valid, if trivial, proof of work, and its hash.
 *
 * @see Bitcoin Core `CBlockHeader`: version, previous hash, Merkle root, time, bits, nonce; little-endian
 */
export function mineHeader(
  {previousHash, merkleRoot, time}: HeaderFields,
  hashHeader: HashHeader,
): {readonly header: string; readonly hash: string} {
  const bytes = new Uint8Array(80);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, VERSION, true);
  for (let i = 0; i < 32; i++) bytes[4 + i] = Number.parseInt(previousHash.slice(62 - 2 * i, 64 - 2 * i), 16);
  bytes.set(merkleRoot, 36);
  view.setUint32(68, time, true);
  view.setUint32(72, EASIEST_BITS, true);
  for (let nonce = 0; ; nonce++) {
    view.setUint32(76, nonce, true);
    const hash = hashHeader(bytes);
    if (hash < "8") return {header: hex(bytes), hash};
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
