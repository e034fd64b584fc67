/**
 * A seeded generator of numbers in [0, 1): sfc32, its state filled by hashing the seed.
 *
 * One seed, one sequence, on every machine. Streams whose seeds differ in any character are unrelated, so
 * a part of a simulation takes `createRandom(`${seed}/market`)` and no other part can disturb its draws.
 *
 * @see Doty-Humphrey, PractRand, `sfc32`; the four state words come from MurmurHash3's mixing, and the
 *   first twelve outputs are thrown away, as its author advises
 */
export function createRandom(seed: number | string): () => number {
  const text = String(seed);
  let a = hashText(`${text}#a`);
  let b = hashText(`${text}#b`);
  let c = hashText(`${text}#c`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** 32 bits of a text, as an unsigned whole number: FNV-1a, then MurmurHash3's finaliser. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return finalise(hash);
}

/**
 * A number in [0, 1) that depends on the seed and the index and on nothing else: a random draw for item
 * `index` that needs no memory and can be asked for in any order.
 *
 * @param seed 32 bits, such as `hashText` gives
 */
export function hashToUnit(seed: number, index: number): number {
  return finalise(finalise(seed + Math.imul(index, 0x9e3779b1)) ^ seed) / 2 ** 32;
}

/** MurmurHash3's 32-bit finaliser (Appleby, `fmix32`). */
function finalise(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
