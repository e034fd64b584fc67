import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {Archived} from "../report/archived.js";
import {compareGuide} from "../report/compareGuide.js";
import {constants} from "../report/constants.js";
import {nodeBounds} from "../report/nodeBounds.js";
import {original} from "../report/original.js";
import {pairFiles} from "../report/pairFile.js";
import {pairGrid} from "../report/pairGrid.js";
import {serverFiles} from "../report/serverFacts.js";
import {serverList} from "../report/serverList.js";
import {study} from "../report/study.js";
import {summaryText} from "../report/summary.js";
import {readPublished} from "./published.js";
import {readArchived} from "./readArchived.js";
import {readStatements} from "./statements.js";

/** Files of the site that come of an archive, by their address below `/data/`; each is a function of what was read. */
const files: Readonly<Record<string, (known: Archived) => unknown>> = {
  "compare.json": compareGuide,
  "constants.json": ({newest}) => constants(newest),
  "findings.json": ({findings}) => findings,
  "nodes.json": ({window, newest}) => nodeBounds(window, newest),
  "original.json": () => original(readPublished()),
  "pairs.json": pairGrid,
  "servers.json": serverList,
  "standing.json": ({standing}) => standing,
  "study.json": ({recent, problems}) => study(recent, problems.length),
  "summary.txt": ({recent, problems}) => summaryText(study(recent.slice(-1), problems.length)),
};

/** The same for files of which there is one for each of something: by folder, each with its name below it. */
const folders: Readonly<Record<string, (known: Archived) => Iterable<readonly [name: string, unknown]>>> = {
  pairs: pairFiles,
  servers: (known) => serverFiles(known, {statements: readStatements(), homepage: readHomepage()}),
};

/** Where the project and its issues are. */
function readHomepage(): string {
  return (JSON.parse(readFileSync("package.json", "utf8")) as {homepage: string}).homepage;
}

/**
 * Reads an archive and writes everything that pages show of it.
 *
 * @param folder where the files go: what is in it is later found below `/data/`
 */
export async function writeSiteFiles(archive: string, folder: string): Promise<Archived> {
  const known = await readArchived(archive);
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
