/**
 * `npm run build` and `npm run dev`: Observable Framework, told which archive to show.
 *
 * A build begins from nothing, since Framework would reuse loader output of an older archive, and ends by giving
 * every file the time of the newest run, so that one archive makes the same bytes in every clone.
 */
import {spawn} from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import {tmpdir} from "node:os";
import {basename, delimiter, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {text} from "node:stream/consumers";
import {parseArgs} from "node:util";
import type {Archived} from "../report/archived.js";
import {archiveFolder, listRuns, warnOfProblems} from "./archive.js";
import {readProject} from "./siteFacts.js";
import {FEED_FILE, type PageFiles, writePageFiles} from "./siteFiles.js";
import {robots, sitemap} from "./sitemap.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "src", ".observablehq");
const labArchive = join(root, "src", "data", "lab");

/** What a user gave cannot be used: one line, exit code 2, nothing changed. */
class UsageError extends Error {}

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command !== "build" && command !== "dev")
    throw new UsageError(`site: expected build or dev, got ${JSON.stringify(command)}`);
  const {archive, help} = readOptions(args);
  if (help) {
    process.stdout.write(
      `usage: npm run ${command} -- [--archive DIR]\n\n  --archive DIR  the archive that the site shows `,
    );
    process.stdout.write("(default src/data/snapshots; dev: src/data/lab while that is empty)\n");
    return 0;
  }
  if (archive !== undefined) checkArchive(archive);
  const folder = resolve(archive ?? (command === "dev" ? shownInPreview() : archiveFolder()));
  const files = mkdtempSync(join(tmpdir(), "kinship-report-"));
  try {
    const made = await writePageFiles(folder, files);
    const {known} = made;
    warnOfProblems(known);
    if (known.runs.length === 0 && known.problems.length > 0)
      throw new UsageError(
        `--archive: expected a snapshot that can be read, got ${known.problems.length} damaged in ${folder}`,
      );
    if (command === "build") return await build(folder, files, made);
    await made.writeFeed();
    return await preview(folder, files);
  } finally {
    rmSync(files, {recursive: true, force: true});
  }
}

function readOptions(args: readonly string[]): {archive?: string; help?: boolean} {
  try {
    return parseArgs({args: [...args], options: {archive: {type: "string"}, help: {type: "boolean"}}}).values;
  } catch (error) {
    throw new UsageError(`site: ${(error as Error).message.split(/\.\s|\n/)[0]}; see --help`, {cause: error});
  }
}

/** An archive that a user names must be one: a folder that is empty or holds `vantage=` folders. */
function checkArchive(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(
      `--archive: expected a folder, got ${folder}, which ${existsSync(folder) ? "is none" : "is not there"}`,
    );
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  if (names.length > 0 && !names.some((name) => name.startsWith("vantage=")))
    throw new UsageError(
      `--archive: expected folders named vantage=…, got ${names.slice(0, 3).join(", ")} in ${folder}`,
    );
}

/** What `npm run dev` shows if nothing is named: the public network's snapshots, or the lab's while there are none. */
function shownInPreview(): string {
  return listRuns(archiveFolder()).length === 0 && listRuns(labArchive).length > 0
    ? labArchive
    : archiveFolder();
}

