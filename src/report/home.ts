import {STOPPED_AFTER_HOURS} from "../observation/schedule.js";
import type {Archived} from "./archived.js";
import {type HomeFacts, homeSentences, type HomeSentence, type NewestRun} from "./homeSentences.js";
import type {MeasuredErrors} from "./measuredErrors.js";
import {type MindChanger, mindChangers} from "./mindChangers.js";
import {clusterChange, namedClusters, type NamedCluster, newestClusterNames} from "./namedClusters.js";
import {runFacts} from "./run.js";
import {type Signature, signature} from "./signature.js";
import type {Standing} from "./standing.js";

/** ms: the same as `STOPPED_AFTER_HOURS`. */
export const STALE_AFTER_MS = STOPPED_AFTER_HOURS * 3_600_000;

/** What the home page shows. */
export interface Home {
  readonly standing: Standing;
  /** end of the newest run, UTC ms; null if there is none */
  readonly newest: number | null;
  /** an archive whose newest run is older than this, in ms, may have been left alone */
  readonly staleAfterMs: number;
  /** snapshots that could not be read */
  readonly unreadable: number;
  readonly sentences: readonly HomeSentence[];
  /** null if no round of the newest run can be compared */
  readonly signature: Signature | null;
  readonly clusters: readonly NamedCluster[];
  readonly mindChangers: readonly MindChanger[];
}

/** @param measured null: nothing was calibrated */
export function home(
  known: Pick<Archived, "standing" | "runs" | "clusterNames" | "newest" | "window" | "findings" | "problems">,
  measured: MeasuredErrors | null,
): Home {
  const {standing, newest, findings, window, problems} = known;
  const run = newest && runFacts(newest, 0);
  const round = run?.rounds[run.main];
  const names = newestClusterNames(known);
  const picture = run && round ? signature(round, run.servers, names, known) : null;
  const clusters = round ? namedClusters(round, names, known) : [];
  const facts: HomeFacts = {
    simulated: standing.simulated,
    newest: newestRun(known),
    runs: window.runs.length,
    pairs: picture?.counts ?? null,
    clusters,
    levels: findings.levels,
    change: clusterChange(known),
    measured,
  };
  return {
    standing,
    newest: newest ? Date.parse(newest.manifest.ended_at) : null,
    staleAfterMs: STALE_AFTER_MS,
    unreadable: problems.length,
    sentences: homeSentences(facts),
    signature: picture,
    clusters,
    mindChangers: mindChangers(facts.pairs, measured, facts.runs),
  };
}

function newestRun({runs, newest}: Pick<Archived, "runs" | "newest">): NewestRun | null {
  if (!newest) return null;
  const {counts, vantage, own_side_suspected} = newest.manifest;
  return {
    startedAt: Date.parse(newest.manifest.started_at),
    asked: counts.endpoints,
    answered: counts.answered,
    ownSideSuspected: own_side_suspected,
    before: runs
      .filter(({path, manifest}) => path !== newest.path && manifest.vantage === vantage)
      .flatMap(({manifest}) =>
        manifest.counts.endpoints === 0 ? [] : [manifest.counts.answered / manifest.counts.endpoints],
      ),
  };
}
