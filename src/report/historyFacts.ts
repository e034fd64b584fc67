import type {RunAgreement} from "./clusterAgreement.js";
import type {ClusterLife, Move} from "./clusterMembership.js";
import type {CoAssociation} from "./coAssociation.js";
import type {ConsensusCluster} from "./consensusStability.js";
import type {EventLog} from "./eventLog.js";
import type {StabilityBand} from "./stabilityBand.js";
import type {Standing} from "./standing.js";

/** What became of the clusters, in numbers and in a form that stays small. Runs and servers are positions in `startedAt` and `servers`. */
export interface HistoryFacts {
  readonly standing: Standing;
  /** snapshots that could not be read */
  readonly unreadable: number;
  /** UTC ms of every run, oldest first */
  readonly startedAt: readonly number[];
  readonly vantages: readonly string[];
  /** runs in which nobody answered and our own side is suspected */
  readonly ownSide: readonly number[];
  /** for every run, servers that were compared, and clusters of two or more */
  readonly compared: readonly number[];
  readonly clusters: readonly number[];
  /** endpoints */
  readonly servers: readonly string[];
  /** runs that the charts draw */
  readonly drawn: readonly number[];
  /**
   * for each server its places over the drawn runs, `[place, how many runs, …]`: the number in a cluster's name, 0 on its
   * own, -1 not compared
   */
  readonly membership: readonly (readonly number[])[];
  /** in order of birth */
  readonly lives: readonly ClusterLife[];
  readonly allLives: number;
  /** newest first */
  readonly moves: readonly Move[];
  readonly allMoves: number;
  /** of each drawn run with the drawn run before it */
  readonly agreements: readonly RunAgreement[];
  /** of the first and the last run that compared two servers or more */
  readonly firstToLast: RunAgreement | null;
  readonly stability: readonly ConsensusCluster[];
  readonly bands: readonly StabilityBand[];
  readonly coAssociation: CoAssociation | null;
  readonly events: EventLog;
}
