import {Resolver, lookup} from "node:dns/promises";
import {isIP} from "node:net";
import {type Failure, type Reason, failed} from "../../src/observation/failure.js";
import {isPublic} from "./address.js";
import {MAX_ADDRESSES} from "./limits.js";

/** Gives the IP addresses of a host name, and may give up when the deadline aborts. May reject: then there is none. */
export type Lookup = (host: string, deadline: AbortSignal) => Promise<readonly string[]>;

export interface ResolveOptions {
  /** real milliseconds */
  readonly timeoutMs: number;
  /** connect to special-purpose addresses too: for the lab and for one's own server */
  readonly allowLocal: boolean;
  /** default: ask the system's DNS servers */
  readonly lookup?: Lookup | undefined;
  /** whether an address lies in a network whose operator asked not to be observed; default: none does */
  readonly hasOptedOut?: ((address: string) => boolean) | undefined;
}

/**
 * The addresses that may be connected to for a host, best first, or why there is none.
 *
 * The caller connects to one of these very addresses and never to the name, so no second look-up can swap a
 * private address for the public one that was checked here.
 */
export async function resolveHost(
  host: string,
  options: ResolveOptions,
): Promise<readonly string[] | Failure> {
  const found = isIP(host) ? [host] : await lookUp(host, options);
  if ("reason" in found) return found;
  const addresses = [...new Set(found)].filter((address) => isIP(address) !== 0);
  if (addresses.length === 0) return failed("resolve", "name-not-found", host);
  // All or none: a name with one address in such a network belongs, for all we know, to who asked to be left alone.
  if (addresses.some((address) => options.hasOptedOut?.(address))) return failed("resolve", "opted-out");
  const allowed = addresses.filter((address) => options.allowLocal || isPublic(address));
  if (allowed.length === 0) return failed("resolve", "special-purpose-address", addresses.join(" "));
  return allowed.slice(0, MAX_ADDRESSES);
}

async function lookUp(
  host: string,
  {timeoutMs, lookup: ask = askDns}: ResolveOptions,
): Promise<readonly string[] | Failure> {
  const deadline = new AbortController();
  const late = new Promise<Failure>((resolve) => {
    deadline.signal.addEventListener("abort", () => resolve(failed("resolve", "timeout")));
  });
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    return await Promise.race([ask(host, deadline.signal), late]);
  } catch (error) {
    const code = codeOf(error);
    return failed("resolve", lookupReasons.get(code) ?? "name-not-found", `${code} ${host}`);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks DNS itself, which many look-ups can do at one time and the deadline can cancel; the system's resolver runs on
 * four threads and cannot. What DNS does not know is asked of the system: a hosts file, or a local domain, may.
 * IPv4 comes first, since it is what nearly every vantage and server has.
 */
async function askDns(host: string, deadline: AbortSignal): Promise<string[]> {
  const resolver = new Resolver();
  deadline.addEventListener("abort", () => resolver.cancel());
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  if (v4.status === "rejected" && v6.status === "rejected") {
    if (!unknownToDns.has(codeOf(v4.reason))) throw v4.reason;
    const found = await lookup(host, {all: true}).catch(() => {
      throw v4.reason;
    });
    return found.map(({address}) => address);
  }
  return [v4, v6].flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
}

/** DNS has no such name or no address for it, or there is no DNS server: answers that come at once. */
const unknownToDns: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA", "ECONNREFUSED"]);

const lookupReasons = new Map<string, Reason>([
  ["ETIMEOUT", "timeout"],
  ["ECONNREFUSED", "own-side"], // by our own DNS server
]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
