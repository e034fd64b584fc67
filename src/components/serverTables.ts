import type {AnswerFacts} from "../report/answerFacts.js";
import type {ChangeEntry} from "../report/changeLog.js";
import type {LogEntry} from "../report/probeLog.js";
import type {Stay} from "../report/serverFacts.js";
import {dataTable} from "./dataTable.js";
import {minuteText} from "./dayText.js";
import {element} from "./element.js";
import {numberText} from "./numberText.js";

/** Rows of the probe log that a page shows. Our choice: ten days at four hours; the file has more. */
export const LOG_ROWS = 60;

/** Rows of the other tables that a page shows. */
const ROWS = 20;

/** Fee estimates by target, as the server passed them on. */
export function estimateTable({estimates}: Pick<AnswerFacts, "estimates">): HTMLElement {
  if (estimates.length === 0)
    return element("p", {}, "It gave no fee estimate in the run of its last answer.");
  return dataTable(
    "Last fee estimates",
    estimates,
    [
      {heading: "Target, blocks", text: ({target}) => String(target), kind: "numeric"},
      {
        heading: "Estimate, sat/vB",
        text: ({fee}) => (fee === null ? "no answer" : fee < 0 ? "none" : String(fee / 1000)),
        kind: "numeric",
      },
    ],
    {narrow: true},
  );
}

/** What changed, the newest first. */
export function changeTable(changes: readonly ChangeEntry[], answered: boolean): HTMLElement {
  if (changes.length === 0) return element("p", {}, noChangeText(answered));
  return shortened(changes, ROWS, (rows) =>
    dataTable(`What changed, the newest first: ${changes.length}`, rows, [
      {heading: "Seen", text: ({at}) => minuteText(at), kind: "short"},
      {heading: "What", text: ({kind}) => kind, kind: "short"},
      {heading: "How", text: ({text}) => text, kind: "name"},
      {
        heading: "Not before",
        text: ({after}) => (after === null ? "" : minuteText(after)),
        kind: "short",
      },
      {heading: "From", text: ({vantage}) => vantage, kind: "short"},
    ]),
  );
}

/** @param answered whether it ever did: of a server that did not, nothing can be seen to change */
export function noChangeText(answered: boolean): string {
  return answered
    ? "Nothing changed in the runs of this archive, and it never stopped answering after it had begun."
    : "It never answered in the runs of this archive, so no change of it can be told.";
}

/** The clusters it was in. */
export function stayTable(places: readonly Stay[]): HTMLElement {
  if (places.length === 0) return element("p", {}, "It was never compared, so it was in no cluster.");
  return shortened(places, ROWS, (rows) =>
    dataTable(
      "Its clusters, the newest first",
      rows,
      [
        {heading: "Cluster", text: ({name}) => name ?? "on its own", kind: "short"},
        {heading: "From", text: ({since}) => minuteText(since), kind: "short"},
        {heading: "To", text: ({until}) => minuteText(until), kind: "short"},
        {heading: "Servers, at last", text: ({size}) => String(size), kind: "numeric"},
      ],
      {narrow: true},
    ),
  );
}

/** One row a run. */
export function logTable(log: readonly LogEntry[], unlogged: number): HTMLElement {
  const rows = log.slice(0, LOG_ROWS);
  const ms = (value: number | null) => numberText(value);
  const older = log.length - rows.length;
  return element(
    "div",
    {},
    dataTable("What each run noted, the newest first", rows, [
      {heading: "Run", text: ({startedAt}) => minuteText(startedAt), kind: "short"},
      {heading: "Outcome", text: ({outcome}) => outcome, kind: "short"},
      {heading: "Ended at", text: ({stage}) => stage ?? "", kind: "short"},
      {heading: "Reason", text: ({reason}) => reason ?? "", kind: "short"},
      {heading: "Detail, as received, escaped", text: ({detail}) => detail ?? ""},
      {heading: "Connect, ms", text: ({connectMs}) => ms(connectMs), kind: "numeric"},
      {heading: "TLS, ms", text: ({tlsMs}) => ms(tlsMs), kind: "numeric"},
      {heading: "Handshake, ms", text: ({handshakeMs}) => ms(handshakeMs), kind: "numeric"},
      {heading: "Histograms answered", text: ({readsAnswered}) => String(readsAnswered), kind: "numeric"},
      {heading: "failed", text: ({readsFailed}) => String(readsFailed), kind: "numeric"},
    ]),
    older + unlogged > 0 &&
      element(
        "p",
        {},
        `${older > 0 ? `${older} older runs are in the server’s file` : ""}${older > 0 && unlogged > 0 ? ", and " : ""}${unlogged > 0 ? `${unlogged} still older ones in the archive` : ""}.`,
      ),
  );
}

/** The first rows, and the rest on demand. */
function shortened<Row>(
  rows: readonly Row[],
  most: number,
  table: (rows: readonly Row[]) => HTMLElement,
): HTMLElement {
  if (rows.length <= most) return table(rows);
  return element(
    "div",
    {},
    table(rows.slice(0, most)),
    element(
      "details",
      {class: "numbers"},
      element("summary", {}, `${rows.length - most} older`),
      table(rows.slice(most)),
    ),
  );
}
