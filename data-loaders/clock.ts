import {setTimeout as delay} from "node:timers/promises";

/** Where time comes from. The lab has a clock of its own, so that hours pass in seconds and runs repeat. */
export interface Clock {
  /** UTC, milliseconds; may jump */
  now(): number;
  /** milliseconds since some moment; never goes back; for durations only */
  monotonic(): number;
  /** Resolves at that time (UTC ms), or as soon as `wake` is aborted. Never rejects. */
  sleepUntil(utcMs: number, wake: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleepUntil(utcMs, wake) {
    await delay(Math.max(0, utcMs - Date.now()), undefined, {signal: wake}).catch(() => undefined); // aborted: woken
  },
};
