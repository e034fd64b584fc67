import {createHash} from "node:crypto";

/** Milliseconds for a list, redirects included. Lists are small; a host that needs longer is not there today. */
export const FETCH_TIMEOUT_MS = 20_000;

/** Redirects followed: a move to another host, and one to another path. */
const MAX_REDIRECTS = 3;

export interface FetchOptions {
  readonly maxBytes: number;
  /** how we introduce ourselves to the host */
  readonly userAgent: string;
  readonly timeoutMs?: number;
  /** default: the platform's */
  readonly fetch?: typeof fetch;
}

export interface Fetched {
  readonly text: string;
  /** of its bytes, hex */
  readonly sha256: string;
}

/**
 * Fetches a published list: over https only, redirects too, within a time and a size. Never rejects, and asks once:
 * whatever fails is told as an error.
 */
export async function fetchList(
  url: string,
  options: FetchOptions,
): Promise<Fetched | {readonly error: string}> {
  const {maxBytes, userAgent, timeoutMs = FETCH_TIMEOUT_MS, fetch: ask = fetch} = options;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    let at = new URL(url);
    for (let redirects = 0; ; redirects++) {
      if (at.protocol !== "https:") return {error: `expected an https address, got ${at.protocol}`};
      const answer = await ask(at, {
        redirect: "manual",
        signal,
        headers: {"user-agent": userAgent, accept: "text/html, application/json, text/plain"},
      });
      const location = answer.headers.get("location");
      if (answer.status >= 300 && answer.status < 400 && location !== null) {
        await answer.body?.cancel();
        if (redirects === MAX_REDIRECTS)
          return {error: `expected at most ${MAX_REDIRECTS} redirects, got more`};
        at = new URL(location, at);
        continue;
      }
      if (answer.status !== 200) {
        await answer.body?.cancel();
        return {error: `expected status 200, got ${answer.status}`};
      }
      const bytes = await readBody(answer, maxBytes);
      if (bytes === null) return {error: `expected at most ${maxBytes} bytes, got more`};
      return {text: bytes.toString("utf8"), sha256: createHash("sha256").update(bytes).digest("hex")};
    }
  } catch (error) {
    return {
      error: signal.aborted ? `no whole answer within ${timeoutMs} ms` : `not fetched (${causeOf(error)})`,
    };
  }
}

/** The body, or null as soon as it exceeds the limit: a length that is announced proves nothing. */
async function readBody({body}: Response, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) return null; // leaving the loop ends the transfer
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` hides what happened behind "fetch failed". */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : cause instanceof Error ? cause.name : "unknown";
}
