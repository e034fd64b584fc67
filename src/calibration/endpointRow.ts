import {formatEndpoint} from "../observation/endpoint.js";
import type {EndpointRow} from "../observation/schema.js";
import {MAINNET_GENESIS} from "../observation/tip.js";
import type {CertificateIdentity} from "../simulation/certificate.js";
import type {SimulatedEndpoint} from "../simulation/network.js";
import type {Family} from "../simulation/program.js";
import {hashText} from "../statistics/random.js";

/** Blanks by which ElectrumX fills a short answer to about 1,024 bytes, from 1.18 on (`session.py`). */
const PADDING = 950;

/** sat/kvB: the lower of the two relay minima of the plan. */
const TENTH = 100;

/**
 * The row of the table endpoints that a run writes of a simulated server which answers. What depends on sockets and
 * clocks is null, as are the members of `server.features` that no evidence reads.
 *
 * @param startUtcMs of the observation, for the certificate's dates
 */
export function endpointRowOf(simulated: SimulatedEndpoint, startUtcMs: number): EndpointRow {
  const {endpoint, address, process, certificate} = simulated;
  const {program, declaredHosts, peers} = process;
  const listsPeers = program.family === "electrumx" || program.family === "fulcrum";
  const own = peers.filter((peer) => peer.address === address).map(({host}) => host);
  return {
    endpoint: formatEndpoint(endpoint),
    ...endpoint,
    source: "simulation",
    outcome: "answered",
    stage: null,
    reason: null,
    detail: null,
    address,
    asns: null,
    asn_prefix: null,
    country: null,
    asn_answered_at: null,
    opened_at: null,
    connect_ms: null,
    tls_ms: null,
    handshake_ms: null,
    offered: null,
    server_version: program.agent,
    spacing: null,
    tls_version: null,
    ...certificateColumns(certificate, startUtcMs),
    banner: process.banner ?? program.banner,
    donation_address: process.donationAddress ?? program.donationAddress ?? "",
    ...nodeColumns(simulated),
    features_version: program.agent,
    protocol_min: null,
    protocol_max: program.protocolMax,
    feature_keys: null,
    declared_hosts: declaredHosts
      .flatMap(({host, tcpPort, sslPort}) => [
        ...(tcpPort === undefined ? [] : [`${host}:${tcpPort}/tcp`]),
        ...(sslPort === undefined ? [] : [`${host}:${sslPort}/ssl`]),
      ])
      .join(" "),
    peer_count: listsPeers ? peers.length : null,
    self_names: listsPeers ? [...new Set(own)].toSorted().join(" ") : null,
    failures: "",
    bytes_received: 0,
    notifications: 0,
  };
}

const KEY_ORDER: Readonly<Record<Family, string>> = {
  electrumx: "jsonrpc,result,id",
  fulcrum: "id,jsonrpc,result",
  electrs: "id,jsonrpc,result",
  esplora: "id,jsonrpc,result",
};

/** How the program writes, and what its node says of itself. */
function nodeColumns({process: {program, view, genesisHash}}: SimulatedEndpoint) {
  const {family, agent, protocolMax} = program;
  const modern = protocolMax.startsWith("1.6");
  const minimum = view.node.relayMinimum;
  const incremental = view.node.incrementalMinimum;
  const isRust = family === "electrs" || family === "esplora";
  const [low, high] = isRust ? ["1e-6", "0.00001"] : ["1e-06", "1e-05"];
  return {
    protocol: modern ? "1.6" : "1.4",
    key_order: KEY_ORDER[family],
    line_end: family === "fulcrum" ? "crlf" : "lf",
    padding: /^ElectrumX 1\.(18|19|20)/.test(agent) ? PADDING : 0,
    relay_fee: minimum,
    relay_fee_text: minimum === TENTH ? low : high,
    relay_fee_method: modern ? "mempool.get_info" : "blockchain.relayfee",
    mempool_min_fee: modern ? minimum : null,
    incremental_fee: modern ? incremental : null,
    genesis_hash: isRust ? MAINNET_GENESIS : genesisHash,
  };
}

function certificateColumns(certificate: CertificateIdentity | null, startUtcMs: number) {
  if (certificate === null)
    return {
      cert_sha256: null,
      cert_key_sha256: null,
      cert_subject: null,
      cert_issuer: null,
      cert_not_before: null,
      cert_not_after: null,
      cert_names: null,
    };
  const {keyId, commonName, issuer, names, notBeforeMs, notAfterMs} = certificate;
  return {
    cert_sha256: digest(`certificate ${keyId}`),
    cert_key_sha256: digest(`key ${keyId}`),
    cert_subject: `CN=${commonName}`,
    cert_issuer: `CN=${issuer ?? commonName}`,
    cert_not_before: startUtcMs + notBeforeMs,
    cert_not_after: startUtcMs + notAfterMs,
    cert_names: names.join(" "),
  };
}

/** 64 hex digits in place of a SHA-256: nothing is signed here, and equal only for equal texts. */
function digest(text: string): string {
  return Array.from({length: 8}, (_, i) => hashText(`${text} ${i}`).toString(16).padStart(8, "0")).join("");
}
