/** Some runs of a window, one bit each: a year of them is compared in 70 steps. */
export type RunSet = Uint32Array;

const BITS = 32;

/** @param size runs in the window, or more */
export function runSet(size: number, runs: Iterable<number> = []): RunSet {
  const set = new Uint32Array(Math.ceil(size / BITS));
  for (const run of runs) add(set, run);
  return set;
}

export function add(set: RunSet, run: number): void {
  const word = run >>> 5;
  set[word] = (set[word] as number) | (1 << (run & (BITS - 1)));
}

export function has(set: RunSet, run: number): boolean {
  return ((set[run >>> 5] ?? 0) & (1 << (run & (BITS - 1)))) !== 0;
}

/** Adds runs to a set that is at least as long. */
export function addAll(set: RunSet, runs: RunSet): void {
  for (let i = 0; i < runs.length; i++) set[i] = (set[i] as number) | (runs[i] as number);
}

/** Runs that are in both; one set may be shorter. */
export function countCommon(a: RunSet, b: RunSet): number {
  let count = 0;
  for (let i = Math.min(a.length, b.length) - 1; i >= 0; i--)
    count += countBits((a[i] as number) & (b[i] as number));
  return count;
}

/** Runs that are in either. */
export function countEither(a: RunSet, b: RunSet): number {
  let count = 0;
  for (let i = Math.max(a.length, b.length) - 1; i >= 0; i--) count += countBits((a[i] ?? 0) | (b[i] ?? 0));
  return count;
}

/** Runs that are in both; to be kept. */
export function common(a: RunSet, b: RunSet): RunSet {
  return a.slice(0, Math.min(a.length, b.length)).map((word, i) => word & (b[i] as number));
}

/** Takes runs out of a set. @returns how many it had of them */
export function take(from: RunSet, runs: RunSet): number {
  let count = 0;
  for (let i = Math.min(from.length, runs.length) - 1; i >= 0; i--) {
    const [word, mask] = [from[i] as number, runs[i] as number];
    count += countBits(word & mask);
    from[i] = word & ~mask;
  }
  return count;
}

/** @see Warren 2012, Hacker's Delight, §5-1 */
function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