function environment(folder: string, files: string): NodeJS.ProcessEnv {
  // Framework runs loaders with the tsx that it finds on PATH; npm scripts put it there, other callers do not.
  const path = [join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  return {
    ...process.env,
    PATH: path,
    KINSHIP_ARCHIVE: folder,
    KINSHIP_REPORT: files,
    NODE_OPTIONS: [process.env["NODE_OPTIONS"] ?? "", `--max-semi-space-size=${YOUNG_MB}`].join(" ").trim(),
    OBSERVABLE_TELEMETRY_DISABLE: "1",
  };
}

/**
 * MB for what Framework soon forgets. It makes a dozen documents of a browser for each page, and with the 16 MB that
 * Node gives, a tenth of its time goes into clearing them away.
 */
const YOUNG_MB = 32;

/**
 * Empties Framework's cache, and fills it with what its loaders would write: a process for each of them, one after the
 * other, would take a quarter of a build to copy files.
 *
 * @see observablehq/framework, src/loader.ts, AbstractLoader.load: output that is newer than its loader is taken as it is
 */
function freshCache(files: string): void {
  rmSync(cache, {recursive: true, force: true});
  for (const name of readdirSync(files))
    if (existsSync(join(root, "src", "data", `${name}.ts`)))
      cpSync(join(files, name), join(cache, "cache", "data", name));
}

async function build(folder: string, files: string, {known, writeFeed}: PageFiles): Promise<number> {
  const {runs, standing} = known;
  const output = resolve(root, process.env["KINSHIP_OUTPUT"] ?? "dist"); // as observablehq.config.ts has it
  freshCache(files);
  rmSync(output, {recursive: true, force: true});
  const [{status, stdout, stderr}] = await Promise.all([
    runFramework(environment(folder, files)),
    writeFeed(), // while Framework builds
  ]);
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\nbuild: Framework ended with ${status}\n`);
    return 1;
  }
  const warnings = `${stdout}\n${stderr}`.split("\n").filter((line) => /warning|error/i.test(line));
  for (const line of warnings) process.stderr.write(`${line}\n`);
  publish(folder, files, output, runs);
  const pages = pagesOf(output);
  announce(files, output, pages, standing.newest);
  settlePages(output, pages, standing.newest ?? 0);
  process.stderr.write(
    `built ${pages.length} pages from ${runs.length} snapshots of ${folder}; npm run preview serves them\n`,
  );
  return 0;
}

/** Framework's build, in a process of its own. */
async function runFramework(
  env: NodeJS.ProcessEnv,
): Promise<{readonly status: number | null; readonly stdout: string; readonly stderr: string}> {
  const child = spawn("observable", ["build"], {cwd: root, env, stdio: ["ignore", "pipe", "pipe"]});
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve)),
  ]);
  return {status, stdout, stderr};
}

/** Puts the pages' data and the archive itself at addresses that stay: `/data/…` and `/data/snapshots/…`. */
function publish(folder: string, files: string, output: string, runs: Archived["runs"]): void {
  cpSync(files, join(output, "data"), {recursive: true, filter: (file) => basename(file) !== FEED_FILE});
  for (const {path} of runs)
    cpSync(join(folder, path), join(output, "data", "snapshots", path), {recursive: true});
}

/** What search engines and feed readers look for in the site's own folder. @param newest end of the newest run, UTC ms */
function announce(files: string, output: string, pages: readonly string[], newest: number | null): void {
  const {address} = readProject();
  cpSync(join(files, FEED_FILE), join(output, FEED_FILE));
  writeFileSync(join(output, "sitemap.xml"), sitemap(pages, address, newest));
  writeFileSync(join(output, "robots.txt"), robots(address));
}

function pagesOf(output: string): string[] {
  return readdirSync(output, {recursive: true, encoding: "utf8"}).filter((path) => path.endsWith(".html"));
}

/**
 * Mends Framework's pages: every file that a page names gets the time of the newest run, in place of the moment of the
 * build, the only thing in which two builds of one archive differ; and what assistive technology needs and Framework
 * has no option for.
 */
function settlePages(output: string, pages: readonly string[], ms: number): void {
  for (const page of pages) {
    const path = join(output, page);
    let html = readFileSync(path, "utf8").replace(/"lastModified":\d+/g, `"lastModified":${ms}`);
    for (const [from, to] of MENDED) html = html.replace(from, to);
    writeFileSync(path, html);
  }
}

/** What Framework writes, and what stands there instead. */
const MENDED: readonly (readonly [from: string | RegExp, to: string])[] = [
  ["<html>", '<html lang="en">'],
  ["initial-scale=1, maximum-scale=1", "initial-scale=1"], // may be enlarged
  ['<input id="observablehq-sidebar-toggle"', '$& aria-label="Toggle sidebar"'],
  ['<nav id="observablehq-sidebar"', '$& aria-label="Pages"'],
  [/(<aside id="observablehq-toc"[^>]*>\s*<nav)/, '$1 aria-label="Contents"'],
  ['<footer id="observablehq-footer">\n<nav', '$& aria-label="Previous and next page"'],
  // A list holds items only.
  [/(<ol>\s*)(<label id="observablehq-sidebar-close"[^>]*><\/label>)/, "$2$1"],
];

async function preview(folder: string, files: string): Promise<number> {
  freshCache(files);
  const child = spawn("observable", ["preview", "--no-open"], {
    cwd: root,
    env: environment(folder, files),
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("exit", (code) => done(code ?? 0));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
