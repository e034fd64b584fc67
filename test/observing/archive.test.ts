import {execFileSync} from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import {hostname, tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, beforeEach, describe, expect, it} from "vitest";
import {
  archiveNetwork,
  parquetTable,
  prepareArchive,
  RunExistsError,
  writeSnapshot,
} from "../../data-loaders/archive.js";
import {countTables} from "../../data-loaders/record.js";
import {listRuns, readArchive} from "../../src/data/archive.js";
import {type Column, SCHEMA_VERSION, tableNames, tables as schema} from "../../src/observation/schema.js";
import {type Manifest, runName, runPath, type Tables} from "../../src/observation/snapshot.js";
import {smallDisk} from "../committing/smallDisk.js";

const START = Date.UTC(2026, 10, 22, 4, 17, 3, 456);
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kinship-archive-"));
});
afterEach(() => rmSync(folder, {recursive: true}));

describe("runPath(vantage, time)", () => {
  it("is Hive-style, so that one glob reads every run", () => {
    expect(runPath("home", START)).toBe("vantage=home/date=2026-11-22/run=20261122T041703Z");
  });
});

describe("writeSnapshot and readArchive", () => {
  it("give back every row of every table as it was", async () => {
    const tables = sampleTables();
    await write(tables);
    const {snapshots, problems} = await readArchive(folder);
    expect(problems).toEqual([]);
    expect(snapshots.map(({path}) => path)).toEqual([runPath("home", START)]);
    expect(snapshots[0]?.tables).toEqual(tables);
    expect(snapshots[0]?.manifest).toMatchObject({
      network: "lab",
      simulated: true,
      schema_version: SCHEMA_VERSION,
    });
  });

  it("give back empty tables", async () => {
    const none = Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as Tables;
    await write(none);
    expect((await readArchive(folder)).snapshots[0]?.tables).toEqual(none);
  });

  it("write bytes that depend on the rows alone", () => {
    const {endpoints} = sampleTables();
    expect(parquetTable("endpoints", endpoints)).toEqual(
      parquetTable("endpoints", structuredClone(endpoints)),
    );
  });

  it("sort runs by time, whatever their vantage, and read the newest if asked", async () => {
    await write(sampleTables(), "z-first", START);
    await write(sampleTables(), "a-second", START + 60_000);
    expect(listRuns(folder)).toEqual([runPath("z-first", START), runPath("a-second", START + 60_000)]);
    expect((await readArchive(folder, {newest: 1})).snapshots.map(({manifest}) => manifest.vantage)).toEqual([
      "a-second",
    ]);
  });

  it("leave readable folders, and nothing beside them", async () => {
    const place = await write(sampleTables());
    expect(readdirSync(folder)).toEqual(["vantage=home"]);
    expect(readdirSync(place).toSorted()).toEqual(
      [...tableNames.map((name) => `${name}.parquet`), "manifest.json"].toSorted(),
    );
    expect(statSync(place).mode & 0o055).toBe(0o055 & ~process.umask());
  });
});

describe("writeSnapshot", () => {
  it("never overwrites a run, and leaves nothing behind when it refuses", async () => {
    const place = await write(sampleTables());
    const before = readFileSync(join(place, "manifest.json"), "utf8");
    await expect(write({...sampleTables(), tips: []})).rejects.toThrow(RunExistsError);
    expect(readFileSync(join(place, "manifest.json"), "utf8")).toBe(before);
    expect(readdirSync(folder)).toEqual(["vantage=home"]);
  });
});

describe("writeSnapshot on a full disk", () => {
  const disk = smallDisk();
  afterAll(() => disk?.remove());

  it.skipIf(disk === null)(
    "fails with the disk's own error and leaves no half of a run, wherever it fills up",
    async () => {
      if (disk === null) return;
      const archive = join(disk.folder, "archive");
      mkdirSync(archive);
      const first = await write(sampleTables(), "home", START, archive);
      let failed = 0;
      // A page more each time, until there is room for all of it.
      for (let room = 0; listRuns(archive).length === 1; room += 4096) {
        disk.fill(room);
        const error = await write(sampleTables(), "home", START + 60_000, archive).then(
          () => null,
          (reason: NodeJS.ErrnoException) => reason,
        );
        disk.empty();
        expect(readdirSync(archive)).toEqual(["vantage=home"]);
        if (error === null) continue;
        expect(error.code).toBe("ENOSPC");
        expect(listRuns(archive)).toHaveLength(1);
        failed += 1;
      }
      // Five tables and a manifest of at least a page each.
      expect(failed).toBeGreaterThanOrEqual(6);
      expect((await readArchive(archive)).problems).toEqual([]);
      expect(statSync(first).isDirectory()).toBe(true);
    },
  );
});

