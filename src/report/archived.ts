import type {Weights} from "../evidence/weights.js";
import type {Window} from "../evidence/window.js";
import type {FeeHistogram} from "../observation/histogram.js";
import type {EstimateRow} from "../observation/schema.js";
import type {Snapshot} from "../observation/snapshot.js";
import type {Findings} from "./findings.js";
import type {RunRecord} from "./runRecord.js";
import type {ServerHistory} from "./serverEvents.js";
import type {Standing} from "./standing.js";

/** An archive as all pages see it: read once, and what is found in it. */
export interface Archived {
  readonly standing: Standing;
  /** every run that could be read, oldest first */
  readonly runs: readonly RunRecord[];
  /** of each of these runs, the name of each of its clusters: it stays as members come and go; null for a server alone */
  readonly clusterNames: readonly (readonly (string | null)[])[];
  /** what changed about each endpoint, by vantage, over these runs */
  readonly histories: readonly ServerHistory[];
  /** the newest runs in full, oldest first: `SHOWN_RUNS` of them */
  readonly recent: readonly Snapshot[];
  /** the run that began last */
  readonly newest: Snapshot | undefined;
  /** of servers that answered, over all runs */
  readonly window: Window;
  readonly findings: Findings;
  readonly weights: Weights | null;
  /** what each endpoint answered when it last did */
  readonly lastAnswers: ReadonlyMap<string, LastAnswer>;
  /** runs that were left out, and why */
  readonly problems: readonly {readonly path: string; readonly problem: string}[];
}

export interface LastAnswer {
  /** path of the run */
  readonly run: string;
  /** when the question for the histogram was written, UTC ms */
  readonly at: number;
  /** the last one it sent in that run */
  readonly histogram: FeeHistogram;
  /** of that run */
  readonly estimates: readonly EstimateRow[];
}
