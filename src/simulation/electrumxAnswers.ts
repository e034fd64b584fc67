import {isAtLeast} from "./program.js";
import {
  histogramTextAt,
  processEstimateAt,
  processTipAt,
  type Peer,
  type ServerProcess,
} from "./serverProcess.js";
import type {Session} from "./session.js";
import type {EstimateMode} from "./smartFee.js";
import {failure, writePythonNumber, writePythonText, type Outcome} from "./writing.js";

/** Lowest protocol version that ElectrumX speaks. */
export const PROTOCOL_MIN = "1.4";

/** What ElectrumX answers to a question that is well put. */
export function answerElectrumxQuestion(
  process: ServerProcess,
  session: Session,
  method: string,
  given: readonly unknown[],
  ms: number,
): Outcome {
  const {program, view} = process;
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
      return {result: writeElectrumxTip(process, ms)};
    case "blockchain.relayfee":
      return {result: btc(view.node.relayMinimum)};
    case "mempool.get_info":
      return {
        result: `{"mempoolminfee":${btc(view.node.relayMinimum)},"minrelaytxfee":${btc(view.node.relayMinimum)},"incrementalrelayfee":${btc(view.node.incrementalMinimum)}}`,
      };
    case "mempool.get_fee_histogram":
      return {result: histogramTextAt(process, ms)};
    case "blockchain.estimatefee":
      return answerEstimate(process, given, ms);
    default:
      return {result: "null"}; // server.ping
  }
}

function answerEstimate(process: ServerProcess, [number, mode]: readonly unknown[], ms: number): Outcome {
  const {program} = process;
  const blocks = Math.trunc(Number(number));
  if (!(blocks >= 0) || number === null || typeof number === "object")
    return failure(1, `${writePythonText(number)} should be a non-negative integer`);
  let asked: EstimateMode | null = null;
  if (mode !== undefined && mode !== null) {
    const spelled = isAtLeast(program, "1.19") ? String(mode).toUpperCase() : String(mode);
    if (spelled !== "CONSERVATIVE" && spelled !== "ECONOMICAL")
      return failure(1, `unknown estimatefee mode: ${spelled}`);
    asked = spelled === "CONSERVATIVE" ? "conservative" : "economical";
  }
  const target = isAtLeast(program, "1.16") ? bucketTarget(blocks) : blocks;
  if (target < 1 || target > 1008)
    return failure(
      2,
      "daemon error: DaemonError({'code': -8, 'message': 'Invalid conf_target, must be between 1 and 1008'})",
    );
  const estimate = processEstimateAt(process, target, asked, ms);
  return {result: estimate === null ? "-1" : btc(estimate)};
}

/** The target that ElectrumX asks its node for instead. @see ElectrumX `server/session.py`, `SessionManager` */
export function bucketTarget(blocks: number): number {
  if (blocks <= 12) return Math.max(1, blocks);
  if (blocks === 25) return 25;
  if (blocks < 48) return blocks - (blocks % 2);
  return Math.min(1008, blocks - (blocks % 24));
}

/** sat/kvB as BTC/kvB. */
function btc(satPerKvb: number): string {
  return writePythonNumber(satPerKvb / 1e8);
}

function writeFeatures({program, declaredHosts, genesisHash}: ServerProcess): string {
  const hosts = Object.fromEntries(
    declaredHosts.map(({host, tcpPort, sslPort}) => [host, {tcp_port: tcpPort, ssl_port: sslPort}]),
  );
  const services = declaredHosts.flatMap(({host, tcpPort, sslPort}) => [
    ...(tcpPort === undefined ? [] : [`tcp://${host}:${tcpPort}`]),
    ...(sslPort === undefined ? [] : [`ssl://${host}:${sslPort}`]),
  ]);
  return JSON.stringify({
    hosts,
    pruning: null,
    server_version: program.agent,
    protocol_min: PROTOCOL_MIN,
    protocol_max: program.protocolMax,
    genesis_hash: genesisHash,
    hash_function: "sha256",
    services,
  });
}

/** An entry of `server.peers.subscribe`: address, name, then version and ports in letters. */
export function peerEntry({address, host, protocolMax, tcpPort, sslPort}: Peer): unknown {
  return [
    address,
    host,
    [
      `v${protocolMax}`,
      ...(sslPort === undefined ? [] : [`s${sslPort}`]),
      ...(tcpPort === undefined ? [] : [`t${tcpPort}`]),
    ],
  ];
}

export function writeElectrumxTip(process: ServerProcess, ms: number): string {
  const tip = processTipAt(process, ms);
  return JSON.stringify({hex: tip?.header, height: tip?.height});
}
