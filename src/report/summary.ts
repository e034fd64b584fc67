import {count} from "./format.js";
import type {Study} from "./study.js";

/** The same facts for a terminal: the newest run, at most twelve lines. */
export function summaryText({runs: [newest], standing, unreadable}: Study): string {
  if (!newest) return "The archive holds no run yet: npm run study makes one.\n";
  const lines = [
    ...(standing.simulated ? ["Simulated network: nothing here is about a real server."] : []),
    ...newest.sentences,
    ...(unreadable > 0
      ? [
          `${count(unreadable, "snapshot")} could not be read and ${unreadable === 1 ? "was" : "were"} left out.`,
        ]
      : []),
    "A cluster holds answers that look alike. That is no evidence of a shared node or operator.",
  ];
  return `${lines.join("\n")}\n`;
}
