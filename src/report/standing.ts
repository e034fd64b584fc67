import type {Network, Snapshot} from "../observation/snapshot.js";

/** What the site is built from, in the few words that every page needs for its banner. */
export interface Standing {
  /** null: the archive holds no run */
  readonly network: Network | null;
  /** true: nothing on the page is about a real server */
  readonly simulated: boolean;
  /** end of the newest run, UTC ms; null if there is none */
  readonly newest: number | null;
}

/** @param newest the newest snapshot of the archive */
export function standingOf(newest: Snapshot | undefined): Standing {
  return newest
    ? {
        network: newest.manifest.network,
        simulated: newest.manifest.simulated,
        newest: Date.parse(newest.manifest.ended_at),
      }
    : {network: null, simulated: false, newest: null};
}
