import {mkdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {archiveIndex} from "../report/archiveIndex.js";
import type {Archived} from "../report/archived.js";
import {clusterHistory} from "../report/clusterHistory.js";
import {compareGuide} from "../report/compareGuide.js";
import {constants} from "../report/constants.js";
import type {MatrixRunName} from "../report/matrixRun.js";
import {home} from "../report/home.js";
import {newestClusterNames} from "../report/namedClusters.js";
import {namedFindings} from "../report/namedFindings.js";
import {coverage} from "../report/coverage.js";
import {nodeBounds} from "../report/nodeBounds.js";
import {original} from "../report/original.js";
import {pairFiles} from "../report/pairFile.js";
import {pairGrid} from "../report/pairGrid.js";
import {runList} from "../report/runList.js";
import {serverFiles} from "../report/serverFacts.js";
import {serverList} from "../report/serverList.js";
import {signalsPage} from "../report/signalsPage.js";
import {study} from "../report/study.js";
import {summaryText} from "../report/summary.js";
import {publishedFindings} from "../report/publishedFindings.js";
import {readPublished} from "./published.js";
import {readArchived} from "./readArchived.js";
import {readMeasured} from "./weights.js";
import {dataPackage} from "../report/dataPackage.js";
import {dataPage} from "../report/dataPage.js";
import {ethicsFacts} from "../report/ethicsFacts.js";
import {feedEntries} from "../report/feedEntries.js";
import {machineFiles} from "../report/machineFiles.js";
import {partitions} from "../report/partitions.js";
import type {SiteFacts} from "../report/siteFacts.js";
import {atomFeed} from "./atom.js";
import {levelHistory} from "./levelHistory.js";
import {archiveChecksums, readProject} from "./siteFacts.js";
import {writeJson} from "./writeJson.js";
import {readOptOuts} from "./optOuts.js";
import {readStatements} from "./statements.js";

/** Files of the site that come of an archive, by their address below `/data/`; each is a function of what was read. */
const files: Readonly<Record<string, (known: Archived, site: SiteFacts) => unknown>> = {
  "compare.json": compareGuide,
  "constants.json": ({newest}) => constants(newest),
  "coverage.json": coverage,
  "datapackage.json": dataPackage,
  "ethics.json": ethicsFacts,
  "findings.json": (known) => publishedFindings(namedFindings(known.findings, newestClusterNames(known))),
  "history.json": ({runs, standing, problems}) => clusterHistory(runs, standing, problems.length),
  "home.json": (known) => home(known, readMeasured()),
  "index.json": archiveIndex,
  "nodes.json": (known) => nodeBounds(known.window, known.newest, undefined, newestClusterNames(known)),
  "original.json": (known) => original(readPublished(), known),
  "pairs.json": pairGrid,
  "partitions.json": partitions,
  "servers.json": serverList,
  "signals.json": signalsPage,
  "standing.json": ({standing}) => standing,
  "study.json": ({recent, problems}) => study(recent, problems.length),
  "summary.txt": ({recent, problems}) => summaryText(study(recent.slice(-1), problems.length)),
};

/** The same for files of which there is one for each of something: by folder, each with its name below it. */
const folders: Readonly<
  Record<string, (known: Archived, site: SiteFacts) => Iterable<readonly [name: string, unknown]>>
> = {
  pairs: pairFiles,
  servers: (known, {homepage}) =>
    serverFiles(known, {statements: readStatements(), optOuts: readOptOuts(), homepage}),
};

/** What pages are built from is written; the feed, for which levels of past days are worked out, can wait. */
export interface PageFiles {
  readonly known: Archived;
  writeFeed(): Promise<void>;
}

/**
 * Reads an archive and writes what pages are built from.
 *
 * @param folder where the files go: what is in it is later found below `/data/`
 */
export async function writePageFiles(archive: string, folder: string): Promise<PageFiles> {
  const drawn: MatrixRunName[] = [];
  const known = await readArchived(archive, {
    draw(run) {
      const {endpoints: _, rounds: __, main: ___, ...name} = run;
      drawn.push(name);
      write(folder, join("runs", `${run.name}.json`), run);
    },
  });
  write(folder, "runs.json", runList(known, drawn));
  const paths = known.runs.map(({path}) => path);
  const site: SiteFacts = {...readProject(), checksums: archiveChecksums(archive, paths)};
  for (const [name, make] of Object.entries(files)) write(folder, name, make(known, site));
  for (const [below, make] of Object.entries(folders))
    for (const [name, content] of make(known, site)) write(folder, join(below, `${name}.json`), content);
  write(folder, "calibration.json", readFileSync(join("src", "data", "calibration.json"), "utf8"));
  const index = archiveIndex(known, site);
  write(folder, "data.json", dataPage(index, known.standing, sizesOf(folder), site.address));
  return {
    known,
    async writeFeed() {
      const entries = feedEntries(known, await levelHistory(archive, known), site);
      write(folder, FEED_FILE, atomFeed(entries, site, known.standing.newest));
    },
  };
}

/** Reads an archive and writes everything that pages show of it. */
export async function writeSiteFiles(archive: string, folder: string): Promise<Archived> {
  const {known, writeFeed} = await writePageFiles(archive, folder);
  await writeFeed();
  return known;
}

/** The feed among the files; its address is the site's own folder, not `/data/`. */
export const FEED_FILE = "feed.xml";

/** Bytes of those files that programs may rely on and that are written, by address. */
function sizesOf(folder: string): ReadonlyMap<string, number> {
  return new Map(
    machineFiles.flatMap(({path}) => {
      const size = statSync(join(folder, path.replace(/^data\//, "")), {throwIfNoEntry: false})?.size;
      return size === undefined ? [] : [[path, size] as const];
    }),
  );
}

/** Texts as they are, everything else as JSON. */
function write(folder: string, name: string, content: unknown): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), {recursive: true});
  if (typeof content === "string") writeFileSync(path, content);
  else if (typeof content === "object" && content !== null && !Array.isArray(content))
    writeJson(path, content);
  else writeFileSync(path, JSON.stringify(content));
}
