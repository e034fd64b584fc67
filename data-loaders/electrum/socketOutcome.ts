import type {Socket} from "node:net";
import {type Failure, type Reason, type Stage, failed} from "../../src/observation/failure.js";

/** How waiting for a socket ended. */
export type Outcome = "ready" | "timeout" | "closed" | Error;

/** Waits until the socket is ready, fails, or the time is over. Leaves it open, and without listeners of its own. */
export function until(
  socket: Socket,
  event: "connect" | "secureConnect",
  timeoutMs: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      socket.off(event, ready).off("error", settle).off("close", closed);
      resolve(outcome);
    };
    const ready = () => settle("ready");
    const closed = () => settle("closed");
    const timer = setTimeout(() => settle("timeout"), timeoutMs);
    socket.on(event, ready).on("error", settle).on("close", closed);
  });
}

export function failureOf(stage: Stage, outcome: Exclude<Outcome, "ready">): Failure {
  if (outcome === "timeout" || outcome === "closed") return failed(stage, outcome);
  return failed(stage, socketReason(outcome, stage), messageOf(outcome));
}

const reasonsByCode = new Map<string, Reason>([
  ["ECONNREFUSED", "refused"],
  ["ECONNRESET", "closed"],
  ["ECONNABORTED", "closed"],
  ["EPIPE", "closed"],
  ["ETIMEDOUT", "timeout"],
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["EHOSTDOWN", "unreachable"],
  ["ENETDOWN", "unreachable"],
  ["EADDRNOTAVAIL", "own-side"],
  ["EAFNOSUPPORT", "own-side"],
  ["EACCES", "own-side"],
  ["EPERM", "own-side"],
  ["EMFILE", "own-side"],
  ["ENFILE", "own-side"],
  ["ENOBUFS", "own-side"],
  ["ENOMEM", "own-side"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "not-tls"], // so OpenSSL calls first bytes that begin no TLS record
]);

/** What a socket's error means. */
export function socketReason(error: Error, stage: Stage): Reason {
  const code = "code" in error ? String(error.code) : "";
  return (
    reasonsByCode.get(code) ?? (stage === "tls" || code.startsWith("ERR_SSL_") ? "tls-failed" : "closed")
  );
}

/** OpenSSL's messages begin with a thread's number, which is another one each time. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/^[0-9A-F]+:(error:)/, "$1").trim();
}
