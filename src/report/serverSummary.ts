import {FALSE_DISCOVERY_RATE, LEAST_DAYS, type Level} from "../evidence/level.js";
import {nodeSignals} from "../evidence/signals.js";
import {count, list, minute, whole} from "./format.js";
import type {Tally} from "./program.js";
import type {PairFacts} from "./pairFacts.js";
import type {Attendance} from "./serverRuns.js";

/** What the paragraph at the top of a server's page is made of. */
export interface SummaryFacts {
  readonly endpoint: string;
  readonly attendance: Attendance;
  /** of the newest run: where it ended and why in words; null if it answered */
  readonly silence: {readonly tried: boolean; readonly stage: string; readonly why: string} | null;
  /** where it stood when it was last compared; null if it never was */
  readonly place: {
    readonly name: string | null;
    readonly size: number;
    /** start of the first and the last run of its stay, UTC ms */
    readonly since: number;
    readonly until: number;
    /** the stay lasts: the last run is the newest of all */
    readonly lasts: boolean;
    /** nothing earlier is known of where it stood */
    readonly fromTheFirst: boolean;
    /** self-reported, of all members */
    readonly programs: readonly Tally[];
  } | null;
  /** why its newest answer was not compared; null if it was */
  readonly aside: string | null;
  /** its pairs by level; null where nothing can be inferred for want of weights */
  readonly levels: Readonly<Record<Level, number>> | null;
  /** signals on which its pairs at `supported` and `candidate` rest */
  readonly grounds: readonly string[];
  /** separate UTC days on which it answered */
  readonly days: number;
}

/**
 * Whether a server is in a cluster, since when and why, in a few sentences.
 *
 * What is inferred is never said without what else it may be.
 */
export function serverSummary(facts: SummaryFacts): readonly string[] {
  if (facts.attendance.answered === 0) return [neverAnswered(facts)];
  return [answeredSentence(facts), ...placeSentences(facts), ...levelSentences(facts)];
}

function neverAnswered({endpoint, attendance, silence}: SummaryFacts): string {
  const why = silence ? reasonText(silence) : "";
  return attendance.asked === 0
    ? `${endpoint} has been on the list since ${day(attendance.firstListed)} and was never connected to${why}.`
    : `${endpoint} has answered in none of the ${count(attendance.asked, "run")} that asked it since ${day(attendance.firstListed)}${why}. So nothing can be said of what it runs or whom it resembles.`;
}

function answeredSentence({endpoint, attendance, silence}: SummaryFacts): string {
  const {asked, answered, firstListed} = attendance;
  const now = silence ? `; in the newest run it did not${reasonText(silence)}` : "";
  return `${endpoint} answered in ${whole(answered)} of ${count(asked, "run")} since ${day(firstListed)}${now}.`;
}

function reasonText({tried, stage, why}: NonNullable<SummaryFacts["silence"]>): string {
  return tried ? ` (it ended at ${stage}: ${why})` : ` (${why})`;
}

function placeSentences({place, aside}: SummaryFacts): string[] {
  if (aside !== null) return [`Its newest answer is not compared with others: ${aside}.`];
  if (!place) return ["No answer of it could be compared with those of others."];
  const {name, size, since, until, lasts, fromTheFirst, programs} = place;
  const from = fromTheFirst ? `Since its first comparison, ${minute(since)},` : `Since ${minute(since)}`;
  if (name === null)
    return [
      lasts
        ? `${from} it has been in no cluster: its answers look like those of no other server.`
        : `When it was last compared, ${minute(until)}, it was in no cluster.`,
    ];
  const cluster = `cluster ${name} (${count(size, "server")})`;
  return [
    lasts
      ? `${from} it has been in ${cluster}, whose answers look alike.`
      : `When it was last compared, ${minute(until)}, it was in ${cluster}, whose answers look alike.`,
    programSentence(programs),
  ];
}

/** What the members say they run, and what that alone explains. */
function programSentence(programs: readonly Tally[]): string {
  const [only] = programs;
  if (programs.length === 1 && only)
    return only.value === "not stated"
      ? "None of them says what it runs."
      : `All of them say they run ${only.value}, and that alone can explain it: answers of one program with like settings look alike whatever node is behind them.`;
  return `They say they run ${list(programs.map(({value, count: of}) => `${value} (${whole(of)})`))}.`;
}

function levelSentences({levels, grounds, days}: SummaryFacts): string[] {
  if (levels === null)
    return [
      "No weights of evidence are at hand, so nothing is inferred from what it has in common with others.",
    ];
  const all = Object.values(levels).reduce((sum, each) => sum + each, 0);
  if (all === 0) return ["There is no other server to compare it with."];
  const inferred = levels.supported + levels.candidate;
  const sentences = [
    ...(levels.declared > 0
      ? [
          `By its operator’s own word it belongs together with ${count(levels.declared, "other endpoint")} (declared: two ports of one host, or each names the other).`,
        ]
      : []),
    ...(inferred > 0 ? [inferredSentence(levels, grounds)] : []),
    ...(levels.contradicted > 0 ? [ruledOutSentence(levels.contradicted, all)] : []),
    ...(inferred === 0 && levels.contradicted + levels.declared < all
      ? [
          levels["no evidence"] > 0
            ? `With the other ${whole(levels["no evidence"] + levels["not comparable"])} there is no evidence of one node beyond what strangers show.`
            : `The other ${whole(levels["not comparable"])} cannot be compared with it.`,
        ]
      : []),
  ];
  if (days < LEAST_DAYS)
    sentences.push(
      `That is little to go by: it answered on ${count(days, "day")}, and what one group of signals says alone needs ${LEAST_DAYS}.`,
    );
  return sentences;
}

function ruledOutSentence(ruledOut: number, all: number): string {
  if (ruledOut < all)
    return `With ${whole(ruledOut)} of the ${count(all, "other server")} it cannot be one node: an observation rules that out.`;
  if (all === 1) return "With the only other server it cannot be one node: an observation rules that out.";
  return `With none of the ${count(all, "other server")} can it be one node: an observation rules out each.`;
}

/** Consistent with a shared backend, on what grounds, and how else it may be. */
function inferredSentence(levels: Readonly<Record<Level, number>>, grounds: readonly string[]): string {
  const counts = (["supported", "candidate"] as const).flatMap((level) =>
    levels[level] > 0 ? [`${whole(levels[level])} ${level}`] : [],
  );
  const heard = nodeSignals.filter(({name, layer}) => layer === "node" && grounds.includes(name));
  const ways = [
    ...new Set((heard.length > 0 ? heard : nodeSignals).flatMap(({innocent}) => innocent.slice(0, 1))),
  ];
  const by = grounds.length > 0 ? `, by ${list(grounds)}` : "";
  return (
    `With ${count(levels.supported + levels.candidate, "server")} it is consistent with a shared backend (${list(counts)})${by}. ` +
    `It may also be that ${ways.slice(0, 3).join("; or that ")}.`
  );
}

/** Signals on which what is inferred of some pairs rests, by name. */
export function groundsOf(pairs: readonly PairFacts[]): readonly string[] {
  const inferred = pairs.filter(({level}) => level === "supported" || level === "candidate");
  const names = inferred.flatMap(({groups}) =>
    groups.filter(({q}) => q <= FALSE_DISCOVERY_RATE).map(({signal}) => signal),
  );
  return [...new Set(names)].toSorted();
}

function day(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}
