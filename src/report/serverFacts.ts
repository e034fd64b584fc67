import {type Cohort, cohortOf} from "../observation/cohort.js";
import type {Level} from "../evidence/level.js";
import {programIn} from "../evidence/program.js";
import {dayOf, type Server} from "../evidence/window.js";
import {type AnswerFacts, answerFacts} from "./answerFacts.js";
import type {Archived} from "./archived.js";
import {type ChangeEntry, changeLog, reasonText} from "./changeLog.js";
import {optOutNotice, type OptOuts} from "./optOut.js";
import {type LogEntry, probeLog} from "./probeLog.js";
import {programOf, tally} from "./program.js";
import {type NamedText, saidOf, shownBy} from "./selfReport.js";
import type {ServerHistory} from "./serverEvents.js";
import {serverId} from "./serverIds.js";
import {
  levelsOf,
  type Neighbour,
  neighboursOf,
  pairsByServer,
  type Ruled,
  ruledOutOf,
} from "./serverPairs.js";
import {type ServerPlace, serverPlaces} from "./serverPlaces.js";
import {
  addressesOf,
  type Attendance,
  attendanceOf,
  lastAnswerOf,
  type ServerRun,
  serverRuns,
} from "./serverRuns.js";
import {observedServers} from "./servers.js";
import {groundsOf, serverSummary, type SummaryFacts} from "./serverSummary.js";
import type {Statement} from "./statements.js";

/** Of the JSON. Raised when a field changes its meaning or goes. */
export const SERVER_SCHEMA = "electrum-kinship-server/1";

/** All that the archive says of one server: its page, and `/data/servers/<id>.json`. */
export interface ServerFacts {
  readonly schema: typeof SERVER_SCHEMA;
  readonly id: string;
  readonly endpoint: string;
  readonly host: string;
  readonly network: Cohort;
  /** nothing here is about a real server */
  readonly simulated: boolean;
  /** the newest run that is in all this; UTC ms and path */
  readonly archive: {readonly until: number; readonly run: string; readonly runs: number};
  /** what is to be said where its operator asked not to be observed; else empty */
  readonly optedOut: readonly string[];
  /** whether it is in a cluster, since when and why */
  readonly summary: readonly string[];
  readonly attendance: Attendance;
  readonly said: readonly NamedText[];
  readonly shown: readonly NamedText[];
  /** where it stood, the newest stay first */
  readonly places: readonly Stay[];
  readonly levels: Readonly<Record<Level, number>>;
  readonly neighbours: readonly Neighbour[];
  readonly ruledOut: Ruled;
  readonly answer: AnswerFacts | null;
  readonly changes: readonly ChangeEntry[];
  readonly log: readonly LogEntry[];
  /** older runs that are not in the log */
  readonly unlogged: number;
  /** of its operator */
  readonly statements: readonly Statement[];
  /** where an issue is written */
  readonly homepage: string;
}

/** A stay in one cluster. */
export interface Stay {
  /** null: on its own */
  readonly name: string | null;
  /** starts of the first and the last run, UTC ms */
  readonly since: number;
  readonly until: number;
  /** servers in it in the last of these runs */
  readonly size: number;
}

/** What is not in the archive. */
export interface ServerExtras {
  readonly statements: ReadonlyMap<string, readonly Statement[]>;
  readonly optOuts: OptOuts;
  readonly homepage: string;
}

/** All that is looked up for one server after another, by endpoint. */
interface Known {
  readonly archived: ArchivedServers;
  readonly extras: ServerExtras;
  readonly places: ReturnType<typeof serverPlaces>;
  readonly pairs: ReturnType<typeof pairsByServer>;
  readonly histories: ReadonlyMap<string, readonly ServerHistory[]>;
  readonly servers: ReadonlyMap<string, Server>;
  readonly endpoints: ReadonlyMap<string, Archived["findings"]["endpoints"][number]>;
  /** why the newest answer of some is not compared */
  readonly aside: ReadonlyMap<string, string | null>;
  /** self-reported, of the last run that each answered */
  readonly programs: ReadonlyMap<string, string>;
}

export type ArchivedServers = Pick<
  Archived,
  "standing" | "runs" | "clusterNames" | "histories" | "newest" | "window" | "findings" | "lastAnswers"
>;

