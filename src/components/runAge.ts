import {element} from "./element.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, in words: `7 hours ago`. Whole units, rounded down, so that an age is never overstated. */
export function ageText(ms: number): string {
  if (ms < 0) return "in the future, by this device’s clock";
  if (ms < MINUTE) return "less than a minute ago";
  for (const [unit, name] of [
    [2 * DAY, "day"],
    [HOUR, "hour"],
    [MINUTE, "minute"],
  ] as const)
    if (ms >= unit) return ago(Math.floor(ms / (name === "day" ? DAY : unit)), name);
  return "";
}

function ago(number: number, name: string): string {
  return `${number.toLocaleString("en-US")} ${name}${number === 1 ? "" : "s"} ago`;
}

/**
 * The age of the newest run, with a warning if it is so old that runs must be missing.
 *
 * @param newest end of the run, UTC ms; null if there is none
 * @param staleAfterMs greatest age without a warning
 * @param now UTC ms, by the reader’s clock
 */
export function runAge(
  {newest, staleAfterMs}: {readonly newest: number | null; readonly staleAfterMs: number},
  now: number,
): HTMLElement {
  const line = element("p", {class: "run-age"});
  if (newest === null) {
    line.append("There is no run yet.");
    return line;
  }
  const date = new Date(newest).toISOString();
  line.append(
    "Newest run: ",
    element("time", {datetime: date, title: date}, ageText(now - newest)),
    ` (${date.slice(0, 16).replace("T", " ")} UTC).`,
  );
  if (now - newest > staleAfterMs)
    line.append(
      " ",
      element(
        "strong",
        {class: "stale"},
        `No run has come for more than ${staleAfterMs / HOUR} hours: collection may have stopped.`,
      ),
    );
  return line;
}
