import type {Socket} from "node:net";
import {type Failure, type Stage, failed} from "../../src/observation/failure.js";
import type {Tip} from "../../src/observation/tip.js";
import type {Clock} from "../clock.js";
import type {Checked, Problem} from "./check.js";
import {type Line, LineCutter} from "./frame.js";
import {MAX_MESSAGES} from "./limits.js";
import {type Marks, addMarks, noMarks} from "./marks.js";
import {type Message, describeError, readMessage} from "./message.js";
import {messageOf, socketReason} from "./socketOutcome.js";
import {checkTip, newestTip} from "./tip.js";

export interface SessionOptions {
  readonly clock: Clock;
  /** called for each well-formed announcement of a block; UTC ms */
  onTip(tip: Tip, receivedAt: number): void;
}

/** A question's outcome. Times are by the given clock. */
export type Asked<T> =
  | {
      readonly outcome: "answered";
      readonly value: T;
      /** UTC ms */
      readonly requestedAt: number;
      /** from the writing of the request to the arrival of the answer's last bytes */
      readonly elapsedMs: number;
    }
  | (Failure & {readonly requestedAt: number});

/** What is sent, and how the answer is read. */
export interface Request<T> {
  readonly method: string;
  readonly params: readonly unknown[];
  /** what a failure is filed under */
  readonly stage: Stage;
  check(result: unknown, text: string): Checked<T>;
}

/** What came for a request: the answer's result, parsed and as written, or what went wrong instead. */
type Reply = {readonly result: unknown; readonly text: string; readonly elapsedMs: number} | Problem;

interface Pending {
  readonly stage: Stage;
  /** by the monotonic clock, ms */
  readonly began: number;
  settle(reply: Reply): void;
}

/**
 * Requests and answers over one open socket: ids, deadlines, announcements, and the ceilings that end it.
 *
 * A bad answer fails its own question. A bad stream (a line too long, not JSON, too much of everything) ends the
 * session, and every pending and later question fails with that reason.
 */
export class Session {
  /** messages that answered no question: announcements, unknown ids, answers that came after their deadline */
  notifications = 0;
  marks: Marks = noMarks;
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #cutter = new LineCutter();
  readonly #pending = new Map<number, Pending>();
  #messages = 0;
  #lastId = 0;
  #lastStage: Stage = "handshake";
  #ended: (Problem & {readonly stage: Stage; readonly byUs: boolean}) | null = null;

  /** @param socket open; the session is its only reader from now on */
  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) =>
      this.#end({reason: socketReason(error, this.#stage()), detail: messageOf(error)}),
    );
    socket.on("close", () => this.#end({reason: "closed", detail: ""}));
    if (socket.destroyed) this.#end({reason: "closed", detail: ""}); // "close" may have been told already
  }

  /** Why the server's side ended it, filed under the question that waited longest, else the last one; else null. */
  get ended(): Failure | null {
    return this.#ended && !this.#ended.byUs
      ? failed(this.#ended.stage, this.#ended.reason, this.#ended.detail)
      : null;
  }

  get bytesReceived(): number {
    return this.#cutter.received;
  }

  /** Asks. The request is written before this returns, so that a loop over sessions asks all within a moment. Never rejects. */
  async ask<T>({method, params, stage, check}: Request<T>, timeoutMs: number): Promise<Asked<T>> {
    const requestedAt = this.#options.clock.now();
    const reply = await this.#request(method, params, stage, timeoutMs);
    if ("reason" in reply) return {...failed(stage, reply.reason, reply.detail), requestedAt};
    const checked = check(reply.result, reply.text);
    if (!("value" in checked)) return {...failed(stage, checked.reason, checked.detail), requestedAt};
    return {outcome: "answered", value: checked.value, requestedAt, elapsedMs: reply.elapsedMs};
  }

  /** Ends the session from our side. May be called again. */
  close(): void {
    this.#end({reason: "own-side", detail: "the conversation was closed by us"}, true);
  }

  #request(method: string, params: readonly unknown[], stage: Stage, timeoutMs: number): Promise<Reply> {
    if (this.#ended) return Promise.resolve(this.#ended);
    const id = ++this.#lastId;
    this.#lastStage = stage;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        resolve({reason: "timeout", detail: ""});
      }, timeoutMs);
      const settle = (reply: Reply) => {
        clearTimeout(timer);
        this.#pending.delete(id);
        resolve(reply);
      };
      this.#pending.set(id, {stage, began: this.#options.clock.monotonic(), settle});
      this.#socket.write(`${JSON.stringify({jsonrpc: "2.0", id, method, params})}\n`);
    });
  }

  #receive(chunk: Buffer): void {
    const at = {utc: this.#options.clock.now(), monotonic: this.#options.clock.monotonic()};
    for (const line of this.#cutter.cut(chunk)) {
      if (this.#ended) return; // by the line before, or by onTip
      if ("reason" in line) return this.#end(line);
      this.#messages += 1;
      if (this.#messages > MAX_MESSAGES)
        return this.#end({
          reason: "too-many-messages",
          detail: `expected at most ${MAX_MESSAGES} on one connection`,
        });
      const message = readMessage(line.bytes);
      if ("reason" in message) return this.#end(message);
      this.#take(message, line.end, at);
    }
  }

  #take(message: Message, end: Line["end"], at: {readonly utc: number; readonly monotonic: number}): void {
    if (message.kind === "blank") return;
    const pending = "id" in message ? this.#pending.get(message.id) : undefined;
    if (!("id" in message) || pending === undefined) {
      this.notifications += 1;
      if (message.kind === "notification") this.#announced(message.method, message.params, at.utc);
      return;
    }
    if (message.kind === "answer") {
      this.marks = addMarks(this.marks, message.text, end);
      const elapsedMs = at.monotonic - pending.began;
      pending.settle({result: message.result, text: message.resultText, elapsedMs});
    } else if (message.kind === "error")
      pending.settle({reason: "server-error", detail: describeError(message.error)});
    else pending.settle({reason: "wrong-shape", detail: "expected a result or an error, got neither"});
  }

  #announced(method: string, params: unknown, receivedAt: number): void {
    if (method !== newestTip.method || !Array.isArray(params)) return;
    const tip = checkTip((params as unknown[])[0]);
    if ("value" in tip) this.#options.onTip(tip.value, receivedAt);
  }

  #stage(): Stage {
    const [oldest] = this.#pending.values();
    return oldest?.stage ?? this.#lastStage;
  }

  #end(problem: Problem, byUs = false): void {
    if (this.#ended) return;
    this.#ended = {...problem, stage: this.#stage(), byUs};
    for (const {settle} of this.#pending.values()) settle(problem);
    this.#socket.destroy();
  }
}
