import type {Problem} from "./check.js";
import {MAX_CONNECTION_BYTES, MAX_LINE_BYTES} from "./limits.js";

/** One line as it came, without its end. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly end: "lf" | "crlf";
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts a stream of bytes at its newlines.
 *
 * What comes out does not depend on how the bytes were split into chunks. Each byte is looked at once and copied
 * a bounded number of times, so a server that drips single bytes costs no more than one that sends them at once;
 * no more is held than the line that has not ended yet.
 */
export class LineCutter {
  /** bytes taken in so far */
  received = 0;
  #held = Buffer.alloc(0);
  #heldLength = 0;

  constructor(
    private readonly maxLineBytes = MAX_LINE_BYTES,
    private readonly maxBytes = MAX_CONNECTION_BYTES,
  ) {}

  /** The lines that end in this chunk, then the problem if a ceiling was passed: after that, cut no more. */
  *cut(chunk: Uint8Array): Generator<Line | Problem> {
    const rest = this.maxBytes - this.received;
    this.received += chunk.length;
    const allowed = chunk.subarray(0, Math.max(0, rest));
    let start = 0;
    for (let lf = allowed.indexOf(LF); lf !== -1; lf = allowed.indexOf(LF, start)) {
      if (!this.#hold(allowed.subarray(start, lf))) return yield this.#tooLong();
      start = lf + 1;
      yield this.#release();
    }
    if (!this.#hold(allowed.subarray(start))) return yield this.#tooLong();
    if (chunk.length > rest)
      yield {reason: "too-many-bytes", detail: `expected at most ${this.maxBytes} bytes on one connection`};
  }

  /** Keeps the beginning of a line; false if it is too long already. The room doubles, so copying stays linear. */
  #hold(part: Uint8Array): boolean {
    const length = this.#heldLength + part.length;
    if (length > this.maxLineBytes) return false;
    if (length > this.#held.length) {
      const room = Buffer.allocUnsafeSlow(
        Math.max(length, Math.min(2 * this.#held.length, this.maxLineBytes)),
      );
      this.#held.copy(room, 0, 0, this.#heldLength);
      this.#held = room;
    }
    this.#held.set(part, this.#heldLength);
    this.#heldLength = length;
    return true;
  }

  /** The line that has ended. Its room goes with it, so an idle connection holds nothing. */
  #release(): Line {
    const crlf = this.#heldLength > 0 && this.#held[this.#heldLength - 1] === CR;
    const bytes = this.#held.subarray(0, this.#heldLength - (crlf ? 1 : 0));
    this.#held = Buffer.alloc(0);
    this.#heldLength = 0;
    return {bytes, end: crlf ? "crlf" : "lf"};
  }

  #tooLong(): Problem {
    return {reason: "line-too-long", detail: `expected a line of at most ${this.maxLineBytes} bytes`};
  }
}
