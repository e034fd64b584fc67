import {dictionary} from "../../src/observation/dictionary.js";
import {type ColumnType, type TableName, tableNames} from "../../src/observation/schema.js";
import {exportedColumns} from "./exportedColumns.js";
import type {ExportedRun} from "./exportedRuns.js";

/** Our types in the words of Table Schema. */
const types: Readonly<Record<ColumnType, string>> = {
  string: "string",
  int32: "integer",
  int64: "integer",
  double: "number",
  boolean: "boolean",
  timestamp: "datetime",
};

/** One file of an export, as it was written. */
export interface ExportedFile {
  readonly name: TableName;
  readonly rows: number;
  readonly bytes: number;
  /** hex */
  readonly sha256: string;
}

/**
 * An export as a Frictionless Data Package. Of the runs alone: made twice, it is the same to the byte.
 *
 * The site's package (`src/report/dataPackage.ts`) describes another thing: one file for each run, without the columns
 * that name the run.
 *
 * @see https://datapackage.org/standard/data-package/
 */
export function exportPackage(
  runs: readonly ExportedRun[],
  files: readonly ExportedFile[],
  project: {readonly name: string; readonly version: string; readonly homepage: string},
) {
  const [first, last] = [runs[0]?.manifest, runs.at(-1)?.manifest];
  const simulated = first?.simulated ?? false;
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: `${project.name}-export`,
    title: simulated ? `${project.name}, simulated network` : project.name,
    description: `${runs.length} runs from ${first?.run} to ${last?.run}, one file for each table.`,
    homepage: project.homepage,
    version: project.version,
    // By the newest run, so that no clock of the machine that exports gets into it.
    created: last?.ended_at,
    licenses: [
      {
        name: "CC0-1.0",
        path: "https://creativecommons.org/publicdomain/zero/1.0/",
        title: "CC0 1.0 Universal",
      },
    ],
    contributors: [{title: `The ${project.name} authors`, roles: ["author"]}],
    simulated,
    network: first?.network,
    resources: tableNames.map((name) => resourceOf(name, files)),
  };
}

function resourceOf(name: TableName, files: readonly ExportedFile[]) {
  const file = files.find((one) => one.name === name);
  return {
    name,
    description: dictionary.find((table) => table.name === name)?.purpose ?? "",
    path: `${name}.parquet`,
    format: "parquet",
    mediatype: "application/vnd.apache.parquet",
    bytes: file?.bytes,
    hash: `sha256:${file?.sha256}`,
    rows: file?.rows,
    schema: {
      fields: exportedColumns(name).map(([column, {type, nullable, unit, description}]) => ({
        name: column,
        type: types[type],
        description,
        ...(unit === undefined ? {} : {unit}),
        ...(nullable ? {} : {constraints: {required: true}}),
      })),
    },
  };
}
