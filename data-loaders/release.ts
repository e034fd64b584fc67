/**
 * `npm run release`: makes the files of a month's data release. They are a function of the archive and of what the
 * project says of itself: no clock, no network. The tar's path is the only line on stdout.
 */
import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parse} from "yaml";
import {helpText, parseCommandLine, runProgram, UsageError} from "./commandLine.js";
import {runPattern, wholeRun} from "./wholeRun.js";
import {citationFile, dataPackageFile, notesFile, zenodoFile} from "./release/metadata.js";
import {
  type ProjectFacts,
  type ReleasedRun,
  type ReleaseFacts,
  releaseFacts,
} from "./release/releaseFacts.js";
import {tar} from "./release/tar.js";

const options = {
  month: {
    type: "text",
    placeholder: "YYYY-MM",
    default: null,
    help: "whose runs, by the day they began (UTC)",
  },
  to: {type: "text", placeholder: "DIR", default: null, help: "where the files go: a new or empty folder"},
  archive: {
    type: "text",
    placeholder: "DIR",
    default: join("src", "data", "snapshots"),
    help: "the archive",
  },
  number: {
    type: "number",
    placeholder: "N",
    default: 0,
    from: 0,
    to: 9999,
    help: "how many releases this month's data has had before",
  },
  help: {type: "flag", help: "this text"},
} as const;

/** Exit codes. */
const [DAMAGED, NO_RUN] = [1, 3];

const purpose =
  "Makes the files of a data release: a tar of the month's runs, datapackage.json, CITATION.cff, zenodo.json, notes.md and " +
  "SHA256SUMS. The same archive makes the same bytes. " +
  "Exit codes: 0 made; 1 a run is damaged, and nothing was made; 2 wrong use; 3 no run in that month, and nothing was made.";

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run release -- --month YYYY-MM --to DIR", purpose, options));
    return 0;
  }
  const {month, to, archive, number} = values;
  if (month === null || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new UsageError(`--month: expected YYYY-MM, got ${month === null ? "none" : JSON.stringify(month)}`);
  if (to === null) throw new UsageError("--to: expected a folder, got none");
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new UsageError(`--to: expected a new or empty folder, got ${to}`);
  if (!existsSync(archive))
    throw new UsageError(`--archive: expected a folder, got ${archive}, which is not there`);

  const runs: ReleasedRun[] = [];
  for (const run of runsOf(archive, month)) {
    try {
      runs.push({run, manifest: wholeRun(archive, run)});
    } catch (error) {
      process.stderr.write(`${run} is not whole: ${(error as Error).message}\n`);
      return DAMAGED;
    }
  }
  if (runs.length === 0) {
    process.stderr.write(`${month}: no run in that month\n`);
    return NO_RUN;
  }
  const facts = releaseFacts(projectFacts(), month, number, runs);
  mkdirSync(to, {recursive: true});
  writeRelease(to, facts, archive);
  process.stdout.write(`${join(to, facts.file)}\n`);
  return 0;
}

function writeRelease(to: string, facts: ReleaseFacts, archive: string): void {
  const files: [name: string, content: string | Uint8Array][] = [
    [facts.file, runsTar(archive, facts)],
    ["datapackage.json", dataPackageFile(facts)],
    ["CITATION.cff", citationFile(facts)],
    // Without its dot: GitHub renames a release's file whose name begins with one. In a deposit it is `.zenodo.json`.
    ["zenodo.json", zenodoFile(facts)],
  ];
  const sums = files.map(
    ([name, content]) => `${createHash("sha256").update(content).digest("hex")}  ${name}\n`,
  );
  for (const [name, content] of [
    ...files,
    ["SHA256SUMS", sums.join("")],
    ["notes.md", notesFile(facts)],
  ] as const)
    writeFileSync(join(to, name), content);
}

/** The runs' folders as they are in the archive, and nothing that changes from one release to the next. */
function runsTar(archive: string, {runs, created}: ReleaseFacts): Uint8Array {
  const files = runs.flatMap(({run, manifest}) =>
    ["manifest.json", ...manifest.tables.map(({file}) => file)].toSorted().map((file) => ({
      name: `${run}/${file}`,
      content: readFileSync(join(archive, run, file)),
    })),
  );
  return tar(files, Date.parse(created));
}

/** The month's runs, in the order of their paths' names: by vantage, then time. */
function runsOf(archive: string, month: string): string[] {
  const folders = (path: string): string[] =>
    readdirSync(join(archive, path), {withFileTypes: true})
      .filter((entry) => entry.isDirectory())
      .map(({name}) => (path ? `${path}/${name}` : name));
  return folders("")
    .filter((name) => name.startsWith("vantage="))
    .flatMap(folders)
    .filter((path) => path.includes(`/date=${month}-`))
    .flatMap(folders)
    .filter((path) => runPattern.test(path))
    .toSorted();
}

function projectFacts(): ProjectFacts {
  const at = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
  const {name, homepage} = JSON.parse(at("package.json")) as {name: string; homepage: string};
  const {authors, doi} = parse(at("CITATION.cff")) as {
    authors: {name: string}[];
    doi?: string;
  };
  return {name, homepage, authors: authors.map(({name}) => name), doi: doi ?? null};
}

await runProgram(main);
