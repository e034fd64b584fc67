/**
 * Longest pause before a connection is opened, in seconds. Runs begin on a clock, and so may those of forks: spread
 * over two seconds, their look-ups and connections do not come in one burst. Longer would only stretch the run; the
 * rounds begin together when all conversations are open.
 */
export const JITTER_S = 2;

/**
 * Pauses before connections, in milliseconds, evenly spread from 0 to the longest one.
 *
 * @param random numbers in [0, 1), seeded so that a run can be repeated
 */
export function jitter(longestMs: number, random: () => number): () => number {
  return () => (longestMs > 0 ? random() * longestMs : 0);
}
