import type {Method} from "../../src/observation/failure.js";
import type {Checked} from "./check.js";

/**
 * One thing to ask a server, and how its answer is checked. Nothing here names an address, a script or a
 * transaction, and nothing is asked in order to provoke an error.
 *
 * @see https://electrum-protocol.readthedocs.io/en/latest/protocol-methods.html
 */
export interface Question<T> {
  readonly method: Exclude<Method, "server.version">;
  readonly params: readonly unknown[];
  /**
   * @param result the answer's `result`, parsed
   * @param text the same as it was written
   */
  check(result: unknown, text: string): Checked<T>;
}
