const HASH_BITS = 21;

/**
 * A number that stands for a text or for numbers: 53 bits of two hashes like FNV-1a, so that two of a window hardly
 * ever agree by chance. Of each number, what counts in thousandths.
 */
export function numberOf(what: string | Float64Array): number {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  const isText = typeof what === "string";
  for (let i = 0; i < what.length; i++) {
    const value = isText ? what.charCodeAt(i) : (what[i] as number) * 1000;
    const code = value | 0;
    low = Math.imul(low ^ code, 0x01000193) ^ (value / 2 ** 32);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (low >>> 0) * 2 ** HASH_BITS + (high >>> (32 - HASH_BITS));
}
