import type {OriginAnswer} from "./lookUpOrigin.js";

/** Look-ups under way at one time: a resolver that answers does so in some 50 ms, so that hundreds take seconds. */
export const ORIGINS_AT_A_TIME = 8;

/** ms for one look-up: longer than a resolver takes that has to ask around, whose answer we would still like. */
export const ORIGIN_TIMEOUT_MS = 5_000;

/** ms after which no further look-up is begun: a run does not wait for a DNS that is down. */
export const ORIGINS_WITHIN_MS = 30_000;

/**
 * Asks for the network of each of these addresses, each once, until the time is over.
 *
 * @param lookUp null: there is nobody to ask about this address
 * @param leftMs how much of the time is left
 * @returns by address; none for those that nobody was asked about
 */
export async function lookUpOrigins(
  addresses: Iterable<string>,
  lookUp: (address: string) => Promise<OriginAnswer | null>,
  leftMs: () => number,
): Promise<ReadonlyMap<string, OriginAnswer>> {
  const queue = new Set(addresses).values();
  const answers = new Map<string, OriginAnswer>();
  const worker = async (): Promise<void> => {
    for (const address of queue) {
      if (leftMs() <= 0) return;
      const answer = await lookUp(address);
      if (answer) answers.set(address, answer);
    }
  };
  await Promise.all(Array.from({length: ORIGINS_AT_A_TIME}, worker));
  return answers;
}
