import {type Column, type ColumnType, type TableName, tables} from "./schema.js";

/** What each table holds, in one sentence. */
const purposes: Readonly<Record<TableName, string>> = {
  endpoints: "One row for each endpoint of the run's list, whether it answered or not.",
  reads: "One row for each time an endpoint with an open conversation was asked for its fee histogram.",
  histograms: "The bins of each distinct histogram of the run, once.",
  estimates: "Fee estimates, with the server's newest block before and after.",
  tips: "Newest blocks as servers reported or announced them.",
};

export interface DescribedTable {
  readonly name: TableName;
  readonly purpose: string;
  readonly columns: readonly DescribedColumn[];
}

export interface DescribedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** empty if it has none */
  readonly unit: string;
  readonly description: string;
}

/** The archive's tables and columns: the data dictionary. */
export const dictionary: readonly DescribedTable[] = (
  Object.entries(tables) as [TableName, Record<string, Column>][]
).map(([name, columns]) => ({
  name,
  purpose: purposes[name],
  columns: Object.entries(columns).map(([column, {type, nullable, unit = "", description}]) => ({
    name: column,
    type,
    nullable,
    unit,
    description,
  })),
}));

/** The same as Markdown, for README.md. */
export function dictionaryMarkdown(): string {
  return dictionary
    .map(({name, purpose, columns}) => {
      const rows = columns.map(
        ({name: column, type, nullable, unit, description}) =>
          `| \`${column}\` | ${type}${nullable ? ", null" : ""} | ${unit} | ${description} |`,
      );
      const head = "| column | type | unit | meaning |\n| --- | --- | --- | --- |";
      return `### \`${name}\`\n\n${purpose}\n\n${head}\n${rows.join("\n")}\n`;
    })
    .join("\n");
}
