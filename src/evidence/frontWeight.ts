import {sameAutonomousSystem} from "./autonomousSystem.js";
import {bitsOf} from "./frequency.js";
import {frontSignals} from "./frontSignals.js";
import {countHosts} from "./hosts.js";
import {isShown} from "./controls.js";
import type {Comparison, Signal} from "./signal.js";
import type {Server, Window} from "./window.js";

/** Holders of a mark that is seen of one pair only. */
const TWO_HOLDERS = 2;

/**
 * Bits of a host's or operator's mark: how rare it is among the hosts of the window.
 *
 * A rarity is what strangers would have to hit by chance. It takes for granted that one operator would show the mark on
 * both, so it is an upper bound of the weight, and speaks of the host or the operator only. Marks that are not
 * counted in bits (one address, one key, an alias) count as if the two were their only holders.
 *
 * @returns 0 where the two do not share it or cannot be compared
 */
export function frontBits(signal: Signal, comparison: Comparison, window: Window): number {
  if (!comparison.comparable) return 0;
  if (signal.unit.startsWith("bits")) return Math.max(0, comparison.statistic);
  return isShown(signal, comparison) ? bitsOf(TWO_HOLDERS, countHosts(window)) : 0;
}

/** Those that may decide a level: in which company's network a server stands does not. */
const deciding = frontSignals.filter((signal) => signal !== sameAutonomousSystem);

/** The rarest mark that two servers share, in bits; 0 without one. */
export function rarestMark(a: Server, b: Server, window: Window): number {
  return deciding.reduce(
    (most, signal) => Math.max(most, frontBits(signal, signal.compare(a, b, window), window)),
    0,
  );
}
