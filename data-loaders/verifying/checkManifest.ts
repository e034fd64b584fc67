import {SCHEMA_VERSION, tableNames} from "../../src/observation/schema.js";
import {type Manifest, runPath, type TableFile, vantagePattern} from "../../src/observation/snapshot.js";
import type {ProblemList} from "./problems.js";

const FILE = "manifest.json";

/**
 * Milliseconds by which a run's name may come after its start: two runs that begin in one second take names of
 * seconds that follow each other (`takeSnapshot.ts`), and nobody begins more than some.
 */
export const NAME_DELAY_MS = 60_000;

/**
 * Checks every field of a manifest, and that the folder is the one it names. Fields that are not of this version are
 * left alone: adding one does not raise the schema's version.
 *
 * @param value parsed JSON, from anybody
 * @param path the run's folder below its archive
 * @returns the manifest, or null if something in it does not hold; then `problems` says what
 */
export function checkManifest(value: unknown, path: string, problems: ProblemList): Manifest | null {
  const before = problems.size;
  const file = `${path}/${FILE}`;
  if (!problems.expect(isRecord(value), file, "", "an object", value)) return null;
  const manifest = value as Record<string, unknown>;
  const expect = (field: string, holds: (value: unknown) => boolean, expected: string): void => {
    const found = field.split(".").reduce<unknown>((at, key) => own(at, key), manifest);
    problems.expect(holds(found), file, field, expected, found);
  };
  expect("format", (is) => is === "electrum-kinship-snapshot", "electrum-kinship-snapshot");
  expect(
    "schema_version",
    (is) => isCount(is) && is >= 1 && is <= SCHEMA_VERSION,
    `a version from 1 to ${SCHEMA_VERSION}`,
  );
  expect("network", (is) => is === "mainnet" || is === "lab", "mainnet or lab");
  expect(
    "simulated",
    (is) => is === (manifest["network"] === "lab"),
    `${manifest["network"] === "lab"} for this network`,
  );
  expect(
    "vantage",
    (is) => typeof is === "string" && vantagePattern.test(is),
    "lower-case letters, digits and hyphens, at most 40",
  );
  expect("run", (is) => typeof is === "string" && runTime(is) !== null, "YYYYMMDDTHHMMSSZ");
  expect("program.name", isText, "a text");
  expect("program.version", isText, "a text");
  expect("program.commit", (is) => is === null || isText(is), "a text or null");
  expect("options", isRecord, "an object");
  for (const [name, option] of Object.entries(isRecord(manifest["options"]) ? manifest["options"] : {}))
    problems.expect(
      isScalar(option),
      file,
      `options.${name}`,
      "a text, a number, true, false or null",
      option,
    );
  expect("started_at", isTime, "a UTC time in ISO 8601");
  expect("ended_at", isTime, "a UTC time in ISO 8601");
  for (const count of counted) expect(`counts.${count}`, isCount, "a whole number");
  expect(
    "counts.by_failure",
    (is) => isRecord(is) && Object.values(is).every(isCount),
    "whole numbers by stage and reason",
  );
  expect("own_side_suspected", (is) => typeof is === "boolean", "true or false");
  checkTables(manifest["tables"], file, problems);
  if (problems.size > before) return null;
  checkPlace(manifest as unknown as Manifest, path, problems);
  return problems.size > before ? null : (manifest as unknown as Manifest);
}

const counted = [
  "endpoints",
  "answered",
  "failed",
  "not_tried",
  "sweeps",
  "reads",
  "distinct_histograms",
] as const satisfies readonly (keyof Manifest["counts"])[];

function checkTables(tables: unknown, file: string, problems: ProblemList): void {
  if (!problems.expect(Array.isArray(tables), file, "tables", "an array", tables)) return;
  const list = tables as unknown[];
  const names = list.map((table) => own(table, "name"));
  for (const name of tableNames)
    problems.expect(
      names.filter((one) => one === name).length === 1,
      file,
      "tables",
      `one table ${name}`,
      names.filter((one) => one === name).length,
    );
  for (const [i, table] of list.entries()) {
    const name = names[i];
    const known = tableNames.some((one) => one === name);
    if (!problems.expect(known, file, `tables ${i} name`, "a table of the schema", name)) continue;
    const expect = (field: keyof TableFile, holds: (value: unknown) => boolean, expected: string): void => {
      const found = own(table, field);
      problems.expect(holds(found), file, `tables ${String(name)} ${field}`, expected, found);
    };
    expect("file", (is) => is === `${String(name)}.parquet`, `${String(name)}.parquet`);
    expect("rows", isCount, "a whole number");
    expect("bytes", isCount, "a whole number");
    expect("sha256", (is) => typeof is === "string" && /^[0-9a-f]{64}$/.test(is), "64 hex digits");
  }
}

/** The folder's names are the manifest's, and its name is of the run's first seconds. */
function checkPlace(manifest: Manifest, path: string, problems: ProblemList): void {
  const named = runTime(manifest.run) ?? 0;
  const [started, ended] = [Date.parse(manifest.started_at), Date.parse(manifest.ended_at)];
  const place = runPath(manifest.vantage, named);
  problems.expect(path === place, `${path}/${FILE}`, "", `the folder ${place}`, path);
  problems.expect(
    ended >= started,
    `${path}/${FILE}`,
    "ended_at",
    "no time before started_at",
    manifest.ended_at,
  );
  const second = Math.floor(started / 1_000) * 1_000;
  problems.expect(
    named >= second && named <= second + NAME_DELAY_MS,
    `${path}/${FILE}`,
    "run",
    "the second of started_at, or one soon after",
    manifest.run,
  );
}

/** UTC milliseconds of a run's name; null if it is none. */
export function runTime(run: string): number | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(run) ?? [];
  if (year === undefined) return null;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = Date.parse(text);
  // The 30th of February is a time to the parser, in March.
  return Number.isNaN(time) || new Date(time).toISOString() !== text ? null : time;
}

function own(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value.length <= 200;
}

function isScalar(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function isTime(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}
