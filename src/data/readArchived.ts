import type {EstimateRow} from "../observation/schema.js";
import {histogramsByNumber, type Snapshot} from "../observation/snapshot.js";
import type {Archived, LastAnswer} from "../report/archived.js";
import {clusterNamer} from "../report/clusterNames.js";
import {findings} from "../report/findings.js";
import {MATRIX_RUNS, type MatrixRun, withNames} from "../report/matrixRun.js";
import type {RunRecord} from "../report/runRecord.js";
import {serverEvents} from "../report/serverEvents.js";
import {standingOf} from "../report/standing.js";
import {SHOWN_RUNS} from "../report/study.js";
import {type ArchiveProblem, listRuns, readSnapshot} from "./archive.js";
import {readWindow} from "./archiveWindow.js";
import {cacheFolder} from "./keptCache.js";
import {readRun, type RunForPages, unkept} from "./runCache.js";
import {readWeights} from "./weights.js";

export interface ArchivedOptions {
  /** is told of each of the newest `MATRIX_RUNS` runs, oldest first */
  readonly draw?: (run: MatrixRun) => void;
  /** folder of the cache */
  readonly cache?: string;
}

/**
 * Reads an archive for all pages, run by run, so that only the newest runs are in memory as a whole. What pages need of
 * a run is kept as digests are; the result is the same whatever the cache holds.
 */
export async function readArchived(
  archive: string,
  {draw = () => {}, cache = cacheFolder()}: ArchivedOptions = {},
): Promise<Archived> {
  const paths = listRuns(archive);
  const newestPaths = new Set(paths.slice(-MATRIX_RUNS));
  const unkeptRuns = paths.flatMap((path) => unkept(archive, path, newestPaths.has(path), cache) ?? []);
  // Whoever reads a run for its digest keeps it for the pages too, on threads where there are many.
  const {window, newest} = await readWindow(archive, {
    cache,
    unkept: new Map(unkeptRuns.map((run) => [run.path, run])),
  });
  const runs: RunRecord[] = [];
  const sent: (readonly string[])[] = [];
  const nameClusters = clusterNamer();
  const clusterNames: (readonly (string | null)[])[] = [];
  const problems: ArchiveProblem[] = [];
  for (const path of paths) {
    let run: RunForPages;
    try {
      run = await readRun(archive, path, newestPaths.has(path), cache);
    } catch (error) {
      problems.push({path, problem: error instanceof Error ? error.message : String(error)});
      continue;
    }
    const names = nameClusters(run.record);
    runs.push(run.record);
    sent.push(run.sent);
    clusterNames.push(names);
    if (run.matrix) draw(withNames(run.matrix, names));
  }
  const recent: Snapshot[] = [];
  for (const {path} of runs.slice(-SHOWN_RUNS)) recent.push(await readSnapshot(archive, path));
  const lastAnswers = await lastAnswersOf(archive, runs, sent, recent);
  const weights = readWeights();
  return {
    standing: standingOf(recent.at(-1)),
    runs,
    clusterNames,
    histories: serverEvents(runs),
    recent,
    newest,
    window,
    findings: findings(window, newest, weights),
    weights,
    lastAnswers,
    problems,
  };
}

/** Reads, newest first, those runs alone in which some endpoint sent its last histogram. */
async function lastAnswersOf(
  archive: string,
  runs: readonly RunRecord[],
  sent: readonly (readonly string[])[],
  recent: readonly Snapshot[],
): Promise<Map<string, LastAnswer>> {
  const inMemory = new Map(recent.map((snapshot) => [snapshot.path, snapshot]));
  const last = new Map<string, LastAnswer>();
  for (const [i, {path}] of [...runs.entries()].toReversed()) {
    const missing = (sent[i] ?? []).filter((endpoint) => !last.has(endpoint));
    if (missing.length === 0) continue;
    const answers = answersOf(inMemory.get(path) ?? (await readSnapshot(archive, path)));
    for (const endpoint of missing) {
      const answer = answers.get(endpoint);
      if (answer) last.set(endpoint, answer);
    }
  }
  return last;
}

/** The last histogram of each endpoint in a run, with the estimates of that run. */
function answersOf({path, tables}: Snapshot): Map<string, LastAnswer> {
  const histograms = histogramsByNumber(tables.histograms);
  const estimates = new Map<string, EstimateRow[]>();
  for (const row of tables.estimates) {
    const rows = estimates.get(row.endpoint);
    if (rows) rows.push(row);
    else estimates.set(row.endpoint, [row]);
  }
  return new Map(
    tables.reads
      .filter(({histogram}) => histogram !== null)
      .toSorted((a, b) => a.sweep - b.sweep)
      .map(({endpoint, histogram, requested_at: at}) => [
        endpoint,
        // The empty histogram has a number and no rows.
        {
          run: path,
          at,
          histogram: histograms.get(histogram ?? -1) ?? [],
          estimates: estimates.get(endpoint) ?? [],
        },
      ]),
  );
}
