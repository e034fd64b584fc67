import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** What package.json says of the project. */
export const project = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  name: string;
  version: string;
  homepage: string;
};
const {name, version, homepage} = project;

/** Where a run's code is published: the fork that runs it, in GitHub Actions; else this project's own address. */
function projectUrl(environment: NodeJS.ProcessEnv): string {
  const {GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository} = environment;
  return server && repository ? `${server}/${repository}` : homepage;
}

/**
 * What we call ourselves in `server.version`, so that an operator who reads the log finds out who asks, why, and how
 * to opt out. Printable ASCII, under 80 characters, which Fulcrum cuts names to (`Servers.cpp`).
 */
export function clientName(environment: NodeJS.ProcessEnv = process.env): string {
  return `${name}/${version} (+${projectUrl(environment)})`;
}

/** The version of the code that runs: package version, and the commit if this is a git checkout (`-dirty` if edited). */
export function programVersion(): {name: string; version: string; commit: string | null} {
  try {
    const commit = execFileSync("git", ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return {name, version, commit: commit.trim()};
  } catch {
    return {name, version, commit: null}; // no git, or no checkout: a downloaded archive of the code
  }
}
