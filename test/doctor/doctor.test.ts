import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {check, type Check, checkText, type State} from "../../data-loaders/doctor/check.js";
import {examine, type Probes} from "../../data-loaders/doctor/examine.js";
import {githubRepository} from "../../data-loaders/doctor/github.js";
import {realProbes} from "../../data-loaders/doctor/realProbes.js";
import {STOPPED_AFTER_HOURS} from "../../src/observation/schedule.js";
import {STALE_AFTER_MS} from "../../src/report/home.js";
import {run} from "../observing/program.js";
import {START, writeSample} from "../verifying/sampleRun.js";

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const HOUR = 3_600_000;

/** A machine on which all is well. */
const well: Probes = {
  nodeVersion: "v22.1.0",
  engines: ">=20.19",
  lock: {packages: {"": {version: "0.1.0"}, "node_modules/a": {version: "1.0.0"}}},
  installed: {packages: {"node_modules/a": {version: "1.0.0"}}},
  archive: () => Promise.resolve({runs: 3, newest: NOW - 2 * HOUR, problems: []}),
  now: () => NOW,
  dnsHost: "github.com",
  resolve: () => Promise.resolve({addresses: ["192.0.2.1"]}),
  httpsHost: "api.github.com",
  https: () => Promise.resolve({date: NOW, askedAt: NOW + 900, answeredAt: NOW + 1_000}),
  addresses: ["127.0.0.1", "::1", "2001:db8::1"],
  environment: {},
  repository: "a/b",
  github: (path) =>
    Promise.resolve({
      status: 200,
      body: path.endsWith("/pages") ? {build_type: "workflow"} : {state: "active"},
    }),
};

async function found(name: string, change: Partial<Probes>): Promise<Check> {
  const checks = await examine({...well, ...change});
  return checks.find((one) => one.name === name) ?? check(name, "unknown", "no such check");
}

describe("a machine on which all is well", () => {
  it("has eleven lines that say ok, in a fixed order, and no advice", async () => {
    const checks = await examine(well);
    expect(checks.map(({name, state, advice}) => [name, state, advice])).toEqual(
      [
        "Node",
        "packages",
        "archive",
        "newest run",
        "clock",
        "DNS",
        "TLS",
        "IPv6",
        "proxy",
        "schedule",
        "Pages",
      ].map((name) => [name, "ok", ""]),
    );
  });
});

describe("the doctor", () => {
  const https = (seconds: number): Partial<Probes> => ({
    https: () => Promise.resolve({date: NOW + seconds * 1_000, askedAt: NOW, answeredAt: NOW + 200}),
  });
  const archive = (newest: number | null, problems: string[] = []): Partial<Probes> => ({
    archive: () => Promise.resolve({runs: newest === null ? 0 : 3, newest, problems}),
  });
  const github = (status: number, body: unknown): Partial<Probes> => ({
    github: () => Promise.resolve({status, body}),
  });

  it.each<[string, string, State, Partial<Probes>, string]>([
    ["an old Node", "Node", "fail", {nodeVersion: "v20.18.3"}, "v20.18.3"],
    ["the oldest Node that will do", "Node", "ok", {nodeVersion: "v20.19.0"}, "v20.19.0"],
    ["a newer major of a lower minor", "Node", "ok", {nodeVersion: "v24.0.0"}, "v24.0.0"],
    ["no packages", "packages", "fail", {installed: null}, "none are installed"],
    [
      "a package of another version",
      "packages",
      "fail",
      {installed: {packages: {"node_modules/a": {version: "2.0.0"}}}},
      "1 differ from package-lock.json, such as node_modules/a",
    ],
    [
      "a package of another system",
      "packages",
      "ok",
      {lock: {packages: {"node_modules/win": {version: "1.0.0", optional: true}}}},
      "installed",
    ],
    ["no archive", "archive", "fail", {archive: () => Promise.resolve(null)}, "there is none"],
    [
      "a damaged run",
      "archive",
      "fail",
      archive(NOW, ["x: expected y, got z", "w"]),
      "2 problems, the first: x: expected y, got z",
    ],
    ["an archive without a run", "newest run", "warn", archive(null), "there is none"],
    [
      "a run that is just late",
      "newest run",
      "ok",
      archive(NOW - STOPPED_AFTER_HOURS * HOUR),
      "12.0 hours ago, one is due every 4",
    ],
    ["a schedule that stopped", "newest run", "warn", archive(NOW - 13 * HOUR), "13.0 hours ago"],
    ["a run of tomorrow", "newest run", "fail", archive(NOW + 24 * HOUR), "it began in the future"],
    ["a run by a clock some seconds ahead", "newest run", "ok", archive(NOW + 5_000), "0.0 hours ago"],
    ["a header cut to the second", "clock", "ok", https(-0.9), "within 5 s"],
    ["a clock that is ahead", "clock", "warn", https(-31), "30 s ahead of a server's"],
    ["a clock that is far behind", "clock", "fail", https(3_600), "3600 s behind a server's"],
    [
      "a server that tells no time",
      "clock",
      "unknown",
      {https: () => Promise.resolve({date: null, askedAt: NOW, answeredAt: NOW})},
      "no server told the time",
    ],
    [
      "no name that resolves",
      "DNS",
      "fail",
      {resolve: () => Promise.resolve({error: "ENOTFOUND"})},
      "github.com: ENOTFOUND",
    ],
    ["no IPv6", "IPv6", "warn", {addresses: ["192.0.2.1", "fe80::1", "fd00::1"]}, "no public address"],
    [
      "a proxy, by its name alone",
      "proxy",
      "warn",
      {environment: {HTTPS_PROXY: "http://user:secret@proxy.example"}},
      "HTTPS_PROXY set",
    ],
    ["a fork's schedule", "schedule", "fail", github(200, {state: "disabled_fork"}), "disabled_fork"],
    [
      "a schedule that GitHub stopped",
      "schedule",
      "fail",
      github(200, {state: "disabled_inactivity"}),
      "disabled_inactivity",
    ],
    ["a token without rights", "schedule", "unknown", github(403, {message: "no"}), "GitHub answered 403"],
    ["an answer that is no object", "schedule", "unknown", github(200, null), "GitHub answered 200"],
    [
      "no way to ask GitHub",
      "Pages",
      "unknown",
      {github: () => Promise.resolve(null)},
      "GitHub was not asked",
    ],
    ["an unknown repository", "Pages", "unknown", {repository: null}, "GitHub was not asked"],
    ["no Pages", "Pages", "fail", github(404, {}), "not enabled"],
    ["Pages from a branch", "Pages", "fail", github(200, {build_type: "legacy"}), "built from legacy"],
  ])("sees %s", async (_, name, state, change, text) => {
    const one = await found(name, change);
    expect(one.state).toBe(state);
    expect(one.found).toContain(text);
    expect(one.advice === "").toBe(state === "ok");
    expect(one.advice).not.toContain("\n");
    expect(checkText(one)).not.toContain("secret");
  });

  it("tells an intercepted connection from none", async () => {
    const by = (error: string) => found("TLS", {https: () => Promise.resolve({error})});
    expect((await by("SELF_SIGNED_CERT_IN_CHAIN")).advice).toContain("its own certificate");
    expect((await by("ECONNREFUSED")).advice).toContain("blocked");
  });

  it("warns at the same age as the pages", () => {
    expect(STOPPED_AFTER_HOURS * HOUR).toBe(STALE_AFTER_MS);
  });

  it("prints what others wrote as plain ASCII", () => {
    expect(checkText(check("schedule", "fail", "x\u001b[2J\u202e"))).toMatch(/^[\x20-\x7e]+\n$/);
  });
});

