import type {Attendance, ServerRun} from "./serverRuns.js";

/** Whether an operator asked that a server be left alone, by its name or by an address at which it was reached. */
export type OptOuts = (server: {
  readonly endpoint: string;
  readonly host: string;
  readonly addresses: readonly string[];
}) => boolean;

/**
 * What the page of a server says whose operator asked not to be observed; empty for others.
 *
 * The list counts, and the newest run that knew of the server: of a name in a listed network the run alone may have
 * seen the address.
 */
export function optOutNotice(
  isListed: boolean,
  list: readonly ServerRun[],
  {firstAnswered, lastAnswered, firstListed}: Attendance,
): readonly string[] {
  if (!isListed && list.at(-1)?.row.reason !== "opted-out") return [];
  const day = (utcMs: number) => new Date(utcMs).toISOString().slice(0, 10);
  return [
    "Its operator asked not to be observed. No run connects to it any more; each notes that wish and nothing else.",
    firstAnswered === null || lastAnswered === null
      ? `It was first on a list of this study on ${day(firstListed)}, and it never answered.`
      : `It was first seen on ${day(firstAnswered)} and last on ${day(lastAnswered)}.`,
    "What stands below is what it answered to everybody at that time. It stays, as do the archived snapshots that hold it: they are published with checksums, and whoever has cited them could not tell a removal from a forgery. It says nothing of the server as it is now.",
    "To be observed again, the operator takes the entry off the list; the next run then asks as before.",
  ];
}
