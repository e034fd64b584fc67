import {writeSortedTip} from "./fulcrumAnswers.js";
import {idText, isObject, parseLine} from "./request.js";
import {histogramTextAt, processEstimateAt, type ServerProcess} from "./serverProcess.js";
import type {Reply, Session} from "./session.js";
import {failure, writeAnswer, writeBatch, writeLine, writeRustNumber, type Outcome} from "./writing.js";

/** The one protocol version that these servers name, whatever the client asks for. */
const PROTOCOL = "1.4";

/** Targets for which estimates are fetched. @see Blockstream/electrs `src/new_index/query.rs`, `CONF_TARGETS` */
const LONG_TARGETS: ReadonlySet<number> = new Set([144, 504, 1008]);

/** Most requests in one batch (newer builds); more ends the connection, as any batch does with the build of 2021. */
const MOST_IN_BATCH = 20;

type Build = "2021" | "newer" | "mempool";

/** How esplora's electrs and its fork mempool-electrs answer a line. @see `src/electrum/server.rs` of both */
export function answerEsplora(process: ServerProcess, session: Session, line: string, ms: number): Reply {
  const {program} = process;
  const build = buildOf(process);
  const send = (message: string): Reply => ({lines: [writeLine(program, message)], close: false});
  const hangUp: Reply = {lines: [], close: true};
  const parsed = parseLine(line);
  if (parsed === null)
    return build === "newer" ? send(writeAnswer(program, "null", failure(-32700, "parse error"))) : hangUp;
  const batch = Array.isArray(parsed.value) ? (parsed.value as unknown[]) : null;
  if (batch !== null && (build === "2021" || batch.length > MOST_IN_BATCH)) return hangUp;
  const answers: string[] = [];
  for (const item of batch ?? [parsed.value]) {
    const answer = answerItem(process, session, item, ms, batch === null ? line : undefined);
    if (answer === null) return hangUp;
    answers.push(answer);
  }
  return send(batch === null ? (answers[0] ?? "") : writeBatch(program, answers));
}

function buildOf({program}: ServerProcess): Build {
  if (program.agent.startsWith("mempool")) return "mempool";
  return program.rule === "esplora-f64" ? "newer" : "2021";
}

/** Null where the server ends the connection instead. */
function answerItem(
  process: ServerProcess,
  session: Session,
  item: unknown,
  ms: number,
  line?: string,
): string | null {
  const {program} = process;
  const build = buildOf(process);
  const fields = isObject(item) ? item : {};
  const id = idText(fields, line);
  const {method, params = []} = fields;
  if (id === null || typeof method !== "string" || !Array.isArray(params))
    return build === "2021" ? null : writeAnswer(program, id ?? "null", failure(-32600, "invalid request"));
  const outcome = answerMethod(process, session, method, params as unknown[], ms);
  if (outcome !== null) return writeAnswer(program, id, outcome);
  switch (build) {
    case "2021":
      return null;
    case "newer":
      return writeAnswer(program, id, failure(-32601, `unknown method ${method}`));
    case "mempool":
      return writeAnswer(program, id, failure(1, `${method} RPC error: unknown method ${method}`));
  }
}

/** Null for a method that it does not know; without discovery that includes `server.features`. */
function answerMethod(
  process: ServerProcess,
  session: Session,
  method: string,
  params: readonly unknown[],
  ms: number,
): Outcome | null {
  const {program, view} = process;
  switch (method) {
    case "server.version":
      session.negotiated = PROTOCOL;
      return {result: JSON.stringify([program.agent, PROTOCOL])};
    case "server.banner":
      return {result: JSON.stringify(process.banner ?? program.banner)};
    case "server.donation_address":
    case "server.ping":
      return {result: "null"};
    case "server.peers.subscribe":
      return {result: "[]"};
    case "blockchain.headers.subscribe":
      session.subscribed = true;
      return {result: writeSortedTip(process, ms)};
    case "blockchain.relayfee":
      return {result: writeThroughSatPerByte(view.node.relayMinimum)};
    case "mempool.get_fee_histogram":
      return {result: histogramTextAt(process, ms)};
    case "blockchain.estimatefee":
      return answerEstimate(process, params, ms);
    default:
      return null;
  }
}

function answerEstimate(process: ServerProcess, [target]: readonly unknown[], ms: number): Outcome {
  const refuse = (code: number, message: string) =>
    buildOf(process) === "newer" ? failure(code, message) : {bareError: message};
  if (target === undefined) return refuse(-32602, "missing blocks_count");
  if (typeof target !== "number" || !Number.isInteger(target) || target < 0)
    return refuse(-32602, "non-integer blocks_count");
  const known = (target >= 1 && target <= 25) || LONG_TARGETS.has(target);
  const estimate = known ? processEstimateAt(process, target, null, ms) : null;
  return estimate === null
    ? refuse(-32603, `cannot estimate fee for ${target} blocks`)
    : {result: writeThroughSatPerByte(estimate)};
}

/** BTC/kvB, turned to sat/vB and back on the way, which may leave a trace in the last digit. */
function writeThroughSatPerByte(satPerKvb: number): string {
  return writeRustNumber(((satPerKvb / 1e8) * 100_000) / 100_000);
}
