import {createHash} from "node:crypto";
import type {Tip} from "../../src/observation/tip.js";
import {isObject, kind, own, wrongShape} from "./check.js";
import type {Checked} from "./check.js";
import type {Question} from "./question.js";

/** The newest block. Asking also subscribes: from then on the server announces new blocks. */
export const newestTip: Question<Tip> = {
  method: "blockchain.headers.subscribe",
  params: [],
  check: checkTip,
};

/** A block header as an answer or an announcement carries it. Proof of work is not checked: a tip is a claim. */
export function checkTip(result: unknown): Checked<Tip> {
  if (!isObject(result)) return wrongShape("{height, hex}", result);
  const height = own(result, "height");
  const hex = own(result, "hex");
  if (typeof height !== "number" || typeof hex !== "string")
    return {
      reason: "wrong-shape",
      detail: `expected a height and a header, got ${kind(height)} and ${kind(hex)}`,
    };
  if (!Number.isInteger(height) || height < 0 || height > 2 ** 31 - 1)
    return {reason: "out-of-range", detail: `expected a height from 0 to 2147483647, got ${height}`};
  if (!/^[0-9a-f]{160}$/i.test(hex)) return wrongShape("80 bytes of header as 160 hex digits", hex);
  const header = hex.toLowerCase();
  return {value: {height: height + 0, header, hash: blockHash(header)}}; // + 0 turns -0 into 0
}

function blockHash(header: string): string {
  return Buffer.from(sha256(sha256(Buffer.from(header, "hex"))).toReversed()).toString("hex");
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
