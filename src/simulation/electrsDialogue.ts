import {writeSortedTip} from "./fulcrumAnswers.js";
import {compareVersions} from "./protocolVersion.js";
import {idText, isObject, parseLine} from "./request.js";
import {histogramTextAt, processEstimateAt, type ServerProcess} from "./serverProcess.js";
import type {Reply, Session} from "./session.js";
import {failure, writeAnswer, writeBatch, writeLine, writeRustNumber, type Outcome} from "./writing.js";

/** The one protocol version that romanz/electrs speaks. */
const PROTOCOL = "1.4";

/** How romanz/electrs answers a line. @see romanz/electrs `src/electrum.rs` */
export function answerElectrs(process: ServerProcess, session: Session, line: string, ms: number): Reply {
  const {program} = process;
  const send = (message: string): Reply => ({lines: [writeLine(program, message)], close: false});
  const parsed = parseLine(line);
  if (parsed === null) return send(writeAnswer(program, "null", failure(-32700, "parse error")));
  const items = Array.isArray(parsed.value) ? (parsed.value as unknown[]) : [parsed.value];
  if (!items.every((item) => isObject(item) && "id" in item && typeof item["method"] === "string"))
    return send(writeAnswer(program, "null", failure(-32600, "invalid request")));
  const answers = items.filter(isObject).map((item) => {
    const id = idText(item, Array.isArray(parsed.value) ? undefined : line) ?? "null";
    return writeAnswer(
      program,
      id,
      answerMethod(process, session, String(item["method"]), item["params"], ms),
    );
  });
  return send(Array.isArray(parsed.value) ? writeBatch(program, answers) : (answers[0] ?? ""));
}

function answerMethod(
  process: ServerProcess,
  session: Session,
  method: string,
  params: unknown,
  ms: number,
): Outcome {
  const {program, view} = process;
  const given = Array.isArray(params) ? (params as unknown[]) : [];
  switch (method) {
    case "server.version":
      return answerVersion(process, session, given);
    case "server.banner":
      return {result: JSON.stringify(process.banner ?? program.banner)};
    case "server.donation_address":
    case "server.ping":
      return {result: "null"};
    case "server.features":
      return {result: writeFeatures(process)};
    case "server.peers.subscribe":
      return {result: "[]"};
    case "blockchain.headers.subscribe":
      session.subscribed = true;
      return {result: writeSortedTip(process, ms)};
    case "blockchain.relayfee":
      return {result: writeRustNumber(view.node.relayMinimum / 1e8)};
    case "mempool.get_fee_histogram":
      return {result: histogramTextAt(process, ms)};
    case "blockchain.estimatefee":
      return answerEstimate(process, given, ms);
    default:
      return failure(-32601, "method not found");
  }
}

function answerVersion({program}: ServerProcess, session: Session, given: readonly unknown[]): Outcome {
  const [client, wanted] = given;
  if (given.length !== 2 || typeof client !== "string") return failure(-32602, "invalid params");
  const range: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted, wanted];
  const [least, greatest] = range;
  if (range.length !== 2 || typeof least !== "string" || typeof greatest !== "string")
    return failure(-32602, "invalid params");
  if (compareVersions(least, PROTOCOL) > 0 || compareVersions(greatest, PROTOCOL) < 0)
    return failure(1, `${client} requested ${JSON.stringify(wanted)}, server supports ${PROTOCOL}`);
  session.negotiated = PROTOCOL;
  return {result: JSON.stringify([program.agent, PROTOCOL])};
}

function answerEstimate(process: ServerProcess, given: readonly unknown[], ms: number): Outcome {
  const [target] = given;
  const isU16 = typeof target === "number" && Number.isInteger(target) && target >= 0 && target <= 65_535;
  if (given.length !== 1 || !isU16) return failure(-32602, "invalid params");
  if (target < 1 || target > 1008) return failure(2, "Invalid conf_target, must be between 1 and 1008");
  const estimate = processEstimateAt(process, target, null, ms);
  return {result: estimate === null ? "-1" : writeRustNumber(estimate / 1e8)};
}

/** Its hosts are no help: the address that the server is bound to, behind whatever stands in front of it. */
function writeFeatures({program, genesisHash, declaredHosts}: ServerProcess): string {
  return JSON.stringify({
    genesis_hash: genesisHash,
    hash_function: "sha256",
    hosts: Object.fromEntries(declaredHosts.map(({host, tcpPort}) => [host, {tcp_port: tcpPort}])),
    protocol_max: PROTOCOL,
    protocol_min: PROTOCOL,
    pruning: null,
    server_version: program.agent,
  });
}
