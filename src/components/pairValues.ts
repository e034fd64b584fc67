import type {MatrixQuantity} from "../report/matrixQuantities.js";
import type {MatrixRound, MatrixRun, MatrixServer} from "../report/matrixRun.js";
import type {PairGrid} from "../report/pairGrid.js";
import type {RunList} from "../report/runList.js";

/** One quantity of every pair of n servers. */
export interface PairValues {
  readonly quantity: MatrixQuantity;
  readonly servers: readonly MatrixServer[];
  /** n × n: of servers i and j at i * n + j; NaN where the two cannot be compared, and on the diagonal */
  readonly values: Float64Array;
  /** n × n: position of the pair's level in the list of levels; `NO_LEVEL` if one is not among the servers that levels are of */
  readonly levels: Uint8Array;
  /** of each server the number of its answer, where values are of one round: equal numbers are equal in every vbyte */
  readonly answers: readonly number[] | null;
  /** of each server its place in the round's own order, cluster by cluster; those that are not in it come after */
  readonly place: readonly number[];
}

export const NO_LEVEL = 255;

/** The divergences of a round. */
export function roundValues(
  quantity: MatrixQuantity,
  {run, round}: {readonly run: MatrixRun; readonly round: MatrixRound},
  grid: PairGrid,
  list: Pick<RunList, "levels">,
): PairValues {
  const {answers, divergences} = round;
  const servers = round.servers.flatMap((position) => run.endpoints[position] ?? []);
  return {
    quantity,
    servers,
    values: eachPair(servers.length, (i, j) => {
      const [a = 0, b = 0] = [answers[i], answers[j]];
      return a === b ? 0 : (divergences[Math.max(a, b)]?.[Math.min(a, b)] ?? NaN);
    }),
    levels: levelsOf(servers, grid, list),
    answers,
    place: servers.map((_, i) => i),
  };
}

/** A quantity of all runs together; the round only says in which order servers stand. */
export function windowValues(
  quantity: MatrixQuantity,
  chosen: {readonly run: MatrixRun; readonly round: MatrixRound} | null,
  grid: PairGrid,
  list: Pick<RunList, "levels">,
): PairValues {
  const {servers} = grid;
  const levels = levelsOf(servers, grid, list);
  const inRound = new Map(
    chosen?.round.servers.map((position, i) => [chosen.run.endpoints[position]?.id ?? "", i]),
  );
  const listed = windowList(quantity, grid);
  const n = servers.length;
  return {
    quantity,
    servers,
    values: eachPair(n, (i, j) =>
      quantity.id === "level" ? (levels[i * n + j] ?? NaN) : (listed[pairNumber(i, j, n)] ?? NaN),
    ),
    levels,
    answers: null,
    place: servers.map(({id}, i) => inRound.get(id) ?? inRound.size + i),
  };
}

/** Where the grid lists a pair: 0 and 1, 0 and 2, …, 1 and 2, … */
export function pairNumber(i: number, j: number, n: number): number {
  const [a, b] = i < j ? [i, j] : [j, i];
  return (a * (2 * n - a - 1)) / 2 + (b - a - 1);
}

function windowList({id}: MatrixQuantity, {bits, signals}: PairGrid): readonly (number | null)[] {
  if (id === "bits") return bits;
  const name = {agreement: "exact agreement", estimates: "fee estimates", divergence: "", level: ""}[id];
  return signals.find((signal) => signal.name === name)?.values ?? [];
}

function levelsOf(
  servers: readonly MatrixServer[],
  {servers: known, letters, levels}: PairGrid,
  list: Pick<RunList, "levels">,
): Uint8Array {
  const [n, m] = [servers.length, known.length];
  const position = new Map(known.map(({id}, i) => [id, i]));
  const of = servers.map(({id}) => position.get(id) ?? -1);
  const rank = new Map(list.levels.map((level, i) => [letters[level], i]));
  const found = new Uint8Array(n * n).fill(NO_LEVEL);
  for (const [i, a] of of.entries())
    for (const [j, b] of of.entries())
      if (a >= 0 && b >= 0 && a !== b)
        found[i * n + j] = rank.get(levels[pairNumber(a, b, m)] ?? "") ?? NO_LEVEL;
  return found;
}

function eachPair(n: number, value: (i: number, j: number) => number): Float64Array {
  const values = new Float64Array(n * n).fill(NaN);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) values[i * n + j] = values[j * n + i] = value(i, j);
  return values;
}
