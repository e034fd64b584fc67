import {isObject, own, within, wrongShape} from "./check.js";
import type {Checked} from "./check.js";
import {writtenMember} from "./json.js";
import {MAX_NUMBER_TEXT} from "./limits.js";
import type {Question} from "./question.js";

/** A feerate, and how it was written, which tells programs apart (`1e-05` or `0.00001`). */
export interface Fee {
  /** sat/kvB, rounded: `7.55e-05` and `7.550000000000001e-05` are one estimate */
  readonly satPerKvb: number;
  /** BTC/kvB, as written */
  readonly text: string;
}

/** sat/kvB, the largest that the archive's int32 holds: 21 bitcoin for each thousand vbytes. */
export const MAX_FEE = 2 ** 31 - 1;

/**
 * The feerate at which a transaction is expected to confirm within `target` blocks; -1 when the server has none.
 * No mode is sent: Fulcrum before 2.1 and romanz/electrs refuse a second argument.
 */
export function estimateFee(target: number): Question<Fee> {
  return {
    method: "blockchain.estimatefee",
    params: [target],
    check: (result, text) => (result === -1 ? {value: {satPerKvb: -1, text}} : checkFee(result, text)),
  };
}

/** Minimum relay feerate. Asked below protocol 1.6, which took it out (`hasMempoolInfo`). */
export const relayFee: Question<Fee> = {
  method: "blockchain.relayfee",
  params: [],
  check: checkFee,
};

/** Minimum relay feerate and its neighbours. Asked from protocol 1.6 on (`hasMempoolInfo`). */
export const mempoolInfo: Question<{
  readonly relayFee: Fee;
  /** sat/kvB; null where the answer lacks it */
  readonly mempoolMinFee: number | null;
  /** sat/kvB; null where the answer lacks it */
  readonly incrementalFee: number | null;
}> = {
  method: "mempool.get_info",
  params: [],
  check(result, text) {
    if (!isObject(result)) return wrongShape("an object", result);
    const fee = (key: string) => checkFee(own(result, key), writtenMember(text, key) ?? "");
    const relay = fee("minrelaytxfee");
    if (!("value" in relay)) return within("minrelaytxfee", relay);
    const others: (number | null)[] = [];
    for (const key of ["mempoolminfee", "incrementalrelayfee"]) {
      const checked = Object.hasOwn(result, key) ? fee(key) : null;
      if (checked !== null && !("value" in checked)) return within(key, checked);
      others.push(checked === null ? null : checked.value.satPerKvb);
    }
    const [mempoolMinFee = null, incrementalFee = null] = others;
    return {value: {relayFee: relay.value, mempoolMinFee, incrementalFee}};
  },
};

function checkFee(result: unknown, text: string): Checked<Fee> {
  if (typeof result !== "number") return wrongShape("a number of BTC/kvB", result);
  const satPerKvb = Math.round(result * 1e8) + 0; // + 0 turns -0 into 0
  if (!(result >= 0 && satPerKvb <= MAX_FEE))
    return {reason: "out-of-range", detail: `expected 0 to ${MAX_FEE / 1e8} BTC/kvB, got ${result}`};
  if (text.length > MAX_NUMBER_TEXT)
    return {
      reason: "wrong-shape",
      detail: `expected at most ${MAX_NUMBER_TEXT} characters, got ${text.length}`,
    };
  return {value: {satPerKvb, text}};
}
