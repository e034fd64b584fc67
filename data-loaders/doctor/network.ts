import {type Check, check} from "./check.js";

/**
 * Seconds by which this machine's clock may differ from a server's before it matters. `Date` has whole seconds and the
 * answer takes some time; estimates and tips are compared between vantages to within seconds.
 */
export const CLOCK_WARN_S = 5;

/** Seconds from which moments of a run are wrong for every comparison with another vantage: servers refresh within a minute. */
export const CLOCK_FAIL_S = 60;

/** What one HTTPS request told. */
export type HttpsAnswer =
  /** `date`: its `Date` header, UTC ms; `askedAt` and `answeredAt` by our clock */
  | {readonly date: number | null; readonly askedAt: number; readonly answeredAt: number}
  | {readonly error: string};

export function dnsCheck(
  host: string,
  answer: {readonly addresses: readonly string[]} | {readonly error: string},
): Check {
  return "error" in answer || answer.addresses.length === 0
    ? check(
        "DNS",
        "fail",
        `${host}: ${"error" in answer ? answer.error : "no address"}`,
        "Without a resolver only the lab can be observed. Is this machine online?",
      )
    : check("DNS", "ok", `${host} has an address`);
}

export function tlsCheck(host: string, answer: HttpsAnswer): Check {
  if (!("error" in answer)) return check("TLS", "ok", `${host} answers`);
  const intercepted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/i.test(answer.error);
  return check(
    "TLS",
    "fail",
    `${host}: ${answer.error}`,
    intercepted
      ? "Something between here and there answers with its own certificate: servers' certificates would be its too."
      : "Outgoing connections are blocked or there is no network; only the lab can be observed.",
  );
}

export function clockCheck(answer: HttpsAnswer): Check {
  const name = "clock";
  const look = "Compare it with another clock; timedatectl says whether a time service sets it.";
  if ("error" in answer || answer.date === null)
    return check(name, "unknown", "no server told the time", look);
  const {date, askedAt, answeredAt} = answer;
  // The header is cut to seconds: the true moment is up to one later, and lies between question and answer.
  const early = Math.max(0, date - answeredAt);
  const late = Math.max(0, askedAt - (date + 999));
  const seconds = Math.round(Math.max(early, late) / 1_000);
  if (seconds <= CLOCK_WARN_S) return check(name, "ok", `within ${CLOCK_WARN_S} s of a server's`);
  return check(
    name,
    seconds <= CLOCK_FAIL_S ? "warn" : "fail",
    `${seconds} s ${late > 0 ? "ahead of" : "behind"} a server's`,
    "Switch on a time service (NTP): moments are compared between vantages.",
  );
}

/** @param addresses of this machine's interfaces */
export function ipv6Check(addresses: readonly string[]): Check {
  // Global unicast, RFC 4291: 2000::/3.
  return addresses.some((address) => /^[23][0-9a-f]{3}:/i.test(address))
    ? check("IPv6", "ok", "this machine has a public address")
    : check(
        "IPv6",
        "warn",
        "this machine has no public address",
        "Servers with IPv6 alone will be recorded as unreachable, which says nothing of them.",
      );
}

/** Names only: a proxy's address may hold a password. */
export function proxyCheck(environment: Readonly<Record<string, string | undefined>>): Check {
  const set = ["http_proxy", "https_proxy", "all_proxy"]
    .flatMap((name) => [name, name.toUpperCase()])
    .filter((name) => environment[name]);
  return set.length === 0
    ? check("proxy", "ok", "no proxy variable is set")
    : check(
        "proxy",
        "warn",
        `${set.join(", ")} set`,
        "Electrum servers are asked directly, whatever these say; onion services through --proxy alone.",
      );
}
