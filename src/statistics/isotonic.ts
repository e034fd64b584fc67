/**
 * The rising sequence nearest to given values by weighted least squares: neighbours that fall are pooled to their mean.
 *
 * @param values any
 * @param weights one for each, above 0
 * @returns as long as the values, never falling
 * @throws {RangeError} if the lengths differ or a weight is not above 0
 * @see Ayer et al. 1955, An Empirical Distribution Function for Sampling with Incomplete Information (pool adjacent violators)
 * @example isotonic([1, 3, 2], [1, 1, 1]) // [1, 2.5, 2.5]
 */
export function isotonic(values: readonly number[], weights: readonly number[]): readonly number[] {
  if (values.length !== weights.length || weights.some((weight) => !(weight > 0)))
    throw new RangeError(
      `isotonic: expected a weight above 0 for each of ${values.length} values, got ${weights.join(", ")}`,
    );
  const pools: {mean: number; weight: number; count: number}[] = [];
  for (const [i, value] of values.entries()) {
    let pool = {mean: value, weight: weights[i] ?? 1, count: 1};
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        mean: (last.mean * last.weight + pool.mean * pool.weight) / weight,
        weight,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  }
  return pools.flatMap(({mean, count}) => Array.from({length: count}, () => mean));
}
