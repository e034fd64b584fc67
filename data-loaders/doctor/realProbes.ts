import {execFile} from "node:child_process";
import {lookup, Resolver} from "node:dns/promises";
import {existsSync, readFileSync} from "node:fs";
import {request} from "node:https";
import {networkInterfaces} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {project} from "../project.js";
import {archiveTree} from "../verifying/archiveTree.js";
import {runTime} from "../verifying/checkManifest.js";
import {problemText, ProblemList} from "../verifying/problems.js";
import {verifyArchive} from "../verifying/verifyArchive.js";
import {QUICK_RUNS} from "./collection.js";
import type {Probes} from "./examine.js";
import {type AskGithub, githubRepository} from "./github.js";
import type {Lock} from "./installation.js";
import type {HttpsAnswer} from "./network.js";

/** Milliseconds for anything that asks the network. All of it runs at one time, so a machine without one waits this long. */
const PATIENCE_MS = 4_000;

/** Bytes of GitHub's answer that are read; genuine ones have some thousands. */
const MAX_ANSWER_BYTES = 1_000_000;

const API_HOST = "api.github.com";
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Looks at this machine, this archive, and GitHub. */
export async function realProbes(archive: string): Promise<Probes> {
  const readLock = (path: string): Lock | null =>
    existsSync(join(root, path)) ? (JSON.parse(readFileSync(join(root, path), "utf8")) as Lock) : null;
  const {engines} = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {engines: {node: string}};
  return {
    nodeVersion: process.version,
    engines: engines.node,
    lock: readLock("package-lock.json") ?? {},
    installed: readLock(join("node_modules", ".package-lock.json")),
    archive: () => lookInto(archive),
    now: () => Date.now(),
    dnsHost: new URL(project.homepage).hostname,
    resolve: resolveHost,
    httpsHost: API_HOST,
    https: askDate,
    addresses: Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({address}) => address)),
    environment: process.env,
    repository:
      githubRepository(`https://github.com/${process.env["GITHUB_REPOSITORY"] ?? ""}`) ??
      (await remoteRepository()) ??
      githubRepository(project.homepage),
    github: askGithub,
  };
}

async function lookInto(archive: string): ReturnType<Probes["archive"]> {
  const problems: string[] = [];
  try {
    const runs = await archiveTree(archive, new ProblemList());
    await verifyArchive(archive, {newest: QUICK_RUNS}, (problem) => problems.push(problemText(problem)));
    const [, newest] = /\/run=([^/]+)$/.exec(runs.at(-1) ?? "") ?? [];
    return {
      runs: Math.min(runs.length, QUICK_RUNS),
      newest: newest === undefined ? null : runTime(newest),
      problems,
    };
  } catch {
    return null; // no such folder
  }
}

async function resolveHost(host: string): ReturnType<Probes["resolve"]> {
  const resolver = new Resolver({timeout: PATIENCE_MS / 2, tries: 1});
  try {
    return {addresses: await inTime(resolver.resolve4(host))};
  } catch {
    resolver.cancel();
  }
  // As a run does: what DNS does not know is asked of the system. Its resolver cannot be stopped, only left.
  try {
    const found = await inTime(lookup(host, {all: true}));
    return {addresses: found.map(({address}) => address)};
  } catch (error) {
    return {error: codeOf(error)};
  }
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("timeout")), PATIENCE_MS / 2);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** One HEAD request, whose answer's `Date` is all that is wanted. */
function askDate(host: string): Promise<HttpsAnswer> {
  const askedAt = Date.now();
  return new Promise((resolve) => {
    const asked = request(
      {
        host,
        method: "HEAD",
        path: "/",
        headers: {"user-agent": project.name},
        signal: AbortSignal.timeout(PATIENCE_MS),
      },
      ({headers, socket}) => {
        const date = Date.parse(headers.date ?? "");
        socket.destroy();
        resolve({date: Number.isNaN(date) ? null : date, askedAt, answeredAt: Date.now()});
      },
    );
    asked.on("error", (error) => resolve({error: codeOf(error)}));
    asked.end();
  });
}

/** By the user's own token, or by `gh`, which has one; without either nothing is asked. */
const askGithub: AskGithub = async (path) => {
  const token = process.env["GITHUB_TOKEN"] ?? process.env["GH_TOKEN"];
  if (token === undefined || token === "") return askByGh(path);
  try {
    const answer = await fetch(`https://${API_HOST}${path}`, {
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "user-agent": project.name,
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = (await answer.text()).slice(0, MAX_ANSWER_BYTES);
    return {status: answer.status, body: parsed(text)};
  } catch {
    return null; // no network: other lines say so
  }
};

async function askByGh(path: string): Promise<Awaited<ReturnType<AskGithub>>> {
  const {stdout, stderr, code} = await output("gh", ["api", path]);
  if (code === 0) return {status: 200, body: parsed(stdout)};
  const [, status] = /\(HTTP (\d{3})\)/.exec(stderr) ?? [];
  return status === undefined ? null : {status: Number(status), body: null};
}

async function remoteRepository(): Promise<string | null> {
  const {stdout, code} = await output("git", ["-C", root, "remote", "get-url", "origin"]);
  return code === 0 ? githubRepository(stdout) : null;
}

function output(
  file: string,
  args: readonly string[],
): Promise<{stdout: string; stderr: string; code: number}> {
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      {timeout: PATIENCE_MS, maxBuffer: MAX_ANSWER_BYTES, env: {...process.env, GH_PROMPT_DISABLED: "1"}},
      (error, stdout, stderr) => resolve({stdout, stderr, code: error === null ? 0 : 1}),
    );
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError" || error.name === "TimeoutError") return "timeout";
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
