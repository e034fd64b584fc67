import {type DescribedColumn, type DescribedTable, dictionary} from "../observation/dictionary.js";
import type {ColumnType} from "../observation/schema.js";
import type {Archived} from "./archived.js";
import {PACKAGE_PROFILE} from "./machineFiles.js";
import type {SiteFacts} from "./siteFacts.js";

/** Our types in the words of Table Schema. */
const types: Readonly<Record<ColumnType, string>> = {
  string: "string",
  int32: "integer",
  int64: "integer",
  double: "number",
  boolean: "boolean",
  timestamp: "datetime",
};

/** A Frictionless Data Package, as far as this project describes its archive by one. */
export interface DataPackage {
  readonly $schema: typeof PACKAGE_PROFILE;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly homepage: string;
  readonly version: string;
  /** ISO 8601: end of the newest run; not there without a run */
  readonly created?: string;
  readonly licenses: readonly {readonly name: string; readonly path: string; readonly title: string}[];
  readonly contributors: readonly {readonly title: string; readonly roles: readonly string[]}[];
  /** true: nothing in it is about a real server */
  readonly simulated: boolean;
  readonly resources: readonly DataResource[];
}

export interface DataResource {
  readonly name: string;
  readonly description: string;
  /** one file a run, oldest first, relative to the descriptor; all have one schema */
  readonly path?: readonly string[];
  /** instead of `path` while there is no run: the standard wants one of them */
  readonly data?: readonly never[];
  readonly format: "parquet";
  readonly mediatype: "application/vnd.apache.parquet";
  readonly schema: {readonly fields: readonly DataField[]};
}

export interface DataField {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** not of the standard, which knows no units and lets others be added */
  readonly unit?: string;
  readonly constraints?: {readonly required: true};
}

/** @see https://datapackage.org/standard/data-package/ */
export function dataPackage({runs, newest, standing}: Archived, site: SiteFacts): DataPackage {
  const paths = runs.map(({path}) => path);
  return {
    $schema: PACKAGE_PROFILE,
    name: site.title,
    title: standing.simulated ? `${site.title}, simulated network` : site.title,
    description: site.description,
    homepage: site.address,
    version: site.version,
    ...(newest ? {created: newest.manifest.ended_at} : {}),
    licenses: [
      {
        name: "CC0-1.0",
        path: "https://creativecommons.org/publicdomain/zero/1.0/",
        title: "CC0 1.0 Universal",
      },
    ],
    contributors: [{title: `The ${site.title} authors`, roles: ["author"]}],
    simulated: standing.simulated,
    resources: dictionary.map((table) => resourceOf(table, paths)),
  };
}

function resourceOf({name, purpose, columns}: DescribedTable, paths: readonly string[]): DataResource {
  return {
    name,
    description: purpose,
    ...(paths.length > 0 ? {path: paths.map((path) => `snapshots/${path}/${name}.parquet`)} : {data: []}),
    format: "parquet",
    mediatype: "application/vnd.apache.parquet",
    schema: {fields: columns.map(fieldOf)},
  };
}

function fieldOf({name, type, nullable, unit, description}: DescribedColumn): DataField {
  return {
    name,
    type: types[type],
    description,
    ...(unit === "" ? {} : {unit}),
    ...(nullable ? {} : {constraints: {required: true}}),
  };
}
