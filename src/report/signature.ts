import type {Level} from "../evidence/level.js";
import type {Archived} from "./archived.js";
import {PRINTS_AS_ZERO} from "../evidence/firstStudy.js";
import {type Comparison, STEPS} from "./comparison.js";
import {divergenceStep, LAST_ZERO_STEP, STEP_COUNT} from "./divergenceStep.js";
import {count, whole} from "./format.js";
import {LEVEL_LETTERS} from "./pairGrid.js";
import type {ObservedServer} from "./servers.js";
import {serverId} from "./serverIds.js";

/** The same pairs twice: as the thread saw them, and what the evidence allows to say. */
export interface Signature {
  /** the finding in a line */
  readonly title: string;
  /** of the newest run's main round, cluster by cluster, similar ones side by side */
  readonly servers: readonly SignatureServer[];
  /** consecutive stretches of the servers; the name is null for a server alone */
  readonly clusters: readonly {readonly name: string | null; readonly size: number}[];
  /** bits, ascending: limits of the colour steps */
  readonly steps: readonly number[];
  /** bits: what is below prints as 0.000 */
  readonly zeroBelow: number;
  /** the colour step of each pair, a digit each: of servers 1 and 0, 2 and 0, 2 and 1, … */
  readonly divergences: string;
  /** the letter of the level of each pair, in the same order */
  readonly levels: string;
  readonly counts: SignatureCounts;
}

export interface SignatureServer {
  readonly id: string;
  readonly endpoint: string;
  /** self-reported */
  readonly program: string;
}

/** The picture in numbers. */
export interface SignatureCounts {
  readonly pairs: number;
  /** below `PRINTS_AS_ZERO`, identical ones included */
  readonly zero: number;
  readonly identical: number;
  /** cannot be one node */
  readonly excluded: number;
  /** print as 0.000 and cannot be one node */
  readonly zeroExcluded: number;
  /** the same of pairs that name one program, since programs that count differently cannot print 0.000 */
  readonly oneProgram: {readonly excluded: number; readonly zeroExcluded: number};
  /** pairs at each level, by colour step */
  readonly table: readonly Readonly<Record<Level, number>>[];
}

/** @param clusterNames of this round’s clusters, in their order */
export function signature(
  round: Comparison,
  servers: readonly ObservedServer[],
  clusterNames: readonly (string | null)[],
  {findings}: Pick<Archived, "findings">,
): Signature {
  const levels = new Map(findings.pairs.map(({a, b, level}) => [`${a} ${b}`, level]));
  const levelOf = (a: string, b: string): Level =>
    levels.get(`${a} ${b}`) ?? levels.get(`${b} ${a}`) ?? "not comparable";
  const shown = round.servers.flatMap((position) => servers[position] ?? []);
  const table = Array.from({length: STEP_COUNT}, () => noPairs());
  const oneProgram = {excluded: 0, zeroExcluded: 0};
  const [steps, letters]: [number[], string[]] = [[], []];
  for (const [i, {endpoint, program}] of shown.entries())
    for (const [j, other] of shown.slice(0, i).entries()) {
      const [a, b] = [round.answers[i] ?? 0, round.answers[j] ?? 0];
      const bits = a === b ? 0 : (round.divergences[Math.max(a, b)]?.[Math.min(a, b)] ?? NaN);
      const step = divergenceStep(bits, a === b);
      const level = levelOf(endpoint, other.endpoint);
      steps.push(step);
      letters.push(LEVEL_LETTERS[level]);
      const row = table[step];
      if (row) row[level]++;
      if (program === other.program && level === "contradicted") {
        oneProgram.excluded++;
        if (step <= LAST_ZERO_STEP) oneProgram.zeroExcluded++;
      }
    }
  const counts = {...countsOf(table), oneProgram};
  return {
    title: titleOf(counts),
    servers: shown.map(({endpoint, program}) => ({id: serverId(endpoint), endpoint, program})),
    clusters: round.clusters.map(({size}, i) => ({name: clusterNames[i] ?? null, size})),
    steps: STEPS,
    zeroBelow: PRINTS_AS_ZERO,
    divergences: steps.join(""),
    levels: letters.join(""),
    counts,
  };
}

function titleOf({pairs, zero, zeroExcluded}: SignatureCounts): string {
  if (pairs === 0) return "Too few servers can be compared for a pair";
  if (zero === 0) return `None of ${count(pairs, "pair")} prints as 0.000 in this round`;
  return (
    `The same pairs twice: of ${count(zero, "pair")} that ${zero === 1 ? "prints" : "print"} as 0.000, ` +
    `${zeroExcluded === 0 ? "none is known to be two nodes" : `${whole(zeroExcluded)} cannot be one node`}`
  );
}

function countsOf(table: readonly Readonly<Record<Level, number>>[]): Omit<SignatureCounts, "oneProgram"> {
  const all = (rows: typeof table) =>
    rows.reduce((sum, row) => sum + Object.values(row).reduce((a, b) => a + b, 0), 0);
  const excluded = (rows: typeof table) => rows.reduce((sum, row) => sum + row.contradicted, 0);
  const zero = table.slice(0, LAST_ZERO_STEP + 1);
  return {
    pairs: all(table),
    zero: all(zero),
    identical: all(table.slice(0, 1)),
    excluded: excluded(table),
    zeroExcluded: excluded(zero),
    table,
  };
}

function noPairs(): Record<Level, number> {
  return {
    contradicted: 0,
    "not comparable": 0,
    "no evidence": 0,
    candidate: 0,
    supported: 0,
    declared: 0,
  };
}
