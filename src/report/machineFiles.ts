import {SCHEMA_VERSION} from "../observation/schema.js";
import {FEED_ENTRIES} from "./feedEntries.js";
import {FINDINGS_SCHEMA} from "./findings.js";
import {LEVEL_DAYS} from "./levelChanges.js";

/** Of `/data/index.json`. Raised when a field changes its meaning or goes. */
export const INDEX_SCHEMA = "electrum-kinship-index/1";

/** Of `/data/partitions.json`, likewise. */
export const PARTITIONS_SCHEMA = "electrum-kinship-partitions/1";

/** A file that programs may rely on. */
export interface MachineFile {
  /** below the site's address; one of many, if it names something in angle brackets */
  readonly path: string;
  /** what tells its version */
  readonly schema: string;
  readonly content: string;
}

/** All of them: at addresses that stay, and never changed in meaning without a new version. */
export const machineFiles: readonly MachineFile[] = [
  {
    path: "data/index.json",
    schema: INDEX_SCHEMA,
    content: "every snapshot with rows, bytes and SHA-256 of each of its tables; this list",
  },
  {
    path: "data/snapshots/<path>/<table>.parquet",
    schema: `schema_version ${SCHEMA_VERSION}, in each manifest.json`,
    content: "the observations themselves, as archived; <path> as the index has it",
  },
  {
    path: "data/datapackage.json",
    schema: "Data Package 2.0",
    content: "the same archive as a Frictionless Data Package: licence, tables, columns with types and units",
  },
  {
    path: "data/findings.json",
    schema: FINDINGS_SCHEMA,
    content:
      "what the whole archive allows to be said of every pair, with each signal’s value and null: what npm run findings prints with --json, on one line; of a large archive without the signals of pairs that no level ties, as signalsOf says",
  },
  {
    path: "data/partitions.json",
    schema: PARTITIONS_SCHEMA,
    content:
      "the clusters of every run by the first study’s rule, under their stable names, to measure agreement anew",
  },
  {
    path: "data/servers/<id>.json",
    schema: "none yet: fields may still change",
    content: "what the page of a server shows",
  },
  {
    path: "feed.xml",
    schema: "Atom, RFC 4287",
    content:
      `the newest ${FEED_ENTRIES} entries: one for each run in which clusters changed, and of the newest ${LEVEL_DAYS} days ` +
      "with runs, one for each on which levels of pairs did",
  },
  {
    path: "sitemap.xml",
    schema: "Sitemaps 0.9",
    content: "every page",
  },
];
