import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {mergeRun} from "../../data-loaders/merging/mergeRun.js";
import {verifyArchive} from "../../data-loaders/verifying/verifyArchive.js";
import {type Ended, run} from "../observing/program.js";
import {manifestFile, sampleTables, START, writeSample} from "../verifying/sampleRun.js";

const HOUR = 3_600_000;
const HOME = "vantage=home/date=2026-11-22/run=20261122T041703Z";
let folder = "";
let into = "";
let from = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kinship-merge-"));
  into = join(folder, "into");
  from = join(folder, "from");
  mkdirSync(into);
  mkdirSync(from);
});
afterEach(() => rmSync(folder, {recursive: true}));

const merge = (...args: string[]): Promise<Ended> => run("data-loaders/merge.ts", args);
const isWhole = async (archive: string): Promise<boolean> =>
  (await verifyArchive(archive, {}, () => undefined)).problems === 0;

describe("mergeRun", () => {
  it("takes a run byte for byte, and leaves nothing beside it", async () => {
    await writeSample(from, {vantage: "away"});
    const path = HOME.replace("home", "away");
    expect(await mergeRun(from, into, path, null)).toEqual({outcome: "taken", network: "mainnet"});
    for (const file of readdirSync(join(from, path)))
      expect(readFileSync(join(into, path, file))).toEqual(readFileSync(join(from, path, file)));
    expect(readdirSync(into)).toEqual(["vantage=away"]);
    expect(await isWhole(into)).toBe(true);
  });

  it("finds it there already when it comes again", async () => {
    const path = await writeSample(from);
    await mergeRun(from, into, path, null);
    expect(await mergeRun(from, into, path, "mainnet")).toEqual({outcome: "already there"});
  });

  it("leaves another run of the same vantage and second as it is", async () => {
    await writeSample(into);
    const tables = sampleTables();
    Object.assign(tables.endpoints[0] ?? {}, {banner: "another"});
    const path = await writeSample(from, {tables});
    const before = readFileSync(manifestFile(into, path), "utf8");
    expect(await mergeRun(from, into, path, "mainnet")).toMatchObject({outcome: "conflict"});
    expect(readFileSync(manifestFile(into, path), "utf8")).toBe(before);
    expect(readdirSync(into)).toEqual(["vantage=home"]);
  });

  it("takes no run into a folder that something is in already, even without a manifest", async () => {
    const path = await writeSample(from);
    mkdirSync(join(into, path), {recursive: true});
    expect(await mergeRun(from, into, path, "mainnet")).toMatchObject({outcome: "conflict", held: "none"});
  });

  it.each([
    ["a simulated run, into observed ones", "lab", "mainnet"],
    ["an observed run, into simulated ones", "mainnet", "lab"],
  ] as const)("refuses %s", async (_, network, held) => {
    const path = await writeSample(from, {network});
    const merged = await mergeRun(from, into, path, held);
    expect(merged).toMatchObject({
      outcome: "refused",
      problems: [
        {path: `${path}/manifest.json network`, expected: `${held}, as in the archive that takes it`},
      ],
    });
    expect(readdirSync(into)).toEqual([]);
  });

  it.each<[string, (place: string) => void, string]>([
    ["a changed table", (place) => appendFileSync(join(place, "tips.parquet"), "x"), "tips.parquet"],
    ["a further file", (place) => writeFileSync(join(place, "run.sh"), ""), "run.sh"],
    [
      "a link in place of a table",
      (place) => {
        rmSync(join(place, "tips.parquet"));
        symlinkSync("/etc/passwd", join(place, "tips.parquet"));
      },
      "tips.parquet",
    ],
    ["no manifest", (place) => rmSync(join(place, "manifest.json")), "manifest.json"],
  ])("refuses %s, and copies nothing of it", async (_, harm, file) => {
    const path = await writeSample(from);
    harm(join(from, path));
    const merged = await mergeRun(from, into, path, null);
    expect(merged).toMatchObject({outcome: "refused"});
    expect(merged.outcome === "refused" && merged.problems[0]?.path).toBe(`${path}/${file}`);
    expect(readdirSync(into)).toEqual([]);
  });
});

describe("npm run merge", () => {
  it("takes what holds, names what does not, and exits 1; without that, 0", async () => {
    await writeSample(into);
    await writeSample(from, {vantage: "away"});
    const bad = await writeSample(from, {vantage: "away", at: START + HOUR});
    await writeSample(from, {vantage: "away", at: START + 2 * HOUR});
    writeFileSync(join(from, bad, "reads.parquet"), "");
    const first = await merge("--into", into, from);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain(`refused: ${bad}\n  ${bad}/reads.parquet: expected `);
    expect(first.stdout).toMatch(
      /\n2 taken, 0 already there, 0 in conflict, 1 refused, 0 left out that are no runs\n$/,
    );
    expect(await verifyArchive(into, {}, () => undefined)).toMatchObject({runs: 3, problems: 0});
    rmSync(join(from, bad), {recursive: true});
    const second = await merge("--into", into, from);
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(
      /\n0 taken, 2 already there, 0 in conflict, 0 refused, 0 left out that are no runs\n$/,
    );
  });

  it("never mixes networks, also where the archive that takes them was empty", async () => {
    const lab = join(folder, "lab");
    await writeSample(from);
    mkdirSync(lab);
    await writeSample(lab, {network: "lab", at: START + HOUR});
    const {code, stdout} = await merge("--into", into, from, lab);
    expect(code).toBe(1);
    expect(stdout).toContain("network: expected mainnet, as in the archive that takes it, got");
    expect(await isWhole(into)).toBe(true);
  });

  it("never takes simulated runs into the observations of the public network", async () => {
    const path = await writeSample(from, {network: "lab", vantage: "merge-test"});
    const {code, stdout} = await merge("--into", "src/data/snapshots", from);
    rmSync(join("src/data/snapshots", "vantage=merge-test"), {recursive: true, force: true});
    expect(code).toBe(1);
    expect(stdout).toContain(`refused: ${path}\n`);
  });

  it("is used wrongly without archives, or with one that is its own source", async () => {
    expect((await merge(from)).stderr).toBe("--into: expected DIR, got none; see --help\n");
    expect((await merge("--into", into)).code).toBe(2);
    expect((await merge("--into", into, join(folder, "none"))).code).toBe(2);
    expect((await merge("--into", into, join(into, "."))).stderr).toContain(
      "expected another archive than --into",
    );
  });
});
