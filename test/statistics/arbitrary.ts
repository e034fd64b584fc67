import * as fc from "fast-check";
import type {Partition} from "../../src/statistics/contingency.js";

/** Labels of up to `most` things in up to five clusters. */
export const labels = (most = 12, least = 0) => fc.array(fc.nat(4), {minLength: least, maxLength: most});

/** Two or more labellings of the same things. */
export const labellings = (count: number, most = 12, least = 0) =>
  fc
    .array(fc.tuple(...Array.from({length: count}, () => fc.nat(4))), {minLength: least, maxLength: most})
    .map((things) => Array.from({length: count}, (_, i) => things.map((thing) => thing[i] ?? 0)));

/** A partition of some of ten items into up to four clusters. */
export const partitions: fc.Arbitrary<Partition> = fc
  .array(fc.option(fc.nat(3)), {minLength: 10, maxLength: 10})
  .map(
    (clusters) => new Map(clusters.flatMap((cluster, item) => (cluster === null ? [] : [[item, cluster]]))),
  );

/** Symmetric distances with a zero diagonal. */
export const matrices = (most: number, distances: fc.Arbitrary<number> = fc.integer({min: 1, max: 20})) =>
  fc
    .integer({min: 0, max: most})
    .chain((n) =>
      fc
        .array(distances, {minLength: n * n, maxLength: n * n})
        .map((values) =>
          Array.from({length: n}, (_, i) =>
            Array.from({length: n}, (_, j) =>
              i === j ? 0 : (values[Math.min(i, j) * n + Math.max(i, j)] ?? 0),
            ),
          ),
        ),
    );
