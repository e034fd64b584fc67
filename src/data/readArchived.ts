import type {EstimateRow} from "../observation/schema.js";
import {histogramsByNumber, type Snapshot} from "../observation/snapshot.js";
import type {Archived, LastAnswer} from "../report/archived.js";
import {clusterNamer} from "../report/clusterNames.js";
import {findings} from "../report/findings.js";
import {type RunFacts, runFacts} from "../report/run.js";
import {type RunRecord, runRecord} from "../report/runRecord.js";
import {serverEvents} from "../report/serverEvents.js";
import {standingOf} from "../report/standing.js";
import {SHOWN_RUNS} from "../report/study.js";
import {type ArchiveProblem, listRuns, readSnapshot} from "./archive.js";
import {readWindow} from "./archiveWindow.js";
import {readWeights} from "./weights.js";

/**
 * Reads an archive for all pages, run by run, so that only the newest runs are in memory as a whole.
 *
 * @param seen is told of every run, oldest first, with the names of its clusters
 */
export async function readArchived(
  archive: string,
  seen: (snapshot: Snapshot, facts: RunFacts, names: readonly (string | null)[]) => void = () => {},
): Promise<Archived> {
  const runs: RunRecord[] = [];
  const nameClusters = clusterNamer();
  const clusterNames: (readonly (string | null)[])[] = [];
  const recent: Snapshot[] = [];
  const lastAnswers = new Map<string, LastAnswer>();
  const problems: ArchiveProblem[] = [];
  // Threads of its own digest what is not kept of earlier times, while this one reads for the pages.
  const judged = readWindow(archive);
  judged.catch(() => {}); // thrown below, where it is awaited
  for (const path of listRuns(archive)) {
    let snapshot: Snapshot;
    try {
      snapshot = await readSnapshot(archive, path);
    } catch (error) {
      problems.push({path, problem: error instanceof Error ? error.message : String(error)});
      continue;
    }
    const facts = runFacts(snapshot);
    const record = runRecord(snapshot, facts);
    const names = nameClusters(record);
    runs.push(record);
    clusterNames.push(names);
    recent.push(snapshot);
    if (recent.length > SHOWN_RUNS) recent.shift();
    for (const [endpoint, answer] of answersOf(snapshot)) lastAnswers.set(endpoint, answer);
    seen(snapshot, facts, names);
  }
  const weights = readWeights();
  const {window, newest} = await judged;
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
