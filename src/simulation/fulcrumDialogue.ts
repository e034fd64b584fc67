import {peerEntry} from "./electrumxDialogue.js";
import {isAtLeast, type Program} from "./program.js";
import {negotiate} from "./protocolVersion.js";
import {idText, isObject, parseLine, plural} from "./request.js";
import {histogramTextAt, processEstimateAt, processTipAt, type ServerProcess} from "./serverProcess.js";
import type {Reply, Session} from "./session.js";
import {failure, writeAnswer, writeBatch, writeLine, writePythonNumber, type Outcome} from "./writing.js";

/** Lowest protocol version that Fulcrum speaks. */
const PROTOCOL_MIN = "1.4";

/** Least and most parameters of each method; `server.version` and `blockchain.estimatefee` depend on the release. */
const PARAMETERS: Readonly<Record<string, readonly [number, number]>> = {
  "server.version": [0, 2],
  "server.ping": [0, 0],
  "server.features": [0, 0],
  "server.banner": [0, 0],
  "server.donation_address": [0, 0],
  "server.peers.subscribe": [0, 0],
  "blockchain.headers.subscribe": [0, 0],
  "blockchain.headers.get_tip": [0, 0],
  "blockchain.relayfee": [0, 0],
  "blockchain.estimatefee": [1, 1],
  "mempool.get_fee_histogram": [0, 0],
  "mempool.get_info": [0, 0],
};

/** First release with protocol 1.6: `mempool.get_info`, an estimate mode, tolerant `server.version`. */
const WITH_PROTOCOL_16 = "2.1";

interface Answer {
  readonly message: string | null;
  readonly close: boolean;
  /** the answer had to be fetched from the node, so in a batch it comes after the others */
  readonly late: boolean;
}

/** How Fulcrum answers a line. @see Fulcrum `src/Servers.cpp`, `src/RPC.cpp` */
export function answerFulcrum(process: ServerProcess, session: Session, line: string, ms: number): Reply {
  const {program} = process;
  const parsed = parseLine(line);
  const oversized = /"id"\s*:\s*-?\d{19,}/.test(line); // beyond 64 bits its parser gives up
  if (parsed === null || oversized)
    return reply(program, writeAnswer(program, "null", failure(-32700, parseFailure(program, line))));
  if (Array.isArray(parsed.value) && parsed.value.length > 0) {
    const answers = (parsed.value as unknown[]).map((item) => answerItem(process, session, item, ms));
    const messages = [...answers.filter(({late}) => !late), ...answers.filter(({late}) => late)];
    const texts = messages.flatMap(({message}) => message ?? []);
    return reply(
      program,
      texts.length > 0 ? writeBatch(program, texts) : null,
      answers.some(({close}) => close),
    );
  }
  const {message, close} = answerItem(process, session, parsed.value, ms, line);
  return reply(program, message, close);
}

function reply(program: Program, message: string | null, close = false): Reply {
  return {lines: message === null ? [] : [writeLine(program, message)], close};
}

/** Characters of an unreadable line that Fulcrum quotes before it cuts. */
const MAX_QUOTED = 80;

function parseFailure(program: Program, line: string): string {
  const ended = line.endsWith("\n") ? line : `${line}\n`;
  const quoted = ended.length > MAX_QUOTED ? `${ended.slice(0, MAX_QUOTED)}...` : ended;
  const safe = isAtLeast(program, WITH_PROTOCOL_16) ? quoted.replace(/[^\x20-\x7e]/g, "?") : quoted;
  return `Failed to parse Json from string: ${safe}`;
}

function answerItem(
  process: ServerProcess,
  session: Session,
  item: unknown,
  ms: number,
  line?: string,
): Answer {
  const {program} = process;
  const refuse = (id: string | null, code: number, message: string): Answer => ({
    message: writeAnswer(program, id ?? "null", failure(code, message)),
    close: false,
    late: false,
  });
  if (!isObject(item)) return refuse(null, -32600, "Invalid request");
  const id = idText(item, line);
  if (typeof item["id"] === "number" && !Number.isInteger(item["id"]))
    return refuse(
      null,
      -32600,
      'Error parsing JSON key "id": Expected a string, a non-fractional number, or null',
    );
  if (!("method" in item)) return refuse(id, -32600, "Invalid JSON RPC object");
  const {method, params = []} = item;
  if (typeof method !== "string") return refuse(id, -32600, "Invalid method");
  if (typeof params !== "object" || params === null) return refuse(id, -32600, "Invalid params");
  if (id === null) return {message: null, close: false, late: false};
  const {outcome, close} = answerMethod(process, session, method, params, ms);
  return {message: writeAnswer(program, id, outcome), close, late: method === "blockchain.estimatefee"};
}

function answerMethod(
  process: ServerProcess,
  session: Session,
  method: string,
  params: object,
  ms: number,
): {readonly outcome: Outcome; readonly close: boolean} {
  const {program} = process;
  const modern = isAtLeast(program, WITH_PROTOCOL_16);
  if (!(method in PARAMETERS) || (method === "mempool.get_info" && !modern))
    return stay(failure(-32601, `Unsupported request: ${method}`));
  if (!Array.isArray(params)) return stay(failure(-32602, "Named params are not supported for this method"));
  const given = params as unknown[];
  const [least, usual] = PARAMETERS[method] ?? [0, 0];
  const most = modern ? ({"server.version": Infinity, "blockchain.estimatefee": 2}[method] ?? usual) : usual;
  if (given.length > most)
    return stay(
      failure(
        -32602,
        `Expected at most ${plural(most, "parameter")} for ${method}, got ${given.length} instead`,
      ),
    );
  if (given.length < least)
    return stay(
      failure(
        -32602,
        `Expected at least ${plural(least, "parameter")} for ${method}, got ${given.length} instead`,
      ),
    );
  if (method === "server.version") return answerVersion(process, session, given[1]);
  return stay(answerQuestion(process, session, method, given, ms));
}

/** Answers and keeps the connection. */
function stay(outcome: Outcome): {readonly outcome: Outcome; readonly close: boolean} {
  return {outcome, close: false};
}

function answerVersion({program}: ServerProcess, session: Session, wanted: unknown) {
  if (session.negotiated !== null) return {outcome: failure(1, "server.version already sent"), close: false};
  const spelled = typeof wanted === "number" ? String(wanted) : wanted;
  const version = negotiate(spelled, PROTOCOL_MIN, program.protocolMax);
  if (version === null) return {outcome: failure(1, "Unsupported protocol version"), close: true};
  session.negotiated = version;
  return {outcome: {result: JSON.stringify([program.agent, version])}, close: false};
}

function answerQuestion(
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
