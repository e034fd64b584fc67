import {createRandom} from "../statistics/random.js";
import {mineHeader, type HashHeader} from "./header.js";
import type {Block} from "./market.js";

export interface ChainOptions {
  readonly seed: number | string;
  readonly firstHeight: number;
  /** UTC ms of the start of the observation */
  readonly startUtcMs: number;
  readonly hashHeader: HashHeader;
}

/** A growing chain of blocks, each header naming the hash of the one before. */
export interface Chain {
  readonly blocks: readonly Block[];
  /** @param atMs since the start of the observation */
  add(atMs: number): void;
}

export function createChain({seed, firstHeight, startUtcMs, hashHeader}: ChainOptions): Chain {
  const random = createRandom(`${seed}/headers`);
  const drawBytes = () => Uint8Array.from({length: 32}, () => Math.floor(random() * 256));
  const blocks: Block[] = [];
  let previousHash = Array.from(drawBytes(), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    blocks,
    add(atMs) {
      const time = Math.floor((startUtcMs + atMs) / 1000);
      const {header, hash} = mineHeader({previousHash, merkleRoot: drawBytes(), time}, hashHeader);
      blocks.push({height: firstHeight + blocks.length, header, hash, previousHash, atMs});
      previousHash = hash;
    },
  };
}