describe("prepareArchive", () => {
  it("clears away what a killed run of this machine left, and nothing else", async () => {
    const dead = execFileSync(process.execPath, ["-e", "console.log(process.pid)"], {
      encoding: "utf8",
    }).trim();
    const left = [
      `.partial-${hostname()}-${dead}-x`,
      `.partial-${hostname()}-${process.pid}-x`,
      ".partial-elsewhere.invalid-1-x",
    ];
    for (const name of left) mkdirSync(join(folder, name));
    await prepareArchive(folder);
    expect(left.map((name) => existsSync(join(folder, name)))).toEqual([false, true, true]);
    expect(listRuns(folder)).toEqual([]);
  });

  it("fails before anything is asked if the folder cannot be", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(prepareArchive(join(folder, "file", "archive"))).rejects.toThrow("ENOTDIR");
  });
});

describe("archiveNetwork", () => {
  it("is what the newest run observed, or null for an empty or missing archive", async () => {
    expect(await archiveNetwork(join(folder, "none"))).toBeNull();
    expect(await archiveNetwork(folder)).toBeNull();
    await write(sampleTables());
    expect(await archiveNetwork(folder)).toBe("lab");
  });
});

describe("readArchive names a snapshot that does not hold, and leaves it out:", () => {
  const problemAfter = async (harm: (place: string) => void): Promise<string> => {
    harm(await write(sampleTables()));
    await write(sampleTables(), "home", START + 60_000);
    const {snapshots, problems} = await readArchive(folder);
    expect(snapshots.map(({manifest}) => manifest.run)).toEqual([runName(START + 60_000)]);
    expect(problems.map(({path}) => path)).toEqual([runPath("home", START)]);
    return problems[0]?.problem ?? "";
  };
  const editManifest = (place: string, edit: (manifest: Record<string, unknown>) => void): void => {
    const path = join(place, "manifest.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    edit(manifest);
    writeFileSync(path, JSON.stringify(manifest));
  };

  it("one flipped bit in a table", async () => {
    const problem = await problemAfter((place) => {
      const path = join(place, "reads.parquet");
      const bytes = readFileSync(path);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    });
    expect(problem).toMatch(/^reads\.parquet: expected \d+ bytes of sha256 [0-9a-f]{64}, got/);
  });

  it("a table that is not there", async () => {
    expect(await problemAfter((place) => rmSync(join(place, "tips.parquet")))).toContain("tips.parquet");
  });

  it("no manifest, or one that is no JSON", async () => {
    expect(await problemAfter((place) => rmSync(join(place, "manifest.json")))).toBe(
      "manifest.json: expected a file, got none",
    );
  });

  it("a newer schema", async () => {
    const problem = await problemAfter((place) =>
      editManifest(place, (manifest) => (manifest["schema_version"] = 2)),
    );
    expect(problem).toBe("manifest.json: expected schema_version up to 1, got 2: written by a newer version");
  });

  it("a folder that is not its run's", async () => {
    const problem = await problemAfter((place) =>
      editManifest(place, (manifest) => (manifest["vantage"] = "away")),
    );
    expect(problem).toContain("expected home 20261122T041703Z, got away");
  });

  it("simulated data that does not say so", async () => {
    const problem = await problemAfter((place) =>
      editManifest(place, (manifest) => (manifest["simulated"] = false)),
    );
    expect(problem).toContain("simulated to be true for the lab alone");
  });
});

describe("tables", () => {
  it("have one snake_case name for each column, and no word that SQL reserves (DuckDB reserves `at`)", () => {
    for (const columns of Object.values(schema))
      for (const [name, {description}] of Object.entries(columns) as [string, Column][]) {
        expect(name).toMatch(/^(?!at$|end$|order$|offset$)[a-z][a-z0-9_]*$/);
        expect(description).not.toBe("");
      }
  });
});

async function write(tables: Tables, vantage = "home", at = START, archive = folder): Promise<string> {
  const manifest: Omit<Manifest, "tables"> = {
    format: "electrum-kinship-snapshot",
    schema_version: SCHEMA_VERSION,
    network: "lab",
    simulated: true,
    vantage,
    run: runName(at),
    program: {name: "test", version: "0", commit: null},
    options: {rounds: 1},
    started_at: new Date(at).toISOString(),
    ended_at: new Date(at + 1).toISOString(),
    counts: countTables(tables),
    own_side_suspected: false,
  };
  return writeSnapshot(archive, runPath(vantage, at), manifest, tables);
}

/** Two rows of each table: one with a value of its type in every column, hard to store ones among them; one with all nulls. */
function sampleTables(): Tables {
  const samples = {
    string: 'naïve \u0000 \u{1f600} <b> \u001b[31m "quoted"',
    int32: -(2 ** 31),
    int64: 2 ** 53 - 1,
    double: 1.0071429014205933,
    boolean: true,
    timestamp: START,
  };
  const row = (columns: Record<string, Column>, full: boolean) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, {type, nullable}]) => [
        name,
        nullable && !full ? null : samples[type],
      ]),
    );
  return Object.fromEntries(
    Object.entries(schema).map(([name, columns]) => [name, [row(columns, true), row(columns, false)]]),
  ) as unknown as Tables;
}
