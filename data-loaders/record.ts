import {createHash} from "node:crypto";
import {formatEndpoint} from "../src/observation/endpoint.js";
import {type Failure, failed} from "../src/observation/failure.js";
import {type FeeHistogram, histogramKey, type NumberStyle} from "../src/observation/histogram.js";
import type {EndpointRow, EstimateRow, ReadRow, TipRow} from "../src/observation/schema.js";
import type {Manifest, Tables} from "../src/observation/snapshot.js";
import type {Tip} from "../src/observation/tip.js";
import type {Features, Peer, PeerList} from "./electrum/methods.js";
import type {OriginAnswer} from "./origin/lookUpOrigin.js";
import type {Asked, Probe} from "./probe.js";
import type {Candidate} from "./roster.js";

/** What a run learns of one endpoint besides its histograms. */
interface Facts {
  banner: string | null;
  donationAddress: string | null;
  relay: {
    method: "blockchain.relayfee" | "mempool.get_info";
    satPerKvb: number;
    text: string;
    mempoolMinFee: number | null;
    incrementalFee: number | null;
  } | null;
  features: Features | null;
  peers: PeerList | null;
  /** `method=reason` of questions besides the histogram that failed, each once */
  readonly failures: Set<string>;
}

/** One endpoint's part of a run: its conversation, and what came of it. */
export interface Subject {
  /** position in the run's list; rows are ordered by it */
  readonly index: number;
  readonly name: string;
  readonly candidate: Candidate;
  /** null where nothing was tried */
  readonly probe: Probe | null;
  /** why nothing was tried or the conversation never began */
  readonly refusal: Failure | null;
  /** which network announces the address it was reached at; null if nobody was asked */
  origin: OriginAnswer | null;
  readonly facts: Facts;
}

export function subject(index: number, candidate: Candidate, probe: Probe | Failure): Subject {
  const opened = "outcome" in probe ? null : probe;
  return {
    index,
    name: formatEndpoint(candidate.endpoint),
    candidate,
    probe: opened,
    refusal: opened ? opened.failure : (probe as Failure),
    origin: null,
    facts: {
      banner: null,
      donationAddress: null,
      relay: null,
      features: null,
      peers: null,
      failures: new Set(),
    },
  };
}

/** characters kept of an answer that is written in no known style: enough to see how */
const MAX_TEXT = 2_000;

export type Trigger = "round" | "tip";
export type HistogramAnswer = {histogram: FeeHistogram; text: string; style: NumberStyle};

/** Everything that a run has seen, in the order of arrival; `tables` puts it into the archive's order. */
export class RunRecord {
  readonly subjects: Subject[] = [];
  readonly #reads: (Omit<ReadRow, "histogram"> & {index: number; answer: string | null})[] = [];
  /** labels and vbytes in turn, by what tells them apart: a long run, or a hostile server, must not fill the memory */
  readonly #answers = new Map<string, Float64Array>();
  readonly #estimates: (EstimateRow & {index: number})[] = [];
  readonly #tips: (TipRow & {index: number})[] = [];

