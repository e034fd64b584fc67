/** What a server is asked besides its histogram: each answer goes into the record, each failure is noted there. */
import type {Tip} from "../src/observation/tip.js";
import type {Named} from "./discovery.js";
import * as ask from "./electrum/methods.js";
import type {Asked, Probe} from "./probe.js";
import type {RunRecord, Subject} from "./record.js";

/** A server with which a conversation was opened. */
export type LiveSubject = Subject & {readonly probe: Probe};

export function isLive(one: Subject): one is LiveSubject {
  return one.probe !== null && !one.refusal;
}

/**
 * Confirmation targets that are asked for, in blocks. Short ones change with nearly every block, long ones carry a
 * node's history; all are among the 28 that esplora's electrs serves (`new_index/query.rs`, CONF_TARGETS).
 */
export const ESTIMATE_TARGETS = [2, 3, 5, 8, 10, 12, 25, 144, 504, 1008] as const;

/** Fee estimates, with the server's newest block just before and just after: equal tips make a clean reading. */
export async function askEstimates(
  record: RunRecord,
  one: LiveSubject,
  sweep: number,
  left: () => number,
): Promise<void> {
  const before = await askTip(record, one, left);
  const answers = await Promise.all(
    ESTIMATE_TARGETS.map(async (target) => ({
      target,
      asked: await one.probe.ask(ask.estimateFee(target), left()),
    })),
  );
  const after = await askTip(record, one, left);
  for (const {target, asked} of answers) record.estimate(one, sweep, target, asked, {before, after});
}

async function askTip(record: RunRecord, one: LiveSubject, left: () => number): Promise<Tip | null> {
  const asked = await one.probe.ask(ask.newestTip, left());
  if (asked.outcome !== "answered") {
    note(one, asked);
    return null;
  }
  record.tip(one, "read", asked.value, asked.requestedAt + asked.elapsedMs);
  return asked.value;
}

/** What is asked once in a run. */
export async function askOnce(one: LiveSubject, left: () => number): Promise<void> {
  const {probe, facts} = one;
  const [relay, banner, donation] = await Promise.all([
    askRelay(one, left),
    probe.ask(ask.banner, left()),
    probe.ask(ask.donationAddress, left()),
    facts.peers ? undefined : askPeers(one, left()),
  ]);
  facts.relay = relay;
  if (banner.outcome === "answered") facts.banner = banner.value;
  else note(one, banner);
  if (donation.outcome === "answered") facts.donationAddress = donation.value;
  else note(one, donation);
}

/** The relay minimum, by the method that the negotiated protocol has: asking for the other would provoke an error. */
async function askRelay(one: LiveSubject, left: () => number): Promise<Subject["facts"]["relay"]> {
  if (ask.hasMempoolInfo(one.probe.opening.protocol ?? "")) {
    const info = await one.probe.ask(ask.mempoolInfo, left());
    if (info.outcome !== "answered") return note(one, info);
    const {relayFee, mempoolMinFee, incrementalFee} = info.value;
    return {method: "mempool.get_info", ...relayFee, mempoolMinFee, incrementalFee};
  }
  const fee = await one.probe.ask(ask.relayFee, left());
  if (fee.outcome !== "answered") return note(one, fee);
  return {method: "blockchain.relayfee", ...fee.value, mempoolMinFee: null, incrementalFee: null};
}

/** Who its peers are; asked at most once in a run. */
export async function askPeers(one: LiveSubject, timeoutMs: number): Promise<Named> {
  const asked = await one.probe.ask(ask.peers, timeoutMs);
  if (asked.outcome === "answered") one.facts.peers = asked.value;
  else note(one, asked);
  return {from: one.name, peers: one.facts.peers?.peers ?? []};
}

/** Last of all questions: some builds of esplora's electrs end the connection at it. */
export async function askFeatures(one: LiveSubject, timeoutMs: number): Promise<void> {
  const asked = await one.probe.ask(ask.features, timeoutMs);
  if (asked.outcome === "answered") one.facts.features = asked.value;
  else note(one, asked);
}

function note(one: Subject, failure: Extract<Asked<unknown>, {outcome: "failed" | "not-tried"}>): null {
  one.facts.failures.add(`${failure.stage}=${failure.reason}`);
  return null;
}
