import {Resolver} from "node:dns/promises";
import type {Clock} from "../clock.js";
import {originName} from "./originName.js";
import {type Origin, parseOrigin} from "./parseOrigin.js";

/** Which network an address belongs to, as far as somebody told, and when: such tables change within hours. */
export interface OriginAnswer {
  /** null: unknown, because nobody answered, nobody announces it, or the answer was none */
  readonly origin: Origin | null;
  /** when the resolver answered or failed, UTC ms */
  readonly answeredAt: number;
  readonly elapsedMs: number;
}

/** Gives the TXT records of a name, each a list of strings to be joined. May reject. */
export type ResolveTxt = (name: string, deadline: AbortSignal) => Promise<readonly (readonly string[])[]>;

export interface OriginOptions {
  readonly clock: Clock;
  /** real milliseconds */
  readonly timeoutMs: number;
  /** default: ask the system's DNS servers */
  readonly resolveTxt?: ResolveTxt | undefined;
}

/**
 * Asks DNS which network announces an address. The zone's keepers learn the address, which is on public lists, and not
 * who asks, which is our resolver. Never rejects: a failure is unknown, and nothing may follow from it.
 *
 * @returns null if it is no address that anybody announces: nobody was asked
 */
export async function lookUpOrigin(
  address: string,
  {clock, timeoutMs, resolveTxt = askDns}: OriginOptions,
): Promise<OriginAnswer | null> {
  const name = originName(address);
  if (name === null) return null;
  const began = clock.monotonic();
  const records = await recordsOf(name, resolveTxt, timeoutMs);
  return {
    origin: parseOrigin(records, address),
    answeredAt: clock.now(),
    elapsedMs: clock.monotonic() - began,
  };
}

async function recordsOf(name: string, resolveTxt: ResolveTxt, timeoutMs: number): Promise<string[]> {
  const deadline = new AbortController();
  const late = new Promise<never[]>((resolve) =>
    deadline.signal.addEventListener("abort", () => resolve([])),
  );
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    const records = await Promise.race([resolveTxt(name, deadline.signal), late]);
    return records.map((strings) => strings.join(""));
  } catch {
    return []; // no such name, no DNS server, a broken one: unknown all the same
  } finally {
    clearTimeout(timer);
  }
}

async function askDns(name: string, deadline: AbortSignal): Promise<string[][]> {
  const resolver = new Resolver();
  deadline.addEventListener("abort", () => resolver.cancel());
  return resolver.resolveTxt(name);
}
