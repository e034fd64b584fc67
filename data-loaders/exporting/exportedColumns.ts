import {type Column, type TableName, tables as schema} from "../../src/observation/schema.js";

/** What every exported row carries of its run, before the table's own columns. */
export const runColumns = {
  vantage: {type: "string", nullable: false, description: "name of the place that observed"},
  run: {type: "string", nullable: false, description: "name of the run; with vantage its key in the archive"},
  run_started_at: {type: "timestamp", nullable: false, unit: "UTC ms", description: "start of the run"},
} as const satisfies Record<string, Column>;

/** All columns of an exported table, in order. */
export function exportedColumns(table: TableName): [string, Column][] {
  return Object.entries({...runColumns, ...schema[table]});
}
