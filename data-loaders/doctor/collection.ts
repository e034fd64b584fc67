import {HOURS_BETWEEN_RUNS, STOPPED_AFTER_HOURS} from "../../src/observation/schedule.js";
import {type Check, check} from "./check.js";
import {CLOCK_FAIL_S} from "./network.js";

const HOUR = 3_600_000;

/** How many of the newest runs are looked into here: enough to see a disk or a checkout that is broken, in a second. */
export const QUICK_RUNS = 3;

/** @param problems lines that `npm run verify` would print of the newest runs; null: there is no archive */
export function archiveCheck(runs: number, problems: readonly string[] | null): Check {
  if (problems === null)
    return check("archive", "fail", "there is none", "Is this the root of the repository?");
  const [first] = problems;
  if (first !== undefined)
    return check(
      "archive",
      "fail",
      `${problems.length} problems, the first: ${first}`,
      "npm run verify names all; git checkout of a damaged run brings back what was committed.",
    );
  return runs === 0
    ? check("archive", "ok", "no run yet")
    : check("archive", "ok", `the newest ${runs === 1 ? "run holds" : `${runs} runs hold`}`);
}

/** @param newest start of the newest run, UTC ms; null if there is none */
export function ageCheck(newest: number | null, now: number): Check {
  const name = "newest run";
  if (newest === null)
    return check(
      name,
      "warn",
      "there is none",
      "npm run observe makes one; a schedule makes one every few hours.",
    );
  const hours = (now - newest) / HOUR;
  const found = `${Math.max(0, hours).toFixed(1)} hours ago, one is due every ${HOURS_BETWEEN_RUNS}`;
  if (newest > now + CLOCK_FAIL_S * 1_000)
    return check(
      name,
      "fail",
      "it began in the future",
      "Set this machine's clock, or look at that of the vantage.",
    );
  return hours > STOPPED_AFTER_HOURS
    ? check(
        name,
        "warn",
        found,
        "Has the schedule stopped? Run git pull; if it is still old, look at the repository's Actions page.",
      )
    : check(name, "ok", found);
}
