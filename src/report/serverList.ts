import {type Cohort, cohortOf} from "../observation/cohort.js";
import type {Level} from "../evidence/level.js";
import type {Archived} from "./archived.js";
import {programOf} from "./program.js";
import {serverId} from "./serverIds.js";
import {BY_TIE, levelsOf, pairsByServer} from "./serverPairs.js";
import {serverPlaces} from "./serverPlaces.js";
import {addressesOf, type Attendance, attendanceOf, lastAnswerOf, serverRuns} from "./serverRuns.js";

/** One line of the table of servers. */
export interface ListedServer extends Attendance {
  /** in addresses of its page and its files */
  readonly id: string;
  readonly endpoint: string;
  readonly host: string;
  readonly port: number;
  readonly transport: string;
  /** IP addresses that were connected to, the newest first */
  readonly addresses: readonly string[];
  readonly network: Cohort;
  /** self-reported, of the last run that it answered; null if it never did */
  readonly program: string | null;
  readonly version: string;
  /** sat/vB; null if it did not say */
  readonly relayMinimum: number | null;
  /** name of its cluster in the newest run; null if it is in none */
  readonly cluster: string | null;
  /** strongest tie to another server; null if it was never compared */
  readonly level: Level | null;
  /** pairs that tie it: declared, supported and candidate ones, where there are any */
  readonly ties: Readonly<Partial<Record<Level, number>>>;
}

/** Levels that are counted in the table. */
const COUNTED: readonly Level[] = ["declared", "supported", "candidate"];

/** Every endpoint that any run was to ask, in alphabetical order. */
export function serverList(
  known: Pick<Archived, "runs" | "clusterNames" | "findings">,
): readonly ListedServer[] {
  const places = serverPlaces(known);
  const pairs = pairsByServer(known.findings);
  const newest = known.runs.length - 1;
  return [...serverRuns(known.runs)].map(([endpoint, list]): ListedServer => {
    const {host = endpoint, port = 0, transport = ""} = list.at(-1)?.row ?? {};
    const answer = lastAnswerOf(list)?.row;
    const addresses = addressesOf(list);
    const place = places.get(endpoint)?.at(-1);
    const levels = levelsOf(pairs.get(endpoint) ?? []);
    return {
      id: serverId(endpoint),
      endpoint,
      host,
      port,
      transport,
      addresses,
      network: cohortOf(host, addresses[0] ?? null),
      program: answer ? programOf(answer.server_version).program : null,
      version: programOf(answer?.server_version ?? null).version,
      relayMinimum: typeof answer?.relay_fee === "number" ? answer.relay_fee / 1000 : null,
      cluster: place?.to === newest ? place.name : null,
      level: BY_TIE.find((level) => levels[level] > 0) ?? null,
      ties: Object.fromEntries(
        COUNTED.flatMap((level) => (levels[level] > 0 ? [[level, levels[level]]] : [])),
      ),
      ...attendanceOf(list),
    };
  });
}
