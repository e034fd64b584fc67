import {answerFulcrumQuestion, PROTOCOL_MIN, WITH_PROTOCOL_16} from "./fulcrumAnswers.js";
import {isAtLeast, type Program} from "./program.js";
import {negotiate} from "./protocolVersion.js";
import {idText, isObject, parseLine, plural} from "./request.js";
import type {ServerProcess} from "./serverProcess.js";
import type {Reply, Session} from "./session.js";
import {failure, writeAnswer, writeBatch, writeLine, type Outcome} from "./writing.js";

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
  return stay(answerFulcrumQuestion(process, session, method, given, ms));
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