  read({index, name}: Subject, sweep: number, trigger: Trigger, asked: Asked<HistogramAnswer>): void {
    const answer = asked.outcome === "answered" ? asked.value : null;
    const failure = asked.outcome === "answered" ? null : asked;
    this.#reads.push({
      index,
      endpoint: name,
      sweep,
      trigger,
      requested_at: asked.requestedAt,
      elapsed_ms: asked.outcome === "answered" ? asked.elapsedMs : null,
      outcome: answer ? "answered" : "failed",
      stage: failure?.stage ?? null,
      reason: failure?.reason ?? null,
      detail: failure?.detail ?? null,
      answer: answer ? this.#keep(answer.histogram) : null,
      bins: answer?.histogram.length ?? null,
      number_style: answer?.style ?? null,
      text: answer?.style === "other" ? answer.text.slice(0, MAX_TEXT) : null,
    });
  }

  /** Keeps an answer once, however many servers send it. @returns equal exactly when labels and integers are */
  #keep(histogram: FeeHistogram): string {
    const key = createHash("sha256").update(histogramKey(histogram)).digest("base64");
    if (!this.#answers.has(key))
      this.#answers.set(key, Float64Array.from(histogram.flatMap(({label, vsize}) => [label, vsize])));
    return key;
  }

  estimate(
    {index, name}: Subject,
    sweep: number,
    target: number,
    asked: Asked<{satPerKvb: number; text: string}>,
    tips: {before: Tip | null; after: Tip | null},
  ): void {
    const answered = asked.outcome === "answered";
    this.#estimates.push({
      index,
      endpoint: name,
      sweep,
      asked_at: asked.requestedAt,
      target,
      fee: answered ? asked.value.satPerKvb : null,
      text: answered ? asked.value.text : null,
      reason: answered ? null : asked.reason,
      detail: answered ? null : asked.detail,
      tip_before: tips.before?.hash ?? null,
      tip_after: tips.after?.hash ?? null,
    });
  }

  tip(
    {index, name}: Subject,
    event: "read" | "notification",
    {height, hash, header}: Tip,
    receivedAt: number,
  ): void {
    this.#tips.push({index, endpoint: name, event, received_at: receivedAt, height, hash, header});
  }

  /** Median over endpoints of the newest block that each said it knows; 0 before anyone did. */
  medianHeight(): number {
    const heights = new Map<number, number>();
    for (const {index, event, height} of this.#tips)
      if (event === "read") heights.set(index, Math.max(height, heights.get(index) ?? 0));
    const sorted = [...heights.values()].toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  /** The rows, in an order that does not depend on which answer came first. */
  tables(): Tables {
    const numbers = new Map<string, number>();
    const histograms: {histogram: number; bin: number; label: number; vsize: number}[] = [];
    const numberOf = (key: string): number => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const histogram = numbers.size;
      numbers.set(key, histogram);
      const bins = this.#answers.get(key) ?? new Float64Array();
      for (let bin = 0; 2 * bin < bins.length; bin++)
        histograms.push({histogram, bin, label: bins[2 * bin] ?? NaN, vsize: bins[2 * bin + 1] ?? NaN});
      return histogram;
    };
    const reads = this.#reads
      .toSorted((a, b) => a.sweep - b.sweep || a.index - b.index)
      .map(({answer, index: _, ...row}): ReadRow => ({
        ...row,
        histogram: answer === null ? null : numberOf(answer),
      }));
    return {
      endpoints: this.subjects.map((one) => this.#endpointRow(one)),
      reads,
      histograms,
      estimates: this.#estimates
        .toSorted((a, b) => a.sweep - b.sweep || a.index - b.index || a.target - b.target)
        .map(({index: _, ...row}) => row),
      tips: this.#tips
        .toSorted(
          (a, b) => a.received_at - b.received_at || a.index - b.index || (a.event < b.event ? -1 : 1),
        )
        .map(({index: _, ...row}) => row),
    };
  }

  #endpointRow({index, name, candidate, probe, refusal, origin, facts}: Subject): EndpointRow {
    const mine = this.#reads.filter((read) => read.index === index);
    const answered = mine.some((read) => read.answer);
    const firstFailed = mine.find((read) => !read.answer);
    const failure = answered
      ? null
      : (refusal ?? firstFailed ?? failed("handshake", "closed", "no histogram was asked for"));
    const opening = probe?.opening;
    const certificate = opening?.tls?.certificate;
    const marks = probe?.marks();
    const traffic = probe?.traffic();
    const {features, relay} = facts;
    return {
      endpoint: name,
      ...candidate.endpoint,
      source: candidate.source,
      outcome: answered ? "answered" : refusal?.outcome === "not-tried" ? "not-tried" : "failed",
      stage: failure?.stage ?? null,
      reason: failure?.reason ?? null,
      detail: failure?.detail ?? null,
      address: opening?.address ?? null,
      ...originColumns(origin),
      opened_at: opening?.openedAt ?? null,
      connect_ms: opening?.connectMs ?? null,
      tls_ms: opening?.tlsMs ?? null,
      handshake_ms: opening?.handshakeMs ?? null,
      offered: opening?.offered ?? null,
      server_version: opening?.serverVersion ?? null,
      protocol: opening?.protocol ?? null,
      key_order: marks?.keyOrder ?? null,
      line_end: marks?.lineEnd ?? null,
      spacing: marks?.spacing ?? null,
      padding: marks?.padding ?? null,
      tls_version: opening?.tls?.version ?? null,
      cert_sha256: certificate?.sha256 ?? null,
      cert_key_sha256: certificate?.keySha256 ?? null,
      cert_subject: certificate?.subject ?? null,
      cert_issuer: certificate?.issuer ?? null,
      cert_not_before: certificate?.notBefore ?? null,
      cert_not_after: certificate?.notAfter ?? null,
      cert_names: certificate?.names.join(" ") ?? null,
      banner: facts.banner,
      donation_address: facts.donationAddress,
      relay_fee: relay?.satPerKvb ?? null,
      relay_fee_text: relay?.text ?? null,
      relay_fee_method: relay?.method ?? null,
      mempool_min_fee: relay?.mempoolMinFee ?? null,
      incremental_fee: relay?.incrementalFee ?? null,
      genesis_hash: features?.genesisHash ?? null,
      features_version: features?.serverVersion ?? null,
      protocol_min: features?.protocolMin ?? null,
      protocol_max: features?.protocolMax ?? null,
      feature_keys: features?.keys.join(",") ?? null,
      declared_hosts: features?.declaredHosts.map(formatEndpoint).join(" ") ?? null,
      peer_count: facts.peers?.entries ?? null,
      self_names: facts.peers && opening?.address ? namesOf(facts.peers.peers, opening.address) : null,
      failures: [...facts.failures].toSorted().join(" "),
      bytes_received: traffic?.bytesReceived ?? 0,
      notifications: traffic?.notifications ?? 0,
    };
  }
}