describe("githubRepository", () => {
  it.each([
    ["https://github.com/a/b.git", "a/b"],
    ["https://token@github.com/a/b", "a/b"],
    ["git@github.com:a/b.git\n", "a/b"],
    ["ssh://git@github.com/a/b", "a/b"],
    ["https://github.com.evil.example/a/b", null],
    ["https://example.org/a/b", null],
    ["https://github.com/a/b/../../c", null],
    ["https://github.com/", null],
  ])("of %j is %j", (address, repository) => {
    expect(githubRepository(address)).toBe(repository);
  });
});

describe("the probes of this machine", () => {
  let archive = "";
  beforeEach(() => {
    archive = mkdtempSync(join(tmpdir(), "kinship-doctor-"));
  });
  afterEach(() => rmSync(archive, {recursive: true}));
  const offline = async (folder: string): Promise<Check[]> =>
    examine({
      ...(await realProbes(folder)),
      resolve: () => Promise.resolve({error: "ENOTFOUND"}),
      https: () => Promise.resolve({error: "ENOTFOUND"}),
      github: () => Promise.resolve(null),
    });

  it("see Node, packages and an archive without a network", async () => {
    await writeSample(archive);
    const states = Object.fromEntries((await offline(archive)).map(({name, state}) => [name, state]));
    expect(states).toMatchObject({
      Node: "ok",
      packages: "ok",
      archive: "ok",
      DNS: "fail",
      TLS: "fail",
      clock: "unknown",
    });
  });

  it("see when the newest run began, a run that is damaged, and that there is no archive", async () => {
    const path = await writeSample(archive);
    expect(await (await realProbes(archive)).archive()).toEqual({
      runs: 1,
      newest: Math.floor(START / 1_000) * 1_000,
      problems: [],
    });
    rmSync(join(archive, path, "tips.parquet"));
    expect((await (await realProbes(archive)).archive())?.problems).toEqual([
      `${path}/tips.parquet: expected a file, got none`,
    ]);
    expect(await (await realProbes(join(archive, "none"))).archive()).toBeNull();
  });
});

describe("npm run doctor", () => {
  it("has help, and refuses what it does not know", async () => {
    expect((await run("data-loaders/doctor.ts", ["--help"])).stdout).toMatch(/^usage: npm run doctor/);
    expect((await run("data-loaders/doctor.ts", ["--fast"])).code).toBe(2);
  });
});
