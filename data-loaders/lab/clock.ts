import {setImmediate as turn, setTimeout as delay} from "node:timers/promises";
import type {Clock} from "../clock.js";

/** Something that the lab does at a moment of its clock, such as announcing a block. */
export interface LabEvent {
  /** UTC ms on the lab's clock */
  readonly atMs: number;
  run(): void;
}

/** Turns of the event loop after which what was written to a loopback socket has been read by the other side. */
const SETTLING_TURNS = 4;

/**
 * A clock that moves only when the study sleeps, and then at once, stopping at each of the lab's events on the way.
 * Between sleeps it stands still: all answers of a sweep are stamped with one moment, and durations are zero.
 */
export class LabClock implements Clock {
  readonly #startMs: number;
  readonly #eventsBetween: (fromMs: number, toMs: number) => readonly LabEvent[];
  #nowMs: number;

  /** @param eventsBetween what happens after one moment and up to another, in order of time */
  constructor(startMs: number, eventsBetween: (fromMs: number, toMs: number) => readonly LabEvent[]) {
    this.#startMs = startMs;
    this.#nowMs = startMs;
    this.#eventsBetween = eventsBetween;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonic(): number {
    return this.#nowMs - this.#startMs;
  }

  async sleepUntil(utcMs: number, wake: AbortSignal): Promise<void> {
    for (const event of this.#eventsBetween(this.#nowMs, utcMs)) {
      this.#nowMs = event.atMs;
      event.run();
      await settle();
      if (wake.aborted) return;
    }
    this.#nowMs = Math.max(this.#nowMs, utcMs);
  }
}

/** Lets sockets on loopback deliver what was just written, so that it is stamped with this moment and not the next. */
async function settle(): Promise<void> {
  for (let i = 0; i < SETTLING_TURNS; i++) await turn();
  await delay(1);
}
