import {peerEntry} from "./electrumxAnswers.js";
import {isAtLeast} from "./program.js";
import {histogramTextAt, processEstimateAt, processTipAt, type ServerProcess} from "./serverProcess.js";
import type {Session} from "./session.js";
import {failure, writePythonNumber, type Outcome} from "./writing.js";

/** Lowest protocol version that Fulcrum speaks. */
export const PROTOCOL_MIN = "1.4";

/** First release with protocol 1.6: `mempool.get_info`, an estimate mode, tolerant `server.version`. */
export const WITH_PROTOCOL_16 = "2.1";

/** What Fulcrum answers to a question that is well put. */
export function answerFulcrumQuestion(
  process: ServerProcess,
  session: Session,
  method: string,
  given: readonly unknown[],
  ms: number,
): Outcome {
  const {program, view} = process;
  const minimum = writePythonNumber(view.node.relayMinimum / 1e8);
  switch (method) {
    case "server.features":
      return {result: writeFeatures(process)};
    case "server.banner":
      return {result: JSON.stringify(process.banner ?? program.banner)};
    case "server.donation_address":
      return {result: JSON.stringify(process.donationAddress ?? program.donationAddress)};
    case "server.peers.subscribe":
      return {result: JSON.stringify(process.peers.map(peerEntry))};
    case "blockchain.headers.subscribe":
      session.subscribed = true;
      return {result: writeSortedTip(process, ms)};
    case "blockchain.headers.get_tip":
      return {result: writeSortedTip(process, ms)};
    case "blockchain.relayfee":
      return {result: minimum};
    case "mempool.get_info": {
      const incremental = writePythonNumber(view.node.incrementalMinimum / 1e8);
      return {
        result: `{"fullrbf":true,"incrementalrelayfee":${incremental},"mempoolminfee":${minimum},"minrelaytxfee":${minimum},"unbroadcastcount":0}`,
      };
    }
    case "mempool.get_fee_histogram":
      return {result: histogramTextAt(process, ms)};
    case "blockchain.estimatefee":
      return answerEstimate(process, given, ms);
    default:
      return {result: "null"}; // server.ping
  }
}

function answerEstimate(process: ServerProcess, [number, mode]: readonly unknown[], ms: number): Outcome {
  const modern = isAtLeast(process.program, WITH_PROTOCOL_16);
  const target = Math.round(Number(number));
  if (!(target >= 0) || number === null || typeof number === "object")
    return failure(
      1,
      modern
        ? "blockchain.estimatefee first parameter should be a non-negative integer"
        : "blockchain.estimatefee parameter should be a single non-negative integer",
    );
  if (target < 1 || target > 1008) return failure(2, "Invalid conf_target, must be between 1 and 1008");
  const asked = mode === undefined ? "UNSET" : String(mode).toUpperCase();
  if (asked !== "UNSET" && asked !== "ECONOMICAL" && asked !== "CONSERVATIVE")
    return failure(
      2,
      'Invalid estimate_mode parameter, must be one of: "unset", "economical", "conservative"',
    );
  const estimate = processEstimateAt(
    process,
    target,
    asked === "UNSET" ? null : asked === "CONSERVATIVE" ? "conservative" : "economical",
    ms,
  );
  return {result: estimate === null ? "-1" : writePythonNumber(estimate / 1e8)};
}

function writeFeatures({program, declaredHosts, genesisHash}: ServerProcess): string {
  const hosts = Object.fromEntries(
    declaredHosts.map(({host, tcpPort, sslPort}) => [host, {ssl_port: sslPort, tcp_port: tcpPort}]),
  );
  return JSON.stringify({
    broadcast_package: isAtLeast(program, WITH_PROTOCOL_16) ? true : undefined,
    dsproof: false,
    genesis_hash: genesisHash,
    hash_function: "sha256",
    hosts,
    protocol_max: program.protocolMax,
    protocol_min: PROTOCOL_MIN,
    pruning: null,
    server_version: program.agent,
  });
}

/** The newest block with its members in alphabetical order, as Fulcrum and the Rust servers write it. */
export function writeSortedTip(process: ServerProcess, ms: number): string {
  const tip = processTipAt(process, ms);
  return JSON.stringify({height: tip?.height, hex: tip?.header});
}
