import {type Column, tables} from "./schema.js";

/** What each table holds, in one sentence. */
const purposes: Readonly<Record<keyof typeof tables, string>> = {
  endpoints: "One row for each endpoint of the run's list, whether it answered or not.",
  reads: "One row for each time an endpoint with an open conversation was asked for its fee histogram.",
  histograms: "The bins of each distinct histogram of the run, once.",
  estimates: "Fee estimates, with the server's newest block before and after.",
  tips: "Newest blocks as servers reported or announced them.",
};

/** The archive's tables and columns as Markdown: the data dictionary of README.md. */
export function dictionaryMarkdown(): string {
  return Object.entries(tables)
    .map(([name, columns]) => {
      const rows = (Object.entries(columns) as [string, Column][]).map(
        ([column, {type, nullable, unit, description}]) =>
          `| \`${column}\` | ${type}${nullable ? ", null" : ""} | ${unit ?? ""} | ${description} |`,
      );
      const head = "| column | type | unit | meaning |\n| --- | --- | --- | --- |";
      return `### \`${name}\`\n\n${purposes[name as keyof typeof tables]}\n\n${head}\n${rows.join("\n")}\n`;
    })
    .join("\n");
}
