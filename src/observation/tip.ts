/** The newest block that a server knows. */
export interface Tip {
  readonly height: number;
  /** 80 bytes as 160 lower-case hex digits */
  readonly header: string;
  /** block hash as explorers print it: double SHA-256 of the header, byte-reversed, 64 hex digits */
  readonly hash: string;
}

/** The chain that the study is about, by its genesis block hash. */
export const MAINNET_GENESIS = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
