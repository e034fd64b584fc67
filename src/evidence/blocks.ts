import type {Server, Window} from "./window.js";

/** Hosts that must announce a block before it counts: one server's word must not silence comparisons of others. */
const QUORUM = 2;

const announced = new WeakMap<Window, ReadonlyMap<number, readonly number[]>>();

/** UTC ms at which blocks became known within a run: when the second host announced each, ascending. */
export function blockTimes(window: Window, run: number): readonly number[] {
  let times = announced.get(window);
  if (!times) {
    times = collect(window);
    announced.set(window, times);
  }
  return times.get(run) ?? [];
}

function collect({servers}: Window): ReadonlyMap<number, readonly number[]> {
  const heard = new Map<number, Map<string, Map<string, number>>>();
  for (const {endpoint, tips} of servers) {
    const host = endpoint.slice(0, endpoint.lastIndexOf(":"));
    for (const {run, event, hash, received_at: at} of tips) {
      if (event !== "notification") continue;
      const blocks = heard.get(run) ?? new Map<string, Map<string, number>>();
      heard.set(run, blocks);
      const first = blocks.get(hash) ?? new Map<string, number>();
      blocks.set(hash, first);
      first.set(host, Math.min(at, first.get(host) ?? Infinity));
    }
  }
  return new Map(
    [...heard].map(([run, blocks]) => [
      run,
      [...blocks.values()]
        .flatMap((first) => [...first.values()].toSorted((a, b) => a - b).slice(QUORUM - 1, QUORUM))
        .toSorted((a, b) => a - b),
    ]),
  );
}

/** ms after a question in which the first tip read of a run still tells the tip of that moment: it is asked right behind. */
const READ_BEHIND_MS = 10_000;

/** Hash of the newest block that a server had reported by a moment of a run; null if it had not yet said. */
export function tipAt({tips}: Server, run: number, at: number): string | null {
  const own = tips.filter((tip) => tip.run === run);
  const before = own.filter((tip) => tip.received_at <= at);
  const found =
    latest(before) ??
    latest(own.filter((tip) => tip.event === "read" && tip.received_at <= at + READ_BEHIND_MS));
  return found?.hash ?? null;
}

/** The one received last; of several at one moment the highest block, so that their order plays no part. */
function latest(tips: Server["tips"]): Server["tips"][number] | undefined {
  return tips.toSorted(
    (a, b) => b.received_at - a.received_at || b.height - a.height || (a.hash < b.hash ? -1 : 1),
  )[0];
}
