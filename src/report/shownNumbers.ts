import {HOURS_BETWEEN_RUNS, STOPPED_AFTER_HOURS} from "../observation/schedule.js";
import {SCHEMA_VERSION} from "../observation/schema.js";
import {FEWEST_CONTROLS} from "./controlStrip.js";
import {FEED_ENTRIES} from "./feedEntries.js";
import {LEVEL_DAYS} from "./levelChanges.js";
import {PAIRS_IN_FULL} from "./publishedFindings.js";
import type {NamedNumber} from "./namedNumber.js";
import {SHOWN_ROUNDS} from "./run.js";
import {SHOWN_RUNS} from "./study.js";

/** Of what is shown, and of the files. */
export const shownNumbers: readonly NamedNumber[] = [
  {
    name: "From one run to the next",
    value: `${HOURS_BETWEEN_RUNS} hours; after ${STOPPED_AFTER_HOURS} hours without one, pages say that collection may have stopped`,
    why: "One run may fail and two may be late; three in a row mean that nobody collects.",
    constants: ["HOURS_BETWEEN_RUNS", "STOPPED_AFTER_HOURS", "STALE_AFTER_MS"],
  },
  {
    name: "Control pairs for a range of 5% to 95%",
    value: `at least ${FEWEST_CONTROLS}`,
    why: "With fewer, the range is the lowest and the highest value.",
    constants: ["FEWEST_CONTROLS"],
  },
  {
    name: "Runs and rounds in study.json",
    value: `${SHOWN_RUNS} runs, ${SHOWN_ROUNDS} rounds each`,
    why: "The newest runs, and rounds spread evenly over each; the archive holds all of them.",
    constants: ["SHOWN_RUNS", "SHOWN_ROUNDS"],
  },
  {
    name: "Entries of the feed",
    value: `the newest ${FEED_ENTRIES}`,
    why: "Some weeks of a network that changes once or twice a day.",
    constants: ["FEED_ENTRIES"],
  },
  {
    name: "Days whose levels the feed tells apart",
    value: `the newest ${LEVEL_DAYS}`,
    why: "As many as the entries hold where clusters change with every run; each needs findings of its own. The levels of any day can be had from the archive: what is published of one state is computed from that state alone.",
    constants: ["LEVEL_DAYS"],
  },
  {
    name: "Pairs whose signals findings.json lists",
    value: `every pair, up to ${PAIRS_IN_FULL.toLocaleString("en-US")} pairs; of more, those that a level ties`,
    why: "Some 3 kB a pair: of a thousand servers it would be a file that no reader loads. The command prints all, and the files of pairs say what each rests on.",
    constants: ["PAIRS_IN_FULL"],
  },
  {
    name: "Version of the data format",
    value: String(SCHEMA_VERSION),
    why: "Raised when a column changes its meaning or goes; adding a column does not raise it.",
    constants: ["SCHEMA_VERSION"],
  },
];
