import {spawnSync} from "node:child_process";
import type {Weights} from "../../src/statistics/divergence.js";

/** Reads dense rows as JSON, writes CPU nanoseconds per pair (least of the repetitions) and the sum of divergences in bits. */
const PROGRAM = `
import json, math, sys, time
import numpy, scipy
from scipy.spatial.distance import pdist
results = []
for rows in json.load(sys.stdin):
    dense = numpy.array(rows, dtype=float)
    pairs = len(dense) * (len(dense) - 1) // 2
    least = math.inf
    for _ in range(max(3, 200000 // pairs)):
        start = time.process_time()
        bits = pdist(dense, metric="jensenshannon") ** 2 / math.log(2)
        least = min(least, time.process_time() - start)
    results.append({"ns": least / pairs * 1e9, "sum": float(numpy.nansum(bits))})
json.dump({"version": scipy.__version__, "results": results}, sys.stdout)
`;

export interface ScipyTimes {
  readonly version: string;
  /** for each snapshot: CPU ns per pair, and the sum of all divergences in bits */
  readonly results: readonly {readonly ns: number; readonly sum: number}[];
}

/**
 * scipy's `pdist(metric="jensenshannon")`, squared and turned into bits, in a Python of its own.
 *
 * Its dense matrices are built before its clock starts, which the histograms compared here do not come as: the times
 * are kind to it.
 *
 * @returns null if there is no python3 with scipy
 */
export function scipyTimes(snapshots: readonly (readonly Weights[])[]): ScipyTimes | null {
  const python = spawnSync("python3", ["-c", PROGRAM], {
    input: JSON.stringify(snapshots.map(dense)),
    encoding: "utf8",
    maxBuffer: 1e8, // bytes; the answer is some hundred
  });
  return python.status === 0 ? (JSON.parse(python.stdout) as ScipyTimes) : null;
}

/** One row for each histogram, one column for each label that any of them has. */
function dense(snapshot: readonly Weights[]): readonly (readonly number[])[] {
  const labels = [...new Set(snapshot.flatMap((weights) => weights.map(([label]) => label)))];
  return snapshot.map((weights) => {
    const byLabel = new Map(weights);
    return labels.map((label) => byLabel.get(label) ?? 0);
  });
}
