import {checkHistogram, numberStyle} from "../../src/observation/histogram.js";
import type {FeeHistogram, NumberStyle} from "../../src/observation/histogram.js";
import {bounded, wrongShape} from "./check.js";
import {MAX_BANNER, MAX_DONATION_ADDRESS, MAX_NUMBER_TEXT} from "./limits.js";
import type {Question} from "./question.js";

/** Every question that an observation may put to a server: the longer ones have files of their own. */
export {estimateFee, mempoolInfo, relayFee} from "./fees.js";
export type {Fee} from "./fees.js";
export {features} from "./features.js";
export type {Features} from "./features.js";
export {hasMempoolInfo} from "./greeting.js";
export {peers} from "./peers.js";
export type {Peer, PeerList} from "./peers.js";
export type {Question} from "./question.js";
export {newestTip} from "./tip.js";

export const feeHistogram: Question<{
  readonly histogram: FeeHistogram;
  /** as written, white space removed */
  readonly text: string;
  readonly style: NumberStyle;
}> = {
  method: "mempool.get_fee_histogram",
  params: [],
  check(result, written) {
    const histogram = checkHistogram(result);
    if ("reason" in histogram) return histogram;
    const text = written.replace(/\s+/g, ""); // checked above: numbers and brackets only, no strings
    const limit = 2 + histogram.length * 2 * (MAX_NUMBER_TEXT + 2);
    if (text.length > limit)
      return {reason: "wrong-shape", detail: `expected at most ${limit} characters, got ${text.length}`};
    return {value: {histogram, text, style: numberStyle(text, histogram)}};
  },
};

/** The operator's welcome: free text, cut at MAX_BANNER characters, neither trusted nor escaped. */
export const banner: Question<string> = {
  method: "server.banner",
  params: [],
  check: (result) =>
    typeof result === "string" ? {value: bounded(result, MAX_BANNER)} : wrongShape("a string", result),
};

/** Free text where an address is expected; empty when the server has none (electrs answers null). */
export const donationAddress: Question<string> = {
  method: "server.donation_address",
  params: [],
  check: (result) =>
    typeof result === "string" || result === null
      ? {value: bounded(result ?? "", MAX_DONATION_ADDRESS)}
      : wrongShape("a string or null", result),
};
