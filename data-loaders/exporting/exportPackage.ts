import {type DataField, dataResources, PACKAGE_PROFILE} from "../../src/observation/dataResources.js";
import type {TableName} from "../../src/observation/schema.js";
import {runColumns} from "./exportedColumns.js";
import type {ExportedRun} from "./exportedRuns.js";

/** One file of an export, as it was written. */
export interface ExportedFile {
  readonly name: TableName;
  readonly rows: number;
  readonly bytes: number;
  /** hex */
  readonly sha256: string;
}

/** The columns that name a row's run, in the words of Table Schema. */
const runFields: readonly DataField[] = [
  {name: "vantage", type: "string"},
  {name: "run", type: "string"},
  {name: "run_started_at", type: "datetime", unit: runColumns.run_started_at.unit},
].map((field) => ({
  ...field,
  description: runColumns[field.name as keyof typeof runColumns].description,
  constraints: {required: true},
}));

/**
 * An export as a Frictionless Data Package. Of the runs alone: made twice, it is the same to the byte.
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
    $schema: PACKAGE_PROFILE,
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
    contributors: [{title: `The ${project.name} authors`, roles: ["creator"]}],
    simulated,
    network: first?.network,
    resources: dataResources([]).map(({name, type, description, format, mediatype, schema}) => {
      const file = files.find((one) => one.name === name);
      return {
        name,
        type,
        description,
        path: `${name}.parquet`,
        format,
        mediatype,
        bytes: file?.bytes,
        hash: `sha256:${file?.sha256}`,
        rows: file?.rows,
        schema: {...schema, fields: [...runFields, ...schema.fields]},
      };
    }),
  };
}
