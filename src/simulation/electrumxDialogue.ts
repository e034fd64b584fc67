import {answerElectrumxQuestion, PROTOCOL_MIN} from "./electrumxAnswers.js";
import {isAtLeast} from "./program.js";
import {compareVersions, negotiate} from "./protocolVersion.js";
import {idText, isObject, parseLine, plural, type Fields} from "./request.js";
import type {ServerProcess} from "./serverProcess.js";
import type {Reply, Session} from "./session.js";
import {
  failure,
  writeAnswer,
  writeBatch,
  writeLine,
  writeNotification,
  writePythonText,
  type Outcome,
} from "./writing.js";

/** Least and most arguments of each method. */
const ARGUMENTS: Readonly<Record<string, readonly [number, number]>> = {
  "server.version": [0, 2],
  "server.ping": [0, 0],
  "server.features": [0, 0],
  "server.banner": [0, 0],
  "server.donation_address": [0, 0],
  "server.peers.subscribe": [0, 0],
  "blockchain.headers.subscribe": [0, 0],
  "blockchain.relayfee": [0, 0],
  "blockchain.estimatefee": [1, 2],
  "mempool.get_fee_histogram": [0, 0],
  "mempool.get_info": [0, 0],
};

/** How ElectrumX answers a line. @see ElectrumX `server/session.py`; aiorpcX `jsonrpc.py`, `session.py` */
export function answerElectrumx(process: ServerProcess, session: Session, line: string, ms: number): Reply {
  const {program} = process;
  const send = (messages: readonly string[], close = false): Reply => ({
    lines: messages.map((message) => writeLine(program, message)),
    close,
  });
  const refuse = (id: string, code: number, message: string) =>
    send([writeAnswer(program, id, failure(code, message))]);

  const parsed = parseLine(line);
  if (parsed === null) return refuse("null", -32700, "invalid JSON");
  if (Array.isArray(parsed.value)) {
    if (parsed.value.length === 0) return refuse("null", -32600, "batch is empty");
    const answered = (parsed.value as unknown[]).map((item) => answerItem(process, session, item, ms));
    // Items that are no requests are refused while the batch is read, so they come first.
    const messages = [
      ...answered.filter((item) => item.malformed),
      ...answered.filter((item) => !item.malformed),
    ];
    const texts = messages.flatMap((item) => item.messages);
    return send(
      texts.length === 0 ? [] : [writeBatch(program, texts)],
      answered.some((item) => item.close),
    );
  }
  const {messages, close} = answerItem(process, session, parsed.value, ms, line);
  return send(messages, close);
}

interface Answered {
  readonly messages: readonly string[];
  readonly close: boolean;
  readonly malformed: boolean;
}

function answerItem(
  process: ServerProcess,
  session: Session,
  item: unknown,
  ms: number,
  line?: string,
): Answered {
  const {program} = process;
  const silence = {messages: [], close: false, malformed: false};
  const malformed = (id: string, code: number, message: string) => ({
    messages: [writeAnswer(program, id, failure(code, message))],
    close: false,
    malformed: true,
  });
  if (!isObject(item)) return malformed("null", -32600, "request object must be a dictionary");
  if (!("method" in item)) return silence; // taken for an answer to a question that it never asked
  const id = idText(item, line);
  if (item["jsonrpc"] !== "2.0") return malformed(id ?? "null", -32600, '"jsonrpc" is not "2.0"');
  const {method, params = []} = item;
  if (typeof method !== "string") return malformed(id ?? "null", -32601, "method must be a string");
  if (typeof params !== "object" || params === null)
    return malformed(id ?? "null", -32602, `invalid request arguments: ${writePythonText(params)}`);
  const {outcome, before = [], close = false} = answerMethod(process, session, method, params as Fields, ms);
  if (id === null || id === "null") return {...silence, close};
  return {messages: [...before, writeAnswer(program, id, outcome)], close, malformed: false};
}

interface Answer {
  readonly outcome: Outcome;
  /** messages that come first */
  readonly before?: readonly string[];
  readonly close?: boolean;
}

function answerMethod(
  process: ServerProcess,
  session: Session,
  method: string,
  params: Fields | readonly unknown[],
  ms: number,
): Answer {
  const {program} = process;
  if (session.negotiated === null && method !== "server.version" && isAtLeast(program, "1.19"))
    return {
      before: [writeNotification("blockchain.relayfee"), writeNotification("blockchain.estimatefee")],
      outcome: failure(1, "use server.version to identify client"),
      close: true,
    };
  const [least, most] = ARGUMENTS[method] ?? [0, 0];
  const modern = session.negotiated !== null && compareVersions(session.negotiated, "1.6") >= 0;
  const known =
    method in ARGUMENTS &&
    (method !== "mempool.get_info" || modern) &&
    (method !== "blockchain.relayfee" || !modern);
  if (!known) return {outcome: failure(-32601, `unknown method "${method}"`)};
  const given = Array.isArray(params) ? (params as unknown[]) : Object.values(params);
  // From protocol 1.6 on, further arguments of server.version are ignored.
  if (given.length > most && !(method === "server.version" && isAtLeast(program, "1.19")))
    return {
      outcome: failure(
        -32602,
        `${plural(given.length, "argument")} passed to method ${method} taking at most ${most}`,
      ),
    };
  if (given.length < least)
    return {
      outcome: failure(
        -32602,
        `${plural(given.length, "argument")} passed to method "${method}" but it requires ${least}`,
      ),
    };
  if (method === "server.version") {
    const wanted = Array.isArray(params) ? given[1] : (params as Fields)["protocol_version"];
    return answerVersion(process, session, wanted);
  }
  return {outcome: answerElectrumxQuestion(process, session, method, given, ms)};
}

function answerVersion({program}: ServerProcess, session: Session, wanted: unknown): Answer {
  if (session.negotiated !== null) return {outcome: failure(1, "server.version already sent")};
  const version = negotiate(wanted, PROTOCOL_MIN, program.protocolMax);
  if (version === null)
    return {
      outcome: failure(1, `unsupported protocol version: ${writePythonText(wanted)}`),
      close: true,
    };
  session.negotiated = version;
  return {outcome: {result: JSON.stringify([program.agent, version])}};
}
