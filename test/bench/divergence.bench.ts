import {median, min} from "simple-statistics";
import {Bench} from "tinybench";
import {divergenceMatrix} from "../../src/statistics/distanceMatrix.js";
import {distribution, type Weights} from "../../src/statistics/divergence.js";
import {groupIdentical} from "../../src/statistics/grouping.js";
import {spanningTree} from "../../src/statistics/partition.js";
import {type ScipyTimes, scipyTimes} from "./scipy.js";
import {BINS, syntheticSnapshot} from "./syntheticSnapshot.js";
import {textbookDivergence, textbookShares} from "./textbook.js";

/** Servers in a snapshot: what the study sees, and more than it will see. */
const SIZES = [60, 100, 300, 1000] as const;

/** A snapshot as servers send it: many of them send the same. */
const SERVERS = 100;
const DISTINCT = 35;

/** Times each task comes round, so that a busy minute of the machine meets all of them alike. */
const ROTATIONS = 5;

/** Histograms that each one is compared with by the textbook form, whose time per pair does not depend on how many. */
const TEXTBOOK_PARTNERS = 10;

/** CPU time, not wall time: other work on the machine then counts for little. */
const cpuMs = () => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
};

const write = (line: string) => process.stdout.write(`${line}\n`);

/** From histograms as sent to all divergences, nothing prepared. */
function allPairs(snapshot: readonly Weights[]) {
  return divergenceMatrix(snapshot.flatMap((weights) => distribution(weights) ?? []));
}

/** One step of the study: identical answers found, distinct ones compared, all thresholds in one tree. */
function snapshotStep(snapshot: readonly Weights[]) {
  const {first} = groupIdentical(snapshot);
  return spanningTree(allPairs(first.flatMap((position) => [snapshot[position] ?? []])));
}

function textbookPairs(snapshot: readonly Weights[]): number {
  const shares = snapshot.map(textbookShares);
  let sum = 0;
  for (const [i, p] of shares.entries())
    for (let k = 1; k <= TEXTBOOK_PARTNERS; k++) {
      const q = shares[(i + Math.floor((k * shares.length) / (TEXTBOOK_PARTNERS + 1))) % shares.length];
      if (q) sum += textbookDivergence(p, q);
    }
  return sum;
}

/** CPU ms of one call of each task: the median over rotations of the least in each. */
async function measured(tasks: ReadonlyMap<string, () => unknown>): Promise<ReadonlyMap<string, number>> {
  const bench = new Bench({now: cpuMs, time: 150, iterations: 3, warmupTime: 50, warmupIterations: 2});
  for (const [name, task] of tasks) bench.add(name, () => void task());
  const least = new Map<string, number[]>([...tasks.keys()].map((name) => [name, []]));
  for (let rotation = 0; rotation < ROTATIONS; rotation++) {
    await bench.run();
    for (const {name, result} of bench.tasks) if (result) least.get(name)?.push(min(result.samples));
  }
  return new Map(Array.from(least, ([name, times]) => [name, median(times)]));
}

const pairsOf = (count: number) => (count * (count - 1)) / 2;
const nanoseconds = (ms: number, pairs: number) => (ms * 1e6) / pairs;

/** The two programs must have computed the same before their times are worth comparing. */
function checkSums(snapshots: readonly (readonly Weights[])[], scipy: ScipyTimes): void {
  for (const [i, snapshot] of snapshots.entries()) {
    const ours = allPairs(snapshot).reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0) / 2;
    const theirs = scipy.results[i]?.sum ?? 0;
    if (Math.abs(ours - theirs) > 1e-9 * theirs)
      throw new Error(`scipy: expected a sum of ${ours} bits, got ${theirs}`);
  }
}

const snapshots = SIZES.map((size) => syntheticSnapshot(size, size, `bench/${size}`));
const repeated = syntheticSnapshot(SERVERS, DISTINCT, "bench/repeated");
const tasks = new Map<string, () => unknown>([["step", () => snapshotStep(repeated)]]);
for (const [i, size] of SIZES.entries()) {
  tasks.set(`ours ${size}`, () => allPairs(snapshots[i] ?? []));
  tasks.set(`textbook ${size}`, () => textbookPairs(snapshots[i] ?? []));
}
const times = await measured(tasks);
const scipy = scipyTimes(snapshots);
if (scipy) checkSums(snapshots, scipy);

write(`Jensen–Shannon divergence, ${BINS} bins, CPU ns per pair, Node ${process.version}`);
write("    N     ours  textbook   ratio     pdist   ratio");
for (const [i, size] of SIZES.entries()) {
  const ours = nanoseconds(times.get(`ours ${size}`) ?? NaN, pairsOf(size));
  const textbook = nanoseconds(times.get(`textbook ${size}`) ?? NaN, size * TEXTBOOK_PARTNERS);
  const pdist = scipy?.results[i]?.ns;
  const column = (value: number | undefined, width: number, digits = 0) =>
    (value === undefined ? "-" : value.toFixed(digits)).padStart(width);
  write(
    column(size, 5) +
      column(ours, 9) +
      column(textbook, 10) +
      column(textbook / ours, 8, 1) +
      column(pdist, 10) +
      column(pdist && pdist / ours, 8, 1),
  );
}
write(
  scipy
    ? `pdist: scipy ${scipy.version}, matrices built beforehand`
    : "pdist: skipped, no python3 with scipy",
);
const stepMs = times.get("step") ?? NaN;
write(
  `Snapshot of ${SERVERS} servers, ${DISTINCT} distinct (hash, compare, tree): ` +
    `${stepMs.toFixed(3)} ms, ${nanoseconds(stepMs, pairsOf(SERVERS)).toFixed(0)} ns per pair of servers`,
);
