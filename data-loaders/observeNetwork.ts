import {randomLcg} from "d3";
import {formatEndpoint} from "../src/observation/endpoint.js";
import type {Network} from "../src/observation/snapshot.js";
import {type Clock, realClock} from "./clock.js";
import type {Lab} from "./lab/lab.js";
import {labOrigin} from "./lab/origin.js";
import {lookUpOrigin} from "./origin/lookUpOrigin.js";
import {ORIGIN_TIMEOUT_MS} from "./origin/lookUpOrigins.js";
import {openProbe, type Proxy} from "./probe.js";
import {progressDisplay} from "./progress.js";
import {clientName} from "./project.js";
import {jitter, JITTER_S} from "./jitter.js";
import type {Candidate} from "./roster.js";
import {noOptOuts, optOuts} from "./roster/optOuts.js";
import type {RunOptions} from "./run.js";
import {takeSnapshot, type Taken} from "./takeSnapshot.js";
import {Turns} from "./turns.js";

/** How a network is asked; times in seconds, as the user gives them and the manifest keeps them. */
export interface Manner {
  readonly rounds: number;
  readonly interval: number;
  readonly listen: number;
  readonly timeout: number;
  readonly concurrency: number;
  readonly proxy: Proxy | null;
  /** how many endpoints may be asked in all when servers' peers are asked too; null: the list alone */
  readonly discoverUpTo: number | null;
  readonly allowLocal: boolean;
  /** whether DNS is asked which network announces an address */
  readonly origins: boolean;
  /** longest pause before a connection is opened; the lab has none */
  readonly jitter: number;
}

/** The manner of a run that says nothing else: `npm run observe` without options. */
export const defaultManner: Manner = {
  rounds: 4,
  interval: 30,
  listen: 0,
  timeout: 10,
  concurrency: 64,
  proxy: null,
  discoverUpTo: null,
  allowLocal: false,
  origins: true,
  jitter: JITTER_S,
};

/** Seconds in which a lab server on loopback answers or never will. Real time: the lab's own clock stands still meanwhile. */
export const LAB_TIMEOUT_S = 3;

/** Exit code of a run that nobody answered. */
export const NOBODY_ANSWERED = 3;

/**
 * Observes a network once and archives the run, with progress and the outcome on stderr.
 *
 * @param provenance of the lists that the candidates come from, for the manifest
 */
export async function observeNetwork(
  network: Network,
  candidates: readonly Candidate[],
  place: {readonly archive: string; readonly vantage: string},
  manner: Manner,
  lab: Lab | null,
  provenance: Readonly<Record<string, string>> = {},
): Promise<Taken> {
  const clock = lab?.clock ?? realClock;
  const client = clientName();
  const timeoutMs = manner.timeout * 1_000;
  const isLab = network === "lab";
  const allowLocal = manner.allowLocal || isLab; // a lab is on loopback, whoever serves it
  const spared = isLab ? noOptOuts : optOuts();
  const turns = isLab ? undefined : new Turns(); // the lab's servers are ours: nobody is spared by asking them slowly
  const jitterS = isLab ? 0 : manner.jitter;
  const seed = clock.now() % 2 ** 32;
  const display = progressDisplay();
  try {
    return await takeSnapshot(candidates, {
      ...place,
      network,
      options: {
        rounds: manner.rounds,
        interval_s: manner.interval,
        listen_s: manner.listen,
        timeout_s: manner.timeout,
        concurrency: manner.concurrency,
        proxy: manner.proxy !== null,
        discover_up_to: manner.discoverUpTo,
        allow_local: allowLocal,
        client,
        lab_seed: lab?.seed ?? null,
        origins: manner.origins,
        ...(isLab ? {} : {jitter_s: jitterS, jitter_seed: seed}),
        ...provenance,
      },
      run: {
        clock,
        rounds: manner.rounds,
        intervalMs: manner.interval * 1_000,
        listenMs: manner.listen * 1_000,
        timeoutMs,
        concurrency: manner.concurrency,
        discoverUpTo: manner.discoverUpTo,
        hasOptedOut: spared.endpoint,
        jitter: jitter(jitterS * 1_000, randomLcg(seed)),
        ...(manner.origins ? {origin: originOf(clock, isLab)} : {}),
        open: (endpoint, onTip) =>
          openProbe(endpoint, {
            clock,
            timeoutMs,
            allowLocal,
            proxy: manner.proxy,
            clientName: client,
            hasOptedOut: spared.address,
            turns,
            onTip,
            ...(lab ? {dial: lab.dial} : {}),
          }),
        onProgress: display.show,
      },
    });
  } finally {
    display.stop();
  }
}

/** Who is asked for the network of an address: DNS, or a lab for its own invented ones. */
function originOf(clock: Clock, isLab: boolean): NonNullable<RunOptions["origin"]> {
  return isLab
    ? async (address) => labOrigin(address, clock.now())
    : (address) => lookUpOrigin(address, {clock, timeoutMs: ORIGIN_TIMEOUT_MS});
}

/** The outcome of a run in one or two lines. */
export function outcomeText({manifest: {counts, own_side_suspected}}: Taken): string {
  return (
    `${counts.answered} of ${counts.endpoints} endpoints answered, ${counts.failed} failed, ${counts.not_tried} not tried; ` +
    `${counts.reads} histograms in ${counts.sweeps} sweeps, ${counts.distinct_histograms} distinct\n` +
    (own_side_suspected
      ? "no endpoint answered: our own side is the likely cause, and the snapshot says so\n"
      : "")
  );
}

/** The endpoints that a run would ask, one a line. */
export function plannedText(candidates: readonly Candidate[]): string {
  const {endpoint: optedOut} = optOuts();
  return candidates
    .filter(({endpoint}) => !optedOut(endpoint))
    .map(({endpoint}) => `${formatEndpoint(endpoint)}\n`)
    .join("");
}
