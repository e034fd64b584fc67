/** A few lines that open the archive, to be copied and run. */
export interface ReadingExample {
  readonly tool: string;
  /** what must be at hand, and what the lines do */
  readonly about: string;
  readonly language: "sql" | "python" | "js" | "bash";
  readonly code: string;
}

/**
 * How to read the archive of a site with four programs, and how to unfold partitions.json.
 *
 * @param address of the site, with a slash at its end; DuckDB and hyparquet take a folder or another host as well
 * @param homepage of the repository, for those who want a copy
 */
export function readingExamples(address: string, homepage: string): readonly ReadingExample[] {
  return [
    {
      tool: "DuckDB",
      about:
        "Reads the list of snapshots, then the table of endpoints of all of them, straight from this site: how many were asked and how many answered in each run.",
      language: "sql",
      code: `SET VARIABLE site = '${address}';
SET VARIABLE files = (
  SELECT list(getvariable('site') || 'data/snapshots/' || one.path || '/endpoints.parquet')
  FROM (
    SELECT unnest(snapshots) AS one FROM read_json(getvariable('site') || 'data/index.json')
  )
);

SELECT run, count(*) AS asked, count(*) FILTER (outcome = 'answered') AS answered
FROM read_parquet(
  getvariable('files'), hive_partitioning = true, union_by_name = true
)
GROUP BY run ORDER BY run;`,
    },
    {
      tool: "pandas",
      about:
        "Needs pandas and pyarrow. The newest snapshot: which programs its servers say they run, and how many bins their histograms have.",
      language: "python",
      code: `import json, urllib.request
import pandas as pd

site = "${address}"
index = json.load(urllib.request.urlopen(site + "data/index.json"))
newest = site + "data/snapshots/" + index["snapshots"][-1]["path"]

endpoints = pd.read_parquet(newest + "/endpoints.parquet")
reads = pd.read_parquet(newest + "/reads.parquet")
answers = reads.merge(endpoints[["endpoint", "server_version"]], on="endpoint")
print(answers.groupby("server_version")["bins"].describe())`,
    },
    {
      tool: "JavaScript",
      about:
        "Needs hyparquet, in Node or in a page. The newest snapshot: the relay minimum of every server that stated one.",
      language: "js",
      code: `import {asyncBufferFromUrl, parquetReadObjects} from "hyparquet";

const site = "${address}";
const {snapshots} = await (await fetch(site + "data/index.json")).json();
const newest = site + "data/snapshots/" + snapshots.at(-1).path;

const file = await asyncBufferFromUrl({url: newest + "/endpoints.parquet"});
const rows = await parquetReadObjects({file, columns: ["endpoint", "relay_fee"]});
for (const {endpoint, relay_fee} of rows)
  if (relay_fee !== null) console.log(endpoint, relay_fee / 1000, "sat/vB");`,
    },
    {
      tool: "Spark",
      about:
        "Spark reads no files over HTTP, so it wants a copy of the repository. The folders’ names become columns: vantage, date and run.",
      language: "python",
      code: `# git clone ${homepage}
endpoints = (
    spark.read.option("basePath", "src/data/snapshots")
    .option("mergeSchema", "true")
    .parquet("src/data/snapshots/*/*/*/endpoints.parquet")
)
endpoints.groupBy("vantage", "run", "outcome").count().orderBy("run").show()`,
    },
    {
      tool: "Partitions",
      about:
        "partitions.json holds for every server its places as runs on end: 2, 12, null, 1, 0, 3 is twelve runs in C2, one without an answer that could be compared, three alone. These lines unfold it.",
      language: "js",
      code: `const site = "${address}";
const {runs, servers} = await (await fetch(site + "data/partitions.json")).json();

for (const {endpoint, places} of servers) {
  const byRun = [];
  for (let i = 0; i < places.length; i += 2)
    byRun.push(...Array(places[i + 1]).fill(places[i]));
  console.log(endpoint, runs.length === byRun.length, byRun.at(-1));
}`,
    },
  ];
}