function originColumns(answer: OriginAnswer | null) {
  return {
    asns: answer?.origin?.asns.join(" ") ?? null,
    asn_prefix: answer?.origin?.prefix ?? null,
    country: answer?.origin?.country ?? null,
    asn_answered_at: answer?.answeredAt ?? null,
  };
}

/** Under which hosts a server's own peer list shows the address that we are connected to. */
function namesOf(peers: readonly Peer[], address: string): string {
  return [...new Set(peers.filter((peer) => peer.address === address).map((peer) => peer.host))]
    .toSorted()
    .join(" ");
}

/** The counts of a manifest, from the tables alone. */
export function countTables({endpoints, reads, histograms}: Tables): Manifest["counts"] {
  const byFailure: Record<string, number> = {};
  for (const {outcome, stage, reason} of endpoints) {
    if (outcome === "answered") continue;
    const key = `${stage}: ${reason}`;
    byFailure[key] = (byFailure[key] ?? 0) + 1;
  }
  const count = (outcome: string): number => endpoints.filter((row) => row.outcome === outcome).length;
  return {
    endpoints: endpoints.length,
    answered: count("answered"),
    failed: count("failed"),
    not_tried: count("not-tried"),
    by_failure: Object.fromEntries(Object.entries(byFailure).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    sweeps: new Set(reads.map((read) => read.sweep)).size,
    reads: reads.filter((read) => read.outcome === "answered").length,
    distinct_histograms:
      new Set(histograms.map((row) => row.histogram)).size + (reads.some((read) => read.bins === 0) ? 1 : 0),
  };
}
