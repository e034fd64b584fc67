import {shuffle} from "simple-statistics";

/** What an item or a cluster is called. The number 1 and the text "1" are two names. */
export type Name = string | number;

/** Which cluster each item is in. An item that is no key was not seen: that is no cluster of its own. */
export type Partition = ReadonlyMap<Name, Name>;

/** Labels turned into numbers from 0, by first appearance. */
export interface Codes {
  /** for each thing, the number of its label */
  readonly codes: readonly number[];
  /** for each number, how many things have it */
  readonly sizes: readonly number[];
  /** for each number, the label */
  readonly names: readonly Name[];
}

export function encode(labels: readonly Name[]): Codes {
  const numbers = new Map<Name, number>();
  const sizes: number[] = [];
  const codes = labels.map((label) => {
    const code = numbers.get(label) ?? numbers.size;
    numbers.set(label, code);
    sizes[code] = (sizes[code] ?? 0) + 1;
    return code;
  });
  return {codes, sizes, names: [...numbers.keys()]};
}

/** The same sizes, given to other things. */
export function shuffled(labels: Codes, random: () => number): Codes {
  return {...labels, codes: shuffle([...labels.codes], random)};
}

/** How two labellings of the same n things cross. */
export interface Contingency {
  readonly n: number;
  /** things in each cluster of the first, > 0 */
  readonly rows: readonly number[];
  /** things in each cluster of the second, > 0 */
  readonly columns: readonly number[];
  /** things in both; only cells that are not empty */
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
}

/** @throws {RangeError} if the two do not label equally many things */
export function crossTable(a: Codes, b: Codes): Contingency {
  if (a.codes.length !== b.codes.length)
    throw new RangeError(`crossTable: expected equal lengths, got ${a.codes.length} and ${b.codes.length}`);
  const counts = new Map<number, number>();
  const width = b.sizes.length;
  for (let i = 0; i < a.codes.length; i++) {
    const key = (a.codes[i] ?? 0) * width + (b.codes[i] ?? 0);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const cells: Cell[] = []; // made for each of a thousand shuffles, and `Array.from` takes twice as long
  for (const [key, count] of counts) cells.push({row: Math.floor(key / width), column: key % width, count});
  return {n: a.codes.length, rows: a.sizes, columns: b.sizes, cells};
}

/** The labels of the items that both partitions hold, in one order. */
export function commonLabels(a: Partition, b: Partition): {readonly a: Codes; readonly b: Codes} {
  const items = [...a.keys()].filter((item) => b.has(item));
  const of = (partition: Partition) => encode(items.map((item) => partition.get(item) ?? ""));
  return {a: of(a), b: of(b)};
}
