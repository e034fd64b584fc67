import {spawnSync} from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeSampleArchive} from "./sampleArchive.js";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "kinship-build-"));
const archive = join(folder, "archive");

beforeAll(() => writeSampleArchive(archive));
afterAll(() => rmSync(folder, {recursive: true}));

describe("npm run build", {timeout: 180_000}, () => {
  it("makes the same bytes of one archive each time, wherever the archive lies", () => {
    const copy = join(folder, "copy");
    cpSync(archive, copy, {recursive: true});
    expect(build("one", "--archive", archive)).toMatchObject({status: 0});
    expect(build("two", "--archive", copy)).toMatchObject({status: 0});
    expect(contents("two")).toEqual(contents("one"));
    expect(contents("one").size).toBeGreaterThan(20);
  });

  it("names a damaged snapshot, leaves it out, and builds from the others", () => {
    const damaged = join(folder, "damaged");
    cpSync(archive, damaged, {recursive: true});
    const table =
      readdirSync(damaged, {recursive: true, encoding: "utf8"}).find((path) =>
        path.endsWith("reads.parquet"),
      ) ?? "";
    writeFileSync(join(damaged, table), "not Parquet");
    const {status, stderr} = build("from-damaged", "--archive", damaged);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning: vantage=\S+ was left out: reads\.parquet: expected \d+ bytes/m);
    expect(stderr).toContain("from 1 snapshots");
  });

  it("builds from no snapshot at all, and says what to run", () => {
    const none = join(folder, "none");
    mkdirSync(none);
    expect(build("from-none", "--archive", none).status).toBe(0);
    const pages = [...contents("from-none")].filter(
      ([path]) => path.endsWith(".json") || path.endsWith(".txt"),
    );
    expect(pages.map(([, text]) => text).join("\n")).toContain("npm run study");
  });
});

describe(
  "npm run build refuses, in one line, with exit code 2 and dist as it was,",
  {timeout: 60_000},
  () => {
    it.each([
      [
        "an archive that is not there",
        ["--archive", "/no/archive"],
        "--archive: expected a folder, got /no/archive, which is not there",
      ],
      ["an archive that is a file", ["--archive", join(root, "package.json")], "which is none"],
      [
        "a folder that is no archive",
        ["--archive", join(root, "src")],
        "--archive: expected folders named vantage=…, got",
      ],
      ["an option that it does not know", ["--fast"], "site: Unknown option '--fast'"],
    ])("%s", (_, args, message) => {
      const output = join(folder, "kept");
      mkdirSync(output, {recursive: true});
      writeFileSync(join(output, "index.html"), "as it was");
      const {status, stderr} = build("kept", ...args);
      expect(status).toBe(2);
      expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining(message)]);
      expect(readFileSync(join(output, "index.html"), "utf8")).toBe("as it was");
    });

    it("an archive of which nothing can be read", () => {
      const broken = join(folder, "broken", "vantage=a", "date=2026-01-01", "run=20260101T000000Z");
      mkdirSync(broken, {recursive: true});
      const {status, stderr} = build("kept", "--archive", join(folder, "broken"));
      expect(status).toBe(2);
      expect(stderr).toContain("--archive: expected a snapshot that can be read, got 1 damaged");
    });
  },
);

function build(output: string, ...args: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "src/data/site.ts", "build", ...args], {
    cwd: root,
    encoding: "utf8",
    env: {...process.env, KINSHIP_OUTPUT: join(folder, output)},
  });
}

/** Every file of a build by its path. */
function contents(output: string): Map<string, string> {
  const paths = readdirSync(join(folder, output), {recursive: true, encoding: "utf8"}).toSorted();
  const files = paths.filter((path) => statSync(join(folder, output, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, output, path), "latin1")]));
}
