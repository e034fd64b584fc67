import type {Check} from "./check.js";
import {ageCheck, archiveCheck} from "./collection.js";
import {type AskGithub, githubChecks} from "./github.js";
import {type Lock, nodeCheck, packagesCheck} from "./installation.js";
import {clockCheck, dnsCheck, type HttpsAnswer, ipv6Check, proxyCheck, tlsCheck} from "./network.js";

/** Everything that is looked at; none of it throws, and each that asks the network gives up in time. */
export interface Probes {
  readonly nodeVersion: string;
  /** of package.json */
  readonly engines: string;
  readonly lock: Lock;
  readonly installed: Lock | null;
  /** of the newest runs; null: no archive */
  readonly archive: () => Promise<{
    readonly runs: number;
    readonly newest: number | null;
    readonly problems: readonly string[];
  } | null>;
  readonly now: () => number;
  /** of the project's own homepage */
  readonly dnsHost: string;
  readonly resolve: (
    host: string,
  ) => Promise<{readonly addresses: readonly string[]} | {readonly error: string}>;
  readonly httpsHost: string;
  readonly https: (host: string) => Promise<HttpsAnswer>;
  /** of this machine's interfaces */
  readonly addresses: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `OWNER/NAME` */
  readonly repository: string | null;
  readonly github: AskGithub;
}

/** Looks at everything at one time, and says what it found in a fixed order. */
export async function examine(probes: Probes): Promise<Check[]> {
  const [archive, dns, https, github] = await Promise.all([
    probes.archive(),
    probes.resolve(probes.dnsHost),
    probes.https(probes.httpsHost),
    githubChecks(probes.repository, probes.github),
  ]);
  return [
    nodeCheck(probes.nodeVersion, probes.engines),
    packagesCheck(probes.lock, probes.installed),
    archiveCheck(archive?.runs ?? 0, archive?.problems ?? null),
    ageCheck(archive?.newest ?? null, probes.now()),
    clockCheck(https),
    dnsCheck(probes.dnsHost, dns),
    tlsCheck(probes.httpsHost, https),
    ipv6Check(probes.addresses),
    proxyCheck(probes.environment),
    ...github,
  ];
}