/** The facts of every server by its id, in alphabetical order of the endpoints. */
export function* serverFiles(
  archived: ArchivedServers,
  extras: ServerExtras,
): Generator<readonly [id: string, ServerFacts]> {
  const runs = serverRuns(archived.runs);
  const known: Known = {
    archived,
    extras,
    places: serverPlaces(archived),
    pairs: pairsByServer(archived.findings),
    histories: byEndpoint(archived.histories),
    servers: new Map(archived.window.servers.map((server) => [server.endpoint, server])),
    endpoints: new Map(archived.findings.endpoints.map((one) => [one.id, one])),
    aside: new Map(
      archived.newest
        ? observedServers(archived.newest.tables.endpoints, archived.newest.tables.tips).map(
            ({endpoint, aside}) => [endpoint, aside],
          )
        : [],
    ),
    programs: new Map(
      [...runs].map(([endpoint, list]) => [
        endpoint,
        programOf(lastAnswerOf(list)?.row.server_version ?? null).program,
      ]),
    ),
  };
  for (const [endpoint, list] of runs) yield [serverId(endpoint), serverFacts(endpoint, list, known)];
}

function byEndpoint(histories: readonly ServerHistory[]): ReadonlyMap<string, readonly ServerHistory[]> {
  const lists = new Map<string, ServerHistory[]>();
  for (const history of histories)
    lists.set(history.endpoint, [...(lists.get(history.endpoint) ?? []), history]);
  return lists;
}

function serverFacts(endpoint: string, list: readonly ServerRun[], known: Known): ServerFacts {
  const {archived, extras} = known;
  const {runs, findings, standing} = archived;
  const host = list.at(-1)?.row.host ?? endpoint;
  const addresses = addressesOf(list);
  const places = known.places.get(endpoint) ?? [];
  const pairs = known.pairs.get(endpoint) ?? [];
  const levels = levelsOf(pairs);
  const attendance = attendanceOf(list);
  const log = probeLog(list);
  const newest = runs.at(-1);
  return {
    schema: SERVER_SCHEMA,
    id: serverId(endpoint),
    endpoint,
    host,
    network: cohortOf(host, addresses[0] ?? null),
    simulated: standing.simulated,
    archive: {until: newest?.endedAt ?? 0, run: newest?.path ?? "", runs: runs.length},
    optedOut: optOutNotice(extras.optOuts({endpoint, host, addresses}), list, attendance),
    summary: serverSummary({
      endpoint,
      attendance,
      silence: silenceOf(list),
      place: placeOf(places, known),
      aside: asideOf(endpoint, attendance, places, known),
      levels: findings.weights === null ? null : levels,
      grounds: groundsOf(pairs),
      days: daysOf(list),
    }),
    attendance,
    said: saidOf(list),
    shown: shownBy(list, known.endpoints.get(endpoint), addresses),
    places: places.toReversed().map(({name, from, to, members}) => ({
      name,
      since: runs[from]?.startedAt ?? 0,
      until: runs[to]?.startedAt ?? 0,
      size: members.length,
    })),
    levels,
    neighbours: neighboursOf(endpoint, pairs),
    ruledOut: ruledOutOf(endpoint, pairs),
    answer: answerOf(endpoint, known),
    changes: changeLog(known.histories.get(endpoint) ?? [], runs),
    log,
    unlogged: list.length - log.length,
    statements: extras.statements.get(host) ?? [],
    homepage: extras.homepage,
  };
}

function silenceOf(list: readonly ServerRun[]): SummaryFacts["silence"] {
  const row = list.at(-1)?.row;
  return !row || row.outcome === "answered"
    ? null
    : {tried: row.outcome !== "not-tried", stage: row.stage ?? "", why: reasonText(row.reason ?? "")};
}

function placeOf(places: readonly ServerPlace[], {archived: {runs}, programs}: Known): SummaryFacts["place"] {
  const place = places.at(-1);
  return place
    ? {
        name: place.name,
        size: place.members.length,
        since: runs[place.from]?.startedAt ?? 0,
        until: runs[place.to]?.startedAt ?? 0,
        lasts: place.to === runs.length - 1,
        fromTheFirst: places.length === 1,
        programs: tally(place.members.map((member) => programs.get(member) ?? "not stated")),
      }
    : null;
}

/** Why it stands in no comparison of the newest run although it answered. */
function asideOf(
  endpoint: string,
  {answersNow}: Attendance,
  places: readonly ServerPlace[],
  {archived: {runs}, aside}: Known,
): string | null {
  if (!answersNow || places.at(-1)?.to === runs.length - 1) return null;
  return aside.get(endpoint) ?? "it sent none in the main round of the newest run, or an empty one";
}

function daysOf(list: readonly ServerRun[]): number {
  const answers = list.filter(({row}) => row.outcome === "answered");
  return new Set(answers.map(({record}) => dayOf(record.startedAt))).size;
}

function answerOf(endpoint: string, {archived: {lastAnswers, window}, servers}: Known): AnswerFacts | null {
  const answer = lastAnswers.get(endpoint);
  const server = servers.get(endpoint);
  if (!answer) return null;
  const run = window.runs.findIndex(({path}) => path === answer.run);
  return answerFacts(answer, server && run >= 0 ? programIn(server, run).band : "unknown");
}
