import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {Archived} from "../report/archived.js";
import {clusterHistory} from "../report/clusterHistory.js";
import {constants} from "../report/constants.js";
import {MATRIX_RUNS, type MatrixRunName, matrixRun, matrixRunName} from "../report/matrixRun.js";
import {home} from "../report/home.js";
import {newestClusterNames} from "../report/namedClusters.js";
import {coverage} from "../report/coverage.js";
import {nodeBounds} from "../report/nodeBounds.js";
import {original} from "../report/original.js";
import {pairGrid} from "../report/pairGrid.js";
import {runList} from "../report/runList.js";
import {serverList} from "../report/serverList.js";
import {signalsPage} from "../report/signalsPage.js";
import {study} from "../report/study.js";
import {summaryText} from "../report/summary.js";
import {listRuns} from "./archive.js";
import {readPublished} from "./published.js";
import {readArchived} from "./readArchived.js";
import {readMeasured} from "./weights.js";

/** Files of the site that come of an archive, by their address below `/data/`; each is a function of what was read. */
const files: Readonly<Record<string, (known: Archived) => unknown>> = {
  "constants.json": ({newest}) => constants(newest),
  "coverage.json": coverage,
  "findings.json": ({findings}) => findings,
  "history.json": ({runs, standing, problems}) => clusterHistory(runs, standing, problems.length),
  "home.json": (known) => home(known, readMeasured()),
  "nodes.json": (known) => nodeBounds(known.window, known.newest, undefined, newestClusterNames(known)),
  "original.json": (known) => original(readPublished(), known),
  "pairs.json": pairGrid,
  "servers.json": serverList,
  "signals.json": signalsPage,
  "standing.json": ({standing}) => standing,
  "study.json": ({recent, problems}) => study(recent, problems.length),
  "summary.txt": ({recent, problems}) => summaryText(study(recent.slice(-1), problems.length)),
};

/** The same for files of which there is one for each of something: by folder, each with its name below it. */
const folders: Readonly<Record<string, (known: Archived) => Iterable<readonly [name: string, unknown]>>> = {
  servers: (known) => serverList(known).map((server) => [server.id, server]),
};

/**
 * Reads an archive and writes everything that pages show of it.
 *
 * @param folder where the files go: what is in it is later found below `/data/`
 */
export async function writeSiteFiles(archive: string, folder: string): Promise<Archived> {
  const newest = new Set(listRuns(archive).slice(-MATRIX_RUNS));
  const drawn: MatrixRunName[] = [];
  const known = await readArchived(archive, (snapshot, facts, names) => {
    if (!newest.has(snapshot.path)) return;
    const name = matrixRunName(facts);
    drawn.push(name);
    write(folder, join("runs", `${name.name}.json`), matrixRun(facts, names));
  });
  write(folder, "runs.json", runList(known, drawn));
  for (const [name, make] of Object.entries(files)) write(folder, name, make(known));
  for (const [below, make] of Object.entries(folders))
    for (const [name, content] of make(known)) write(folder, join(below, `${name}.json`), content);
  write(folder, "calibration.json", readFileSync(join("src", "data", "calibration.json"), "utf8"));
  return known;
}

/** Texts as they are, everything else as JSON. */
function write(folder: string, name: string, content: unknown): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}
