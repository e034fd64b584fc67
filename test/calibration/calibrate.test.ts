import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {CALIBRATION_SCHEMA, type Calibration} from "../../src/calibration/calibration.js";
import {weighedSignals} from "../../src/evidence/strangers.js";
import {RAW_EDGES} from "../../src/evidence/weights.js";
import {run} from "../observing/program.js";

const folder = mkdtempSync(join(tmpdir(), "kinship-calibrate-"));
afterAll(() => rmSync(folder, {recursive: true}));
const calibrate = (...args: readonly string[]) => run(join("data-loaders", "calibrate.ts"), args);

describe("npm run calibrate", () => {
  it("writes the same bytes from simulated and from kept windows, by its schema", async () => {
    const [once, again] = [join(folder, "once.json"), join(folder, "again.json")];
    for (const out of [once, again]) {
      const {code, stdout} = await calibrate("--small", "--out", out, "--keep", join(folder, "keep"));
      expect(code).toBe(0);
      expect(stdout).toContain(out);
    }
    const bytes = readFileSync(once, "utf8");
    expect(readFileSync(again, "utf8")).toBe(bytes);
    const written = JSON.parse(bytes) as Calibration;
    expect(written).toMatchObject({
      schema: CALIBRATION_SCHEMA,
      simulated: true,
      networks: {training: 6, heldOut: 2},
      weights: {source: "6 simulated networks (npm run calibrate)"},
    });
    expect(new Set(written.weights.tables.map(({signal}) => signal))).toEqual(
      new Set(weighedSignals.map(({name}) => name)),
    );
    for (const {holding, failing} of written.weights.tables)
      expect([holding.length, failing.length]).toEqual([RAW_EDGES.length + 1, RAW_EDGES.length + 1]);
    // Three runs are too few to count strangers after.
    expect([written.weights.tails, written.reached]).toEqual([[], []]);
    expect(written.conditions.flatMap(({performance}) => performance.map(({runs}) => runs))).toEqual([
      1, 3, 1, 3,
    ]);
  }, 120_000);

  it.each([
    [["--fast"], "Unknown option '--fast'; see --help"],
    [["--out", ""], "--out: expected FILE, got an empty text"],
    [["--keep"], "Option '--keep <value>' argument missing; see --help"],
    [["stray"], "Unexpected argument 'stray'; see --help"],
  ])("refuses %j in one line, with exit code 2", async (args, message) => {
    const {code, stdout, stderr} = await calibrate(...args);
    expect([code, stdout, stderr]).toEqual([2, "", `${message}\n`]);
  });

  it("refuses a file in a folder that is not there before it simulates, not after", async () => {
    const out = join(folder, "nowhere", "calibration.json");
    const {code, stderr} = await calibrate("--small", "--out", out, "--keep", join(folder, "unused"));
    expect([code, stderr]).toEqual([2, `--out: expected a file in a folder that is there, got ${out}\n`]);
    expect(existsSync(join(folder, "unused"))).toBe(false);
  });

  it("explains itself", async () => {
    const {code, stdout} = await calibrate("--help");
    expect(code).toBe(0);
    for (const option of ["--out", "--keep", "--small", "--help"]) expect(stdout).toContain(option);
  });
});
