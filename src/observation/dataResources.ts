import {type DescribedColumn, dictionary} from "./dictionary.js";
import type {ColumnType, TableName} from "./schema.js";

/** The `$schema` of a Data Package: where the standard says what it may hold. */
export const PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json";

/** A table of the archive in the words of a Data Package. */
export interface DataResource {
  readonly name: TableName;
  /** without it the resource is a file of any kind, and its `schema` need not be read */
  readonly type: "table";
  readonly description: string;
  /** one file a run, relative to the descriptor; all have one schema */
  readonly path?: readonly string[];
  /** instead of `path` while there is no run: the standard wants one of them */
  readonly data?: readonly never[];
  readonly format: "parquet";
  readonly mediatype: "application/vnd.apache.parquet";
  readonly schema: {
    readonly fields: readonly DataField[];
    /** none: by default an empty text would stand for null, and here the two differ */
    readonly missingValues: readonly never[];
    /** a file may lack columns that came later; by default it would need them all, in this order */
    readonly fieldsMatch: "superset";
  };
}

export interface DataField {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** not of the standard, which knows no units and lets others be added */
  readonly unit?: string;
  readonly constraints?: {readonly required: true};
}

/** Our types in the words of Table Schema. */
const types: Readonly<Record<ColumnType, string>> = {
  string: "string",
  int32: "integer",
  int64: "integer",
  double: "number",
  boolean: "boolean",
  timestamp: "datetime",
};

/**
 * The archive's tables as the resources of a Data Package.
 *
 * @param folders of the runs, relative to the descriptor
 * @see https://datapackage.org/standard/data-resource/
 */
export function dataResources(folders: readonly string[]): DataResource[] {
  return dictionary.map(({name, purpose, columns}) => ({
    name,
    type: "table",
    description: purpose,
    ...(folders.length > 0 ? {path: folders.map((folder) => `${folder}/${name}.parquet`)} : {data: []}),
    format: "parquet",
    mediatype: "application/vnd.apache.parquet",
    schema: {fields: columns.map(fieldOf), missingValues: [], fieldsMatch: "superset"},
  }));
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
